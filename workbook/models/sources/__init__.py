"""Models that were made elsewhere: one module a kind, each opening it safely and saying what it is."""

"""Plain statistics: arrays in, arrays out."""

"""Room mode: everybody answers alone, then the room sees where it disagrees."""

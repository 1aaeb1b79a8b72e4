"""The right person, not a random one: chosen for a reason, shown from several sides, kept as personal."""

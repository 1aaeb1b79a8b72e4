"""What a model that everybody can read would cost, and what it says, curve by curve."""

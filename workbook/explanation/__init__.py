"""Why the model says what it says: several methods side by side, how far they agree, in words, and for the right person."""

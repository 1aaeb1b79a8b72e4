"""What drives the score: attributions of single rows by several methods, and the importance of columns with its interval."""

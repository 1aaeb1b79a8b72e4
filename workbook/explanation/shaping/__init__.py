"""What the model does with a column, for whom the reasons differ, and a tree that stands in for the model."""

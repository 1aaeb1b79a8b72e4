"""Weak slices: where the score errs more than elsewhere, searched on one half of the rows and judged on the other."""

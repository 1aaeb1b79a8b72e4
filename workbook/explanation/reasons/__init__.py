"""Reasons in words: codes for a decision against somebody, in the team's wording, and the draft of a letter."""

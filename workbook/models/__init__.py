"""Models: how they are made or opened, what they say about rows, and what another decision is worth. Knows no stage."""

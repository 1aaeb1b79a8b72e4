"""The model under stress: rows as they may come tomorrow, what is decided then, and where it breaks."""

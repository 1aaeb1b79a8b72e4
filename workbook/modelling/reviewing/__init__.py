"""Who decides the close calls: the stretch of scores that people should decide, and what the two together are worth."""

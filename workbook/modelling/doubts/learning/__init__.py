"""Does it learn or remember: learning curves and curves over one setting."""

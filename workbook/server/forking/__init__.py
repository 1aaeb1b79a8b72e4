"""Kernels forked from a warm process: a page opens in the time of a fork instead of that of all its imports.

`owner` runs in the server that wants kernels, `warm` is the process that forks them, `child` is what a fork becomes,
`protocol` is what they say to each other, `provisioner` is how Jupyter asks.
"""

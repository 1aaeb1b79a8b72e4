"""How sure single predictions are: sets that cover what they promise, checked group by group."""

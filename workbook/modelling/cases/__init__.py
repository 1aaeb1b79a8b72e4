"""One case: change a value and see; the nearest changes that turn its decision; what it would take, group by group."""

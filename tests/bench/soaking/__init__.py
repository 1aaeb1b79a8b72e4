"""The parts of `make soak`: the people of a workshop, open workbooks, and whoever kills what serves them."""

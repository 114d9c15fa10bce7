"""One script a figure, run by `bin/bench NAME`; peers stand beside us in the same run."""

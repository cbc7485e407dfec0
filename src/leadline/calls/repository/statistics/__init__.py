"""Reads of the counts. Which counts a caller may see is decided in `visible` and nowhere else."""

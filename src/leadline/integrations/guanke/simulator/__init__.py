"""A Guanke vendor to develop and test against: a process of its own that keeps the contract, its traps included.

Its days are plausible calls made from a seed; `faults.Faults` lists the ways in which it can misbehave.
"""

"""The command line for who reads Chinese: help, panels and what is said of wrong usage.

Typer's classes are replaced by ours before the first command is looked up; nothing here is imported for who reads
English. The commands keep their English docstrings and help texts, which are the catalogue's keys: `tests/cli` fails
when one has no Chinese, or when the catalogue has one that nothing says any more.
"""

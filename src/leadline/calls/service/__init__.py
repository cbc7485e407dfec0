"""Use cases of call data."""

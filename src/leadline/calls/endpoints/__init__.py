"""Routes of call data."""

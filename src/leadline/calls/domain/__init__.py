"""The rules of call data: grades, metrics, deltas. No input or output."""

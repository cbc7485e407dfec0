"""The first system's data: found, moved out of the way, and taken over. Its rows stay as they are."""

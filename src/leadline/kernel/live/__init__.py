"""News as they happen: what was committed here or in another process reaches everybody who listens, at once."""

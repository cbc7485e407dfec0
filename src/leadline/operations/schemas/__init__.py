"""HTTP shapes."""

"""HTTP shapes of call data: what is read, created and updated, apart."""

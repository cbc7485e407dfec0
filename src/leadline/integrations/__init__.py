"""The outside world: one package a vendor, each implementing ports that a context declared."""

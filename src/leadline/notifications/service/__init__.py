"""Use cases of channels and deliveries."""

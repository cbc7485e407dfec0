"""Statements over channels and deliveries."""

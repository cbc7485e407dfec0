"""Statements over the tables of call data."""

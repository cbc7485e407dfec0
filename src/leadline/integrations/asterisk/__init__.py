"""Asterisk: calls from the files that its CDR engine writes."""

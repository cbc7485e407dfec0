"""Reads of the statistics: each answers with its figures and with how complete and how old they are."""

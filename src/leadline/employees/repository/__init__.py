"""Statements on users, roles, teams and employees; the reach of the caller is applied here."""

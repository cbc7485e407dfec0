"""Secrets at rest: encryption with key ids, blind indexes, masks, and the vault of tokens."""

"""Rules of staff and rights: no input or output."""

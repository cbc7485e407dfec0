"""User names: how they are compared, and which ones nobody has."""

import unicodedata
from typing import Final

SYSTEM: Final = frozenset({"-", "system", "schedule", "command line"})
PREFIXES: Final = ("cli:", "push:")


def folded(username: str) -> str:
    """A user name as it is compared: capitals and full-width forms make no other user."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def is_reserved(username: str) -> bool:
    """Whether the program itself goes by that name in jobs and in the audit log: no user may."""
    name = folded(username)
    return name in SYSTEM or name.startswith(PREFIXES)

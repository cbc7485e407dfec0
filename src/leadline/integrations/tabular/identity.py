"""What makes a row of a file the same call when the file is imported again.

A call's id comes from the row; the n-th row of one file with the same id gets the suffix `#n` (n from 2). So different
rows never merge into one call, and importing the same file again, also after lines were added at its end, changes
nothing. The price: a line that stands twice in a file counts twice, and two files that hold the same rows in another
order, or cut between rows of one id, number them differently.
"""

from collections.abc import Sequence
from hashlib import blake2b

LONGEST_ID = 90  # leaves room for a suffix within the 100 characters of a stored id
WINDOW = 200_000


class Repeats:
    """Numbers the repeats of an id within one file.

    It remembers at least the last `window` different ids, not all: rows of one id stand close together (they are
    written when a call's legs end), and a file of ten million lines must not need a gigabyte.
    """

    def __init__(self, window: int = WINDOW) -> None:
        self._window = window
        self._recent: dict[str, int] = {}
        self._older: dict[str, int] = {}

    def distinct(self, call_id: str) -> str:
        """`call_id` the first time, `call_id#2` the second time, and so on."""
        seen = self._recent.get(call_id) or self._older.get(call_id, 0)
        self._recent[call_id] = seen + 1
        if len(self._recent) >= self._window:
            self._older, self._recent = self._recent, {}
        return f"{call_id}#{seen + 1}" if seen else call_id


def fit_id(call_id: str) -> str:
    """`call_id`, or, where it is too long to be stored, its start and a hash: a plain cut could merge two calls."""
    if len(call_id) <= LONGEST_ID:
        return call_id
    return f"{call_id[:60]}~{row_hash((call_id,))}"


def row_hash(cells: Sequence[str]) -> str:
    """A short hash of `cells`; the separator keeps ("ab", "c") apart from ("a", "bc")."""
    return blake2b("\x1f".join(cells).encode(errors="replace"), digest_size=12).hexdigest()

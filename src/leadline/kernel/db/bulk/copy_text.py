"""Rows as PostgreSQL's COPY reads them in its text format.

Source: https://www.postgresql.org/docs/current/sql-copy.html, "Text Format". The driver encodes records one value at a
time and in the event's loop: a thousand calls stood there for 7 ms before the server saw the first. As text they are
made column by column, in any thread.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

MARKS: Final = "\\\t\n\r"
NULL: Final = "\\N"
ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_lines(columns: Sequence[Sequence[Any]]) -> list[str]:  # Any: str, int, bool, bytes, date, datetime or None
    """The rows of these columns, each a line without its end. Raises TypeError for a value of another kind."""
    return list(map("\t".join, zip(*map(_texts, columns), strict=True)))


def copy_text(lines: Sequence[str], constants: Sequence[Any] = ()) -> bytes:  # Any: as in copy_lines
    """The lines, each with the constants after its own values, in UTF-8."""
    ending = "".join(f"\t{_texts([value])[0]}" for value in constants) + "\n"
    return (ending.join(lines) + ending).encode() if lines else b""


def _texts(values: Sequence[Any]) -> list[str]:  # Any: as in copy_lines
    """The values of one column, which are of one kind, or None."""
    kinds = set(map(type, values))
    empty = type(None) in kinds
    kinds.discard(type(None))
    if not kinds:
        return [NULL] * len(values)
    if len(kinds) > 1:
        message = f"a column of several kinds: {kinds}"
        raise TypeError(message)
    text = _WAYS.get(kind := kinds.pop())
    if kind is str:
        together = "".join(filter(None, values))
        if not any(mark in together for mark in MARKS):
            return [NULL if value is None else value for value in values] if empty else list(values)
        text = _escaped
    if text is None:
        message = f"COPY is not given values of {kind}"
        raise TypeError(message)
    return [NULL if value is None else text(value) for value in values] if empty else list(map(text, values))


def _escaped(text: str) -> str:
    return text.translate(ESCAPES)


def _hexadecimal(value: bytes) -> str:
    return f"\\\\x{value.hex()}"


_WAYS: Final[dict[type, Callable[[Any], str]]] = {  # Any: the kind that it is the way of
    int: str,
    bool: str,
    bytes: _hexadecimal,
    date: date.isoformat,
    datetime: datetime.isoformat,
}

"""One call's row: made storable, told apart from its earlier version, and merged with it."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from leadline.calls.contracts import CallRow, Outcome

# the longest text of each column that is not free text
LIMITS: dict[str, int] = {
    "call_id": 100,
    "raw_outcome": 100,
    "task_id": 100,
    "task_name": 200,
    "agent_id": 100,
    "agent_name": 100,
    "follow_up_id": 100,
    "phone": 64,
    "province": 50,
    "city": 50,
    "line": 200,
    "hangup_reason": 50,
    "grade": 100,
    "recording_url": 1000,
    "remark": 10_000,
    "customer_name": 200,
    "company": 200,
    "extra": 20_000,
}
LIMITED = tuple((CallRow._fields.index(name), limit) for name, limit in LIMITS.items())
DURATION = CallRow._fields.index("duration")
NUMBERS = tuple(CallRow._fields.index(name) for name in ("duration", "cost_cents", "billed_minutes"))
MOST_NUMBER = 2**31 - 1  # what both databases keep in an integer column
NUL = b"\\u0000"
SAYS_LITTLE = frozenset({Outcome.UNKNOWN, Outcome.NOT_DIALLED})


def storable_all(rows: Sequence[CallRow]) -> list[tuple[CallRow, bytes]]:
    """`storable` of each row. Of a batch with nothing to mend, the texts are checked column by column."""
    if _all_fit(rows):
        try:
            canonical = [orjson.dumps(row) for row in map(tuple, rows)]
        except TypeError:  # a lone surrogate
            pass
        else:
            if not any(NUL in one for one in canonical):
                return list(zip(rows, canonical, strict=True))
    return [storable(row) for row in rows]


def _all_fit(rows: Sequence[CallRow]) -> bool:
    columns = list(zip(*rows, strict=True))
    if not columns:
        return True
    return (
        min(columns[DURATION]) >= 0
        and all(max(map(abs, filter(None, columns[place])), default=0) <= MOST_NUMBER for place in NUMBERS)
        and all(max(map(len, filter(None, columns[place])), default=0) <= limit for place, limit in LIMITED)
    )


def storable(row: CallRow) -> tuple[CallRow, bytes]:
    """The row fit for every database (no NUL, no broken surrogates, no text too long), and its canonical bytes."""
    fits = row.duration >= 0 and all(abs(row[place] or 0) <= MOST_NUMBER for place in NUMBERS)  # type: ignore[arg-type]  # NUMBERS names numbers only
    if fits:
        for place, limit in LIMITED:
            value = row[place]
            if value is not None and len(value) > limit:  # type: ignore[arg-type]  # LIMITED names texts only
                fits = False
                break
    if fits:
        try:
            canonical = orjson.dumps([*row])
        except TypeError:  # a lone surrogate
            fits = False
        else:
            if NUL not in canonical:
                return row, canonical
    row = _mended(row)
    return row, orjson.dumps([*row])


def _mended(row: CallRow) -> CallRow:
    values: dict[str, Any] = {"duration": min(max(row.duration, 0), MOST_NUMBER)}
    for name, limit in LIMITS.items():
        value: str | None = getattr(row, name)
        if value is not None:
            clean = value.encode("utf-8", "replace").decode().replace("\0", "")
            values[name] = clean[:limit]
    for name in ("cost_cents", "billed_minutes"):
        number: int | None = getattr(row, name)
        values[name] = None if number is None else min(max(number, -MOST_NUMBER), MOST_NUMBER)
    return row._replace(**values)


def merged(stored: CallRow, given: CallRow) -> CallRow:
    """The stored call after another delivery of it.

    What the delivery does not say (None) stays as it was, and so does the outcome with its duration when the delivery
    leaves the outcome open: a form push knows the grade of a call and nothing of its talk time.
    """
    values = [old if new is None else new for old, new in zip(stored, given, strict=True)]
    result = CallRow._make(values)
    if given.outcome in SAYS_LITTLE and stored.outcome not in SAYS_LITTLE:
        keep: dict[str, Any] = {"outcome": stored.outcome, "duration": stored.duration}
        if stored.end_time is not None:
            keep |= {"end_time": stored.end_time, "end_derived": stored.end_derived}
        return result._replace(**keep)
    return result


def last_of_each(rows: Iterable[CallRow]) -> tuple[dict[str, CallRow], int, int]:
    """The dialled calls by id in id order, how many rows repeated an id, and how many were not dialled.

    A call that appears twice is merged, the later row over the earlier.
    """
    calls: dict[str, CallRow] = {}
    repeated = not_dialled = 0
    for row in rows:
        if row.outcome is Outcome.NOT_DIALLED:
            not_dialled += 1
            continue
        earlier = calls.get(row.call_id)
        if earlier is not None:
            repeated += 1
            row = merged(earlier, row)  # noqa: PLW2901  # the merged row takes the given one's place
        calls[row.call_id] = row
    return dict(sorted(calls.items())), repeated, not_dialled

"""The simulator's switches: every way in which the vendor is known or feared to misbehave."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from time import time
from typing import Final

from leadline.integrations.guanke.simulator.days import ZONE

_NUMBERS: Final = (int, float)


@dataclass(slots=True)
class Faults:
    """All off by default. Shares are from 0 to 1, of all requests but log-ins unless said otherwise.

    `fail_rate` answers HTTP 500; `rate_limit` HTTP 429 with `retry_after` seconds; `drop_connections` breaks off within
    the body; `garbage` answers no JSON; `empty_error_pages` answers HTTP 200, a code that is not 200, and no rows;
    `slow_ms` delays every answer. `fail_pages` are page numbers of the call records that always fail. `drift` shifts
    each further page by so many rows, so that rows slip between pages and repeat, for the next `drift_answers` pages
    (None: for ever). `null_grades` is a share of the rows. `fail_totals` and `fail_log_in` fail those endpoints.
    `calls_per_day` replaces the number of calls of every day, `now` ("YYYY-MM-DD HH:MM:SS", local) stops the clock.
    """

    fail_rate: float = 0.0
    rate_limit: float = 0.0
    retry_after: int = 1
    drop_connections: float = 0.0
    garbage: float = 0.0
    empty_error_pages: float = 0.0
    slow_ms: int = 0
    fail_pages: list[int] = field(default_factory=list)
    drift: int = 0
    drift_answers: int | None = None
    null_grades: float = 0.0
    fail_totals: bool = False
    fail_log_in: bool = False
    calls_per_day: int | None = None
    now: str | None = None

    def update(self, changes: Mapping[str, object]) -> None:
        """Set switches by name. Raises ValueError for an unknown name or an unfit value, and then changes nothing."""
        for name, value in changes.items():
            _refuse_unfit(name, value)
        for name, value in changes.items():
            setattr(self, name, value)

    def as_dict(self) -> dict[str, object]:
        """Every switch by name."""
        return asdict(self)

    def moment(self) -> float:
        """The simulator's clock, in Unix seconds."""
        if self.now is None:
            return time()
        return datetime.fromisoformat(self.now).replace(tzinfo=ZONE).timestamp()

    def shift(self, page: int) -> int:
        """By how many rows this answer's page has slipped: forward on even pages, back on odd ones."""
        if page < 2 or self.drift <= 0 or self.drift_answers == 0:  # noqa: PLR2004  the first page stays
            return 0
        if self.drift_answers is not None:
            self.drift_answers -= 1
        return -self.drift if page % 2 else self.drift


_KINDS: Final = {one.name: one.type.__name__ if isinstance(one.type, type) else str(one.type) for one in fields(Faults)}


def _refuse_unfit(name: str, value: object) -> None:
    kind = _KINDS.get(name)
    if kind is None:
        raise ValueError(f"no such switch: {name}")
    number = isinstance(value, _NUMBERS) and not isinstance(value, bool) and value >= 0
    fits = {
        "float": number,
        "int": number and isinstance(value, int),
        "int | None": value is None or (number and isinstance(value, int)),
        "bool": isinstance(value, bool),
        "list[int]": isinstance(value, list) and all(isinstance(item, int) for item in value),
        "str | None": value is None or (isinstance(value, str) and _readable(value)),
    }
    if not fits[kind]:
        raise ValueError(f"{name} cannot be {value!r}")


def _readable(moment: str) -> bool:
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return False
    return True

"""A list's filters as the statements see them: which values of which columns, within which times, for whose eyes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from leadline.calls.contracts import Outcome
from leadline.calls.domain.record_query import RecordQuery
from leadline.kernel.auth.principal import DataScope
from leadline.kernel.clock import BusinessCalendar

Values = Mapping[str, tuple[str, ...]]
Parameters = dict[str, Any]  # Any: a column's own Python type
Bound = tuple[str, str, object]  # the comparison, the parameter's name and its value


class Position(NamedTuple):
    """The place of one row in the list's order: what it is sorted by, and its id."""

    value: datetime | int
    id: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list shows, in its order. `values` are the admitted values by column; an empty tuple admits nothing.

    `duration` is (least, most). With `ceiling`, rows with a greater id are left out: those that came later.
    """

    start: datetime
    end: datetime
    first_day: date
    last_day: date
    values: Values
    phone_index: bytes | None = None
    call_id: str | None = None
    duration: tuple[int | None, int | None] = (None, None)
    by_duration: bool = False
    descending: bool = True
    ceiling: int | None = None
    partial_days: frozenset[date] = field(default_factory=frozenset)

    @property
    def empty(self) -> bool:
        """Whether no row can pass, whatever is stored."""
        least, most = self.duration
        crossed = least is not None and most is not None and least > most
        return crossed or self.start >= self.end or any(not admitted for admitted in self.values.values())

    @property
    def halves(self) -> tuple[bool, ...]:
        """The values of `is_success` that can pass: a call is a success exactly when its outcome is connected."""
        outcomes = self.values.get("outcome")
        if outcomes is None or (Outcome.CONNECTED in outcomes and len(outcomes) > 1):
            return (False, True)
        return (Outcome.CONNECTED in outcomes,)

    @property
    def by_talk_time(self) -> bool:
        """Whether the duration is filtered."""
        return any(bound is not None for bound in self.duration)


def visible(values: Values, scope: DataScope) -> Values:
    """The admitted values narrowed to what `scope` covers: the one place that hides other agents' calls."""
    if scope.all:
        return values
    asked = values.get("agent_id")
    seen = scope.agent_ids if asked is None else scope.agent_ids & frozenset(asked)
    return {**values, "agent_id": tuple(sorted(seen))}


def selection_of(
    query: RecordQuery,
    scope: DataScope,
    calendar: BusinessCalendar,
    phone_index: bytes | None,
    ceiling: int | None = None,
) -> Selection:
    """The selection that `query` makes for a reader with this scope."""
    outcomes = query.effective_outcomes
    asked = {
        "source": query.sources or None,
        "agent_id": query.agents or None,
        "task_id": query.tasks or None,
        "outcome": None if outcomes is None else tuple(sorted(outcomes)),
        "grade_code": query.grades or None,
        "province": query.provinces or None,
    }
    values = {column: tuple(sorted(set(given))) for column, given in asked.items() if given is not None}
    first, last = calendar.day_of(query.start), calendar.day_of(query.end)
    least = query.duration_min or None  # no call is shorter than 0 seconds: that filters nothing
    return Selection(
        start=query.start,
        end=query.end,
        first_day=first,
        last_day=last,
        values=visible(values, scope),
        phone_index=phone_index,
        call_id=query.call_id,
        duration=(least, query.duration_max),
        by_duration=query.sort.by_duration,
        descending=query.sort.descending,
        ceiling=ceiling,
        partial_days=frozenset({first, last}),
    )


class Conditions:
    """Conditions of one statement with their parameters; the same condition twice shares one parameter."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.parameters: Parameters = {}

    def one_of(self, column: str, values: tuple[Any, ...]) -> str:  # Any: a column's own Python type
        """`column` is among `values`."""
        names = [f"{column}_{place}" for place in range(len(values))]
        self.parameters |= dict(zip(names, values, strict=True))
        if len(names) == 1:
            return f"{column} = :{names[0]}"
        return f"{column} IN ({', '.join(f':{name}' for name in names)})"

    def value(self, name: str, value: object) -> str:
        """The mark of one parameter."""
        self.parameters[name] = value
        return f":{name}"

    def residual(self, *, but: str = "", talk_time: bool = True) -> list[str]:
        """Every filter except the one on `but` and those on time."""
        found = [self.one_of(column, given) for column, given in self.selection.values.items() if column != but]
        if self.selection.phone_index is not None and but != "phone_index":
            found.append(f"phone_index = {self.value('phone_index', self.selection.phone_index)}")
        if self.selection.call_id is not None and but != "call_id":
            found.append(f"call_id = {self.value('call_id', self.selection.call_id)}")
        if self.selection.ceiling is not None:
            found.append(f"id <= {self.value('ceiling', self.selection.ceiling)}")
        return found + (self.talk_time() if talk_time else [])

    def talk_time(self) -> list[str]:
        """The bounds of the duration."""
        least, most = self.selection.duration
        found = [] if least is None else [f"duration >= {self.value('duration_min', least)}"]
        return found if most is None else [*found, f"duration <= {self.value('duration_max', most)}"]

    def talks(self, after: Position | None) -> list[str]:
        """Calls with talk, of the asked duration, after a place in a list by duration: one bound a side."""
        least, most = self.selection.duration
        lower = ("duration >=", "duration_min", max(1, least or 0))
        upper = None if most is None else ("duration <=", "duration_max", most)
        return self._one_bound_a_side(lower, upper, after)

    def times(self, after: Position | None = None) -> list[str]:
        """The bounds of the start time, and in a list by time what comes after a place: one bound a side."""
        lower = ("start_time >=", "start", self.selection.start)
        upper = ("start_time <", "end", self.selection.end)
        return self._one_bound_a_side(lower, upper, None if self.selection.by_duration else after)

    def _one_bound_a_side(self, lower: Bound, upper: Bound | None, after: Position | None) -> list[str]:
        """The place of a cursor takes the place of the bound that it lies within.

        Given both, SQLite enters its index at either, and at the wider one it passes again over all earlier pages.
        """
        found = self.beyond(after)
        if not found or self.selection.descending:
            found.append(f"{lower[0]} {self.value(lower[1], lower[2])}")
        if upper is not None and (after is None or not self.selection.descending):
            found.append(f"{upper[0]} {self.value(upper[1], upper[2])}")
        return found

    def beyond(self, after: Position | None) -> list[str]:
        """What comes after a place in the list's order."""
        if after is None:
            return []
        key = "duration" if self.selection.by_duration else "start_time"
        name = "after_duration" if self.selection.by_duration else "after_time"
        sign = "<" if self.selection.descending else ">"
        return [f"({key}, id) {sign} ({self.value(name, after.value)}, {self.value('after_id', after.id)})"]

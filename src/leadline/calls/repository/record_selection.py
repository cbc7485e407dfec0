"""A list's filters as the statements see them: which values of which columns, within which times, for whose eyes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import orjson

from leadline.calls.contracts import Outcome
from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.repository.granted import WIDTH, blocks_of
from leadline.kernel.auth.principal import DataScope
from leadline.kernel.clock import BusinessCalendar

Values = Mapping[str, tuple[str, ...]]
MOMENT = timedelta(microseconds=1)
OPENED, CLOSED = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
Parameters = dict[str, Any]  # Any: a column's own Python type
Bound = tuple[str, str, object]  # the comparison, the parameter's name and its value


class Position(NamedTuple):
    """The place of one row in the list's order: what it is sorted by, and its id."""

    value: datetime | int
    id: int


class Grant(NamedTuple):
    """A `Block` of the reader's scope with the moments that its days begin and end at."""

    source: str
    start: datetime
    end: datetime
    agent_ids: frozenset[str]
    first_day: date | None
    last_day: date | None

    def on(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return (self.first_day or day) <= day <= (self.last_day or day)

    @property
    def plain(self) -> bool:
        """Whether the account alone decides."""
        return not self.source and self.start == OPENED and self.end == CLOSED


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list shows, in its order. `values` are the admitted values by column; an empty tuple admits nothing.

    `grants` narrow the agents of `values` further: to their sources and days. `duration` is (least, most). With
    `ceiling`, rows with a greater id are left out: those that came later.
    """

    start: datetime
    end: datetime
    first_day: date
    last_day: date
    values: Values
    phone_indexes: tuple[bytes, ...] = ()
    call_id: str | None = None
    duration: tuple[int | None, int | None] = (None, None)
    by_duration: bool = False
    descending: bool = True
    ceiling: int | None = None
    partial_days: frozenset[date] = field(default_factory=frozenset)
    grants: tuple[Grant, ...] = ()

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
    """The admitted values narrowed to the accounts that `scope` covers."""
    if scope.all:
        return values
    asked = values.get("agent_id")
    seen = scope.agent_ids if asked is None else scope.agent_ids & frozenset(asked)
    return {**values, "agent_id": tuple(sorted(seen))}


def grants_of(scope: DataScope, agents: tuple[str, ...], calendar: BusinessCalendar) -> tuple[Grant, ...]:
    """What else than the account decides whether `scope` covers a call of these accounts; empty: nothing else."""
    blocks = blocks_of(grant for grant in scope.grants if grant.agent_id in agents)
    grants = tuple(
        Grant(
            block.source,
            OPENED if block.first_day is None else calendar.window_of(block.first_day).start,
            CLOSED if block.last_day is None else calendar.window_of(block.last_day).end,
            frozenset(block.agent_ids),
            block.first_day,
            block.last_day,
        )
        for block in blocks
    )
    return () if all(grant.plain for grant in grants) else grants


def selection_of(
    query: RecordQuery,
    scope: DataScope,
    calendar: BusinessCalendar,
    phone_indexes: tuple[bytes, ...],
    ceiling: int | None = None,
) -> Selection:
    """The selection that `query` makes for a reader with this scope: the one place that hides others' calls."""
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
    if not scope.all:
        scope = DataScope(grants=scope.between(calendar.day_of(query.start), calendar.day_of(query.end)))
    values = dict(visible(values, scope))
    grants = () if scope.all else grants_of(scope, values["agent_id"], calendar)
    start = max(query.start, min((grant.start for grant in grants), default=OPENED))
    end = min(query.end, max((grant.end for grant in grants), default=CLOSED))
    first, last = calendar.day_of(start), calendar.day_of(max(start, end - MOMENT))
    cut = {first: start > calendar.window_of(first).start, last: end < calendar.window_of(last).end}
    if first == last:
        cut[first] = (start, end) != calendar.window_of(first)
    least = query.duration_min or None  # no call is shorter than 0 seconds: that filters nothing
    return Selection(
        start=start,
        end=end,
        first_day=first,
        last_day=last,
        values=values,
        phone_indexes=phone_indexes,
        call_id=query.call_id,
        duration=(least, query.duration_max),
        by_duration=query.sort.by_duration,
        descending=query.sort.descending,
        ceiling=ceiling,
        partial_days=frozenset(day for day, partly in cut.items() if partly),
        grants=grants,
    )


class Conditions:
    """Conditions of one statement with their parameters; the same condition twice shares one parameter."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.parameters: Parameters = {}
        # all arms hold nothing but calls without talk: PostgreSQL merges them by what is left to order, their ids
        self.silent = False

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

    def residual(self, *but: str, talk_time: bool = True) -> list[str]:
        """Every filter except those on `but` and on time; who leaves out the agents adds their grants (`of_agent`)."""
        found = [self.one_of(column, given) for column, given in self.selection.values.items() if column not in but]
        if self.selection.grants and "agent_id" not in but:
            found.append(self.granted(self.selection.grants))
        if self.selection.phone_indexes and "phone_index" not in but:
            found.append(self.one_of("phone_index", self.selection.phone_indexes))
        if self.selection.call_id is not None and "call_id" not in but:
            found.append(f"call_id = {self.value('call_id', self.selection.call_id)}")
        if self.selection.ceiling is not None:
            found.append(f"id <= {self.value('ceiling', self.selection.ceiling)}")
        return found + (self.talk_time() if talk_time else [])

    def granted(self, grants: Sequence[Grant], agent_id: str | None = None) -> str:
        """Any of the grants covers the call; with `agent_id`, the account is known to be theirs."""
        parts = []
        for grant in grants:
            number = self.selection.grants.index(grant)
            part = [] if agent_id else [self._accounts(number, grant)]
            if grant.source:
                part.append(f"source = {self.value(f'grant_source_{number}', grant.source)}")
            if grant.start > self.selection.start:
                part.append(f"start_time >= {self.value(f'grant_start_{number}', grant.start)}")
            if grant.end < self.selection.end:
                part.append(f"start_time < {self.value(f'grant_end_{number}', grant.end)}")
            if not part:
                return ""
            parts.append(" AND ".join(part))
        return _any_of(parts)

    def granted_by_day(self, day: date | None = None, *, as_json: bool = False) -> str:
        """`granted`, told by the day and not by the moment; with `day`, of a call that is known to be of that day.

        Empty: none of the grants covers that day. Nothing is asked but what the index on durations holds. The
        accounts are one parameter, `as_json` for SQLite, else an array: each arm of a statement names them anew.
        """
        parts = []
        for number, grant in enumerate(self.selection.grants):
            if day is not None and not grant.on(day):
                continue
            part = [self._accounts_at_once(number, grant, as_json=as_json)]
            if grant.source:
                part.append(f"source = {self.value(f'grant_source_{number}', grant.source)}")
            if day is None and grant.first_day is not None:
                part.append(f"stat_date >= {self.value(f'grant_first_{number}', grant.first_day)}")
            if day is None and grant.last_day is not None:
                part.append(f"stat_date <= {self.value(f'grant_last_{number}', grant.last_day)}")
            parts.append(" AND ".join(part))
        return _any_of(parts) if parts else ""

    def _accounts(self, number: int, grant: Grant) -> str:
        admitted = sorted(grant.agent_ids & set(self.selection.values["agent_id"]))
        marks = [self.value(f"grant_{number}_agent_{place}", agent) for place, agent in enumerate(admitted)]
        return f"agent_id IN ({', '.join(marks)})"

    def _accounts_at_once(self, number: int, grant: Grant, *, as_json: bool) -> str:
        admitted = sorted(grant.agent_ids & set(self.selection.values["agent_id"]))
        name = f"grant_{number}_agents"
        if not as_json:
            return f"agent_id = ANY({self.value(name, admitted)})"
        mark = self.value(name, orjson.dumps(admitted).decode())
        return f"agent_id IN (SELECT value FROM json_each({mark}))"  # noqa: S608  # our own names

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

    def of_agent(self, number: int, agent_id: str, after: Position | None) -> tuple[list[str], list[str]]:
        """The bounds of the start time for one agent, as `times`, and what else their grants ask for.

        Days on which the agent was somebody else's are cut off here, not passed over entry by entry.
        """
        grants = [grant for grant in self.selection.grants if agent_id in grant.agent_ids]
        if not grants:
            return self.times(after), []
        start = max(self.selection.start, min(grant.start for grant in grants))
        end = min(self.selection.end, max(grant.end for grant in grants))
        place = None if self.selection.by_duration else after
        if place is not None and isinstance(place.value, datetime):
            if (place.value < start) if self.selection.descending else (place.value >= end):
                return ["1 = 0"], []  # the cursor has left the agent's days behind
            if (place.value >= end) if self.selection.descending else (place.value < start):
                place = None  # or not come to them yet
        lower = ("start_time >=", "start" if start == self.selection.start else f"start_{number}", start)
        upper = ("start_time <", "end" if end == self.selection.end else f"end_{number}", end)
        exact = self._source_of(grants[0]) if len(grants) == 1 else self.granted(grants, agent_id)
        return self._one_bound_a_side(lower, upper, place), [exact] if exact else []

    def _source_of(self, grant: Grant) -> str:
        number = self.selection.grants.index(grant)
        return f"source = {self.value(f'grant_source_{number}', grant.source)}" if grant.source else ""

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


def _any_of(parts: Sequence[str]) -> str:
    """Any of the conditions, as a flat tree: SQLite refuses an expression that is a thousand levels deep."""
    grouped = [f"({part})" for part in parts]
    while len(grouped) > 1:
        grouped = [f"({' OR '.join(grouped[at : at + WIDTH])})" for at in range(0, len(grouped), WIDTH)]
    return grouped[0]

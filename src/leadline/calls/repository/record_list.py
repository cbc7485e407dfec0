"""Pages of stored calls in a stable order, read by the index that `record_plan` chose.

Every statement has the same build: arms that each run along one index and give (sort key, id), merged in order and cut
at the limit, and only then the rows themselves. Both databases merge lazily: no arm is read further than the page
needs, since every index holds the sort key and the id.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ARRAY, Date, Row, Select, TextClause, bindparam, func, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Outcome
from leadline.calls.models import call_names, call_records, daily_stats
from leadline.calls.repository.granted import Columns, granted
from leadline.calls.repository.record_plan import INDEXES, NOTHING, Driver
from leadline.calls.repository.record_selection import Conditions, Position, Selection
from leadline.kernel.auth.principal import DataScope
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.db.base import from_microseconds

Found = Row[Any]  # Any: a column's own Python type
COLUMNS = (
    "id", "source", "call_id", "task_id", "agent_id", "phone_masked", "start_time", "end_time", "end_derived",
    "duration", "hangup_reason", "is_success", "outcome", "raw_outcome", "grade", "grade_code", "province", "city",
    "line", "cost_cents", "billed_minutes", "remark", "customer_name", "company", "notes", "synced_at",
)  # fmt: skip
SHOWN = (
    *(f"c.{name}" for name in COLUMNS),
    "coalesce(task.name, c.task_name) AS task_name",
    "coalesce(agent.name, c.agent_name) AS agent_name",
    "CASE WHEN coalesce(c.recording_url, '') <> '' THEN 1 ELSE 0 END AS has_recording",
)
NAMES = "".join(
    f" LEFT JOIN call_names AS {kind}"
    f" ON {kind}.source = c.source AND {kind}.kind = '{kind}' AND {kind}.key = c.{kind}_id"
    for kind in ("task", "agent")
)
TYPES = (
    (datetime, call_records.c.start_time.type),
    (date, call_records.c.stat_date.type),  # a datetime is a date too
    (bytes, call_records.c.phone_index.type),
    (list, ARRAY(call_records.c.agent_id.type)),
)
OF_A_ROW = Columns(literal_column("c.agent_id"), literal_column("c.source"), literal_column("c.stat_date", Date()))


class RecordPages:
    """Reads pages of one selection by one driver, on the caller's connection."""

    def __init__(self, calendar: BusinessCalendar, selection: Selection, driver: Driver, dialect: str) -> None:
        self._calendar = calendar
        self._selection = selection
        self._driver = driver
        self._sqlite = dialect == "sqlite"
        self._order = "DESC" if selection.descending else "ASC"
        self._key = "duration" if selection.by_duration else "start_time"

    async def read(
        self,
        connection: AsyncConnection,
        limit: int,
        after: Position | None = None,
        columns: Sequence[str] = SHOWN,
        joins: str = NAMES,
    ) -> Sequence[Found]:
        """At most `limit` rows that come after a place in the list. Columns of the record are named `c.…`."""
        if self._selection.empty or self._driver.column == NOTHING:
            return []
        if self._driver.column == "duration":
            steps = self._steps(await self._days(connection, after), after)
        elif self._selection.by_duration and self._driver.column in self._selection.values and not self._driver.partner:
            steps = (self._arms(place, talks=talks) for talks, place in self._talks_and_silences(after))
        else:
            steps = iter([self._arms(after)])
        rows: list[Found] = []
        for step in steps:
            rows += await self._run(connection, step, limit - len(rows), columns, joins)
            if len(rows) >= limit:
                break
        return rows

    async def count(self, connection: AsyncConnection) -> int:
        """All that pass, along the driver's index."""
        selects, conditions = self._arms(None)
        statement = f"SELECT count(*) FROM ({' UNION ALL '.join(selects)}) AS m"  # noqa: S608  # our own names
        return int((await connection.execute(_typed(statement, conditions), conditions.parameters)).scalar_one())

    async def _run(
        self,
        connection: AsyncConnection,
        arms: tuple[list[str], Conditions],
        limit: int,
        columns: Sequence[str],
        joins: str,
    ) -> Sequence[Found]:
        selects, conditions = arms
        keys = "id" if conditions.silent else f"{self._key} {self._order}, id"
        order = f"ORDER BY {keys} {self._order} LIMIT :wanted"
        if not self._sqlite and len(selects) > 1:
            # PostgreSQL sees that an arm comes in order only when it plans the arm by itself
            selects = [f"({one} {order})" for one in selects]
        statement = (
            f"SELECT {', '.join(columns)} FROM ({' UNION ALL '.join(selects)} {order}) AS m "  # noqa: S608  # our own names
            f"JOIN call_records AS c ON c.id = m.id{joins} ORDER BY m.{self._key} {self._order}, m.id {self._order}"
        )
        conditions.value("wanted", limit)
        return (await connection.execute(_typed(statement, conditions), conditions.parameters)).all()

    def _arm(self, index: str, where: list[str]) -> str:
        hint = f" INDEXED BY {index}" if self._sqlite and index else ""  # SQLite's own guess knows no figures
        return f"SELECT {self._key}, id FROM call_records{hint} WHERE {' AND '.join(where)}"  # noqa: S608  # our own names

    def _arms(self, after: Position | None, *, talks: bool | None = None) -> tuple[list[str], Conditions]:
        """An arm for each value of the driving column, along its index in the order of time.

        With `talks`, in a list by duration, of that half only: most calls are without talk, and an entry that is passed
        over costs a quarter of one that is sorted.
        """
        if self._driver.partner:
            return self._common_to_both(after)
        conditions = Conditions(self._selection)
        column = self._driver.column
        filters = conditions.residual(column, talk_time=talks is None)
        beyond: list[str] = []
        if talks is not None:
            half, beyond = self._half(conditions, after, talks=talks)
            filters += half
        elif self._selection.by_duration:
            filters += conditions.beyond(after)
        common = [*conditions.times(after), *filters]
        if column == "start_time":
            return [self._arm(INDEXES[column], common)], conditions
        if column == "call_id":
            mark = conditions.value("call_id", self._selection.call_id)
            known = "source IN (SELECT source FROM daily_stats)"  # the key begins with the source
            return [self._arm("", [f"call_id = {mark}", known, *common])], conditions
        if column == "phone_index":
            indexes = self._selection.phone_indexes
            marks = [conditions.value(f"phone_index_{place}", index) for place, index in enumerate(indexes)]
            return [self._arm_of_a_number(conditions, mark, common) for mark in marks], conditions
        admitted = self._selection.values[column]
        marks = [conditions.value(f"{column}_arm_{place}", value) for place, value in enumerate(admitted)]
        narrowed = [conditions.times(after)] * len(marks)
        if column == "agent_id":
            each = (conditions.of_agent(place, agent, after) for place, agent in enumerate(admitted))
            narrowed = [[*times, *exact] for times, exact in each]
        arms = [
            self._arm(INDEXES[column], [f"{column} = {mark}", *within, *filters])
            for mark, within in zip(marks, narrowed, strict=True)
        ]
        if self._selection.by_duration and self._sqlite:
            # The few longest are kept while all go by: newest first, so that those equally long come best first.
            # Without its limits SQLite would see through this and sort them all.
            in_time = f"ORDER BY start_time {self._order}, id {self._order} LIMIT -1"
            every = " UNION ALL ".join(f"SELECT * FROM ({arm} {in_time})" for arm in arms)  # noqa: S608  # our own names
            arms = [f"SELECT {self._key}, id FROM ({every} LIMIT -1)"]  # noqa: S608  # our own names
        if talks is False:
            arms = [self._fenced(arm, beyond) for arm in arms]
        return arms, conditions

    def _common_to_both(self, after: Position | None) -> tuple[list[str], Conditions]:
        """What two indexes have in common, both read in the order of time; rows only for what is left to ask."""
        conditions = Conditions(self._selection)
        columns = (self._driver.column, self._driver.partner)
        left = conditions.residual(*columns)
        if self._selection.by_duration:
            left += conditions.beyond(after)
        sides = []
        for column in columns:
            (value,) = self._selection.values[column]
            within = conditions.times(after)
            if column == "agent_id":
                within, exact = conditions.of_agent(0, value, after)
                left += exact
            entry = f"{column} = {conditions.value(column, value)}"
            where = " AND ".join([entry, *within])
            hint = f" INDEXED BY {INDEXES[column]}" if self._sqlite else ""
            sides.append(f"SELECT start_time, id FROM call_records{hint} WHERE {where}")  # noqa: S608  # our own names
        both = " INTERSECT ".join(sides)
        if not left and not self._selection.by_duration:
            return [both], conditions
        if self._sqlite:
            both += f" ORDER BY start_time {self._order}, id {self._order}"  # merged, not looked up one in the other
        where = " AND ".join([f"id IN (SELECT id FROM ({both}) AS met)", *left])  # noqa: S608  # our own names
        hint = " NOT INDEXED" if self._sqlite else ""
        return [f"SELECT {self._key}, id FROM call_records{hint} WHERE {where}"], conditions  # noqa: S608  # our own names

    def _arm_of_a_number(self, conditions: Conditions, mark: str, common: list[str]) -> str:
        """One number's calls: a leap through the index for each day of the range that has calls."""
        first = conditions.value("day_first", self._selection.first_day)
        last = conditions.value("day_last", self._selection.last_day)
        days = f"SELECT stat_date FROM daily_stats WHERE stat_date BETWEEN {first} AND {last}"  # noqa: S608  # our own names
        among = f"stat_date IN ({days})" if self._sqlite else f"stat_date = ANY(ARRAY({days}))"
        arm = self._arm(INDEXES["phone_index"], [among, f"phone_index = {mark}", *common])
        return self._fenced(arm)

    def _fenced(self, arm: str, beyond: Sequence[str] = ()) -> str:
        """Without the fence PostgreSQL walks along the times or ids instead, as if rare calls were anywhere.

        `beyond` is asked outside of it: an id that is far back would seem rare too.
        """
        where = f" WHERE {' AND '.join(beyond)}" if beyond else ""
        if self._sqlite:
            return f"SELECT * FROM ({arm}){where}" if where else arm  # noqa: S608  # our own names
        return f"SELECT * FROM ({arm} OFFSET 0) AS fenced{where}"  # noqa: S608  # our own names

    def _steps(self, days: list[date], after: Position | None) -> Iterator[tuple[list[str], Conditions]]:
        """The statements that read the list day by day, one after the other until the page is full."""
        if self._selection.by_duration:
            for talks, begun in self._talks_and_silences(after) if days else ():
                arms = self._arms_of_days(days, begun, talks=talks)
                if arms[0]:
                    yield arms
            return
        for place in range(0, len(days), self._driver.days_a_step):
            yield self._some_days(days[place : place + self._driver.days_a_step], after)

    def _talks_and_silences(self, after: Position | None) -> Iterator[tuple[bool, Position | None]]:
        """Calls with and calls without talk, one after the other and never merged: the halves, and the place in each.

        An arm that holds nothing but calls that nobody answered would be searched to its end for its first talk.
        """
        begun = None if after is None else after.value != 0
        for talks in (True, False) if self._selection.descending else (False, True):
            if begun is None or begun is talks:
                begun = None
                if talks or self._selection.duration[0] is None:
                    yield talks, after if after and (after.value != 0) is talks else None

    def _half(self, conditions: Conditions, after: Position | None, *, talks: bool) -> tuple[list[str], list[str]]:
        """The calls with talk, or those without, and which of the latter come after a place among them."""
        if talks:
            return conditions.talks(after), []
        conditions.silent = True
        sign = "<" if self._selection.descending else ">"
        return ["duration = 0"], [] if after is None else [f"id {sign} {conditions.value('after_id', after.id)}"]

    def _arms_of_days(self, days: list[date], after: Position | None, *, talks: bool) -> tuple[list[str], Conditions]:
        """An arm for each day and half, along the durations."""
        conditions = Conditions(self._selection)
        common = self._halved(conditions, talk_time=False)
        half, beyond = self._half(conditions, after, talks=talks)
        common += half + beyond
        halves = [f"is_success = {conditions.value(f'half_{half}', half)}" for half in self._selection.halves]
        arms = []
        for place, day in enumerate(days):
            inside = conditions.times() if day in self._selection.partial_days else []
            if self._selection.grants:
                inside.append(conditions.granted_by_day(day, as_json=self._sqlite))
                if not inside[-1]:
                    continue  # nothing of this day is the reader's
            mark = conditions.value(f"day_{place}", day)
            arms += [self._arm(INDEXES["duration"], [f"stat_date = {mark}", half, *inside, *common]) for half in halves]
        return arms, conditions

    def _some_days(self, days: list[date], after: Position | None) -> tuple[list[str], Conditions]:
        """Some days' calls of the asked duration, to be sorted by time."""
        conditions = Conditions(self._selection)
        marks = ", ".join(conditions.value(f"day_{place}", day) for place, day in enumerate(days))
        halves = ", ".join(conditions.value(f"half_{half}", half) for half in self._selection.halves)
        where = [f"stat_date IN ({marks})", f"is_success IN ({halves})", *conditions.times(after)]
        if self._selection.grants:
            where.append(conditions.granted_by_day(as_json=self._sqlite))
        arm = self._arm(INDEXES["duration"], [*where, *self._halved(conditions)])
        return [self._fenced(arm)], conditions

    def _halved(self, conditions: Conditions, *, talk_time: bool = True) -> list[str]:
        """The filters that are left where `is_success` says already whether the call was connected.

        Without the accounts where grants say whose they have to be.
        """
        only_connected = self._selection.values.get("outcome") == (Outcome.CONNECTED,)
        told = ("outcome" if only_connected else "", "agent_id" if self._selection.grants else "")
        return conditions.residual(*told, talk_time=talk_time)

    async def _days(self, connection: AsyncConnection, after: Position | None) -> list[date]:
        """The days with calls that the rest of the list lies in, in the list's order."""
        first, last = self._selection.first_day, self._selection.last_day
        if after is not None and not isinstance(after.value, int):
            here = self._calendar.day_of(after.value)
            first, last = (first, min(last, here)) if self._selection.descending else (max(first, here), last)
        column = daily_stats.c.stat_date
        query = select(column).where(column.between(first, last), daily_stats.c.total_calls > 0)
        if not self._sqlite and self._selection.by_duration and self._selection.values:
            # keeps PostgreSQL to the order of the index for the rest of this transaction: left to itself it collects
            # each day by bitmaps and sorts it
            query = query.add_columns(func.set_config("enable_bitmapscan", "off", True))  # noqa: FBT003  # is_local, of set_config
        if sources := self._selection.values.get("source"):
            query = query.where(daily_stats.c.source.in_(sources))
        found = (await connection.execute(query.distinct())).scalars()
        return sorted(found, reverse=self._selection.descending)


def moment_of(value: datetime | int) -> datetime:
    """A time as a statement in text gives it (whole microseconds on SQLite) as an aware UTC moment."""
    return from_microseconds(value) if isinstance(value, int) else value.astimezone(UTC)


async def read_one(
    connection: AsyncConnection, key: int | tuple[str, str], scope: DataScope, columns: Sequence[str] = SHOWN
) -> Found | None:
    """The call with this id, or this (source, call id), if `scope` covers it."""
    given = {"id": key} if isinstance(key, int) else {"source": key[0], "call_id": key[1]}
    keyed = [literal_column(f"c.{column}") == value for column, value in given.items()]
    query: Select[Any] = select(*map(text, columns)).select_from(text(f"call_records AS c{NAMES}"))  # Any: as Found
    row: Found | None = (await connection.execute(query.where(*keyed, *granted(scope, OF_A_ROW)))).one_or_none()
    return row


async def calls_with_id(connection: AsyncConnection, call_id: str, scope: DataScope, limit: int) -> Sequence[Found]:
    """The calls of any source with this id of the dialer's, as far as `scope` covers them."""
    query: Select[Any] = select(*map(text, SHOWN)).select_from(text(f"call_records AS c{NAMES}"))  # Any: as Found
    # the key begins with the source
    query = query.where(text("c.source IN (SELECT source FROM daily_stats)"), literal_column("c.call_id") == call_id)
    found: Sequence[Found] = (await connection.execute(query.where(*granted(scope, OF_A_ROW)).limit(limit))).all()
    return found


async def newest_id(connection: AsyncConnection) -> int:
    """The greatest id there is: the ceiling of a read that goes on while others write."""
    return (await connection.execute(select(func.max(call_records.c.id)))).scalar() or 0


async def all_names(connection: AsyncConnection) -> dict[tuple[str, str, str], str]:
    """Every name of an agent or a task by (source, kind, key)."""
    columns = call_names.c
    query = select(columns.source, columns.kind, columns.key, columns.name).where(columns.kind != "grade")
    return {(source, kind, key): name for source, kind, key, name in await connection.execute(query)}


async def count_selected(connection: AsyncConnection, selection: Selection) -> int:
    """How many calls the selection holds. It reads them all: for work that does so anyway."""
    conditions = Conditions(selection)
    where = " AND ".join([*conditions.times(), *conditions.residual()])
    statement = f"SELECT count(*) FROM call_records WHERE {where}"  # noqa: S608  # our own names
    counted: int = (await connection.execute(_typed(statement, conditions), conditions.parameters)).scalar_one()
    return counted


def _typed(statement: str, conditions: Conditions) -> TextClause:
    types = {}
    for name, value in conditions.parameters.items():
        kind = next((kind for python, kind in TYPES if isinstance(value, python)), None)
        if kind is not None:
            types[name] = kind
    return text(statement).bindparams(*(bindparam(name, type_=kind) for name, kind in types.items()))

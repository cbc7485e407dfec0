"""What employees have done, counted from the calls of their dialer accounts on the days these were theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.errors import BadPeriod, RangeTooLong
from leadline.employees.ports import AgentDay
from leadline.employees.repository.agents import AgentRow, read_agents, read_agents_between
from leadline.employees.repository.employees import EmployeeRow
from leadline.employees.repository.kpis import Extras, clear_kpis, read_extras, stored_employees, write_kpis
from leadline.employees.service.callers import Asking, reader_of
from leadline.employees.service.employees import find_employee
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.auth.principal import AgentGrant
from leadline.kernel.clock import days_between, now

MOST_DAYS = 366
DEFAULT_DAYS = 7


class Sums(NamedTuple):
    """What calls add up to."""

    calls: int = 0
    connected: int = 0
    talk_seconds: int = 0
    orders: int = 0
    order_cents: int = 0

    def plus(self, line: AgentDay) -> "Sums":
        """With one more account's day."""
        return Sums(*(own + getattr(line, name) for name, own in self._asdict().items()))


@dataclass(frozen=True, slots=True)
class KpiDay:
    """One employee's day."""

    day: date
    sums: Sums
    extras: Extras


@dataclass(frozen=True, slots=True)
class Kpis:
    """A range of an employee's days, each of them, oldest first."""

    employee: EmployeeRow
    first: date
    last: date
    days: tuple[KpiDay, ...]
    total: KpiDay


async def kpis_of(
    tools: EmployeesToolbox, asking: Asking, key: int | str, first: date | None, last: date | None
) -> Kpis:
    """The last 7 days, or the range that is asked for. Counted afresh, so that a corrected call corrects them."""
    end = last or (tools.calendar.today() if first is None else max(first, tools.calendar.today()))
    start = first or end - timedelta(days=DEFAULT_DAYS - 1)
    if start > end:
        raise BadPeriod
    if (end - start).days >= MOST_DAYS:
        raise RangeTooLong(days=MOST_DAYS)
    async with tools.database.reading() as connection:
        caller = await reader_of(connection, asking)
        employee = await find_employee(connection, caller, key)
        grants = [_grant(row) for row in await read_agents(connection, [employee.id])]
        lines = await tools.figures.figures_of_agents(connection, grants, start, end) if grants else []
        extras = await read_extras(connection, employee.id, start, end)
    by_day: dict[date, Sums] = {}
    for line in lines:
        by_day[line.day] = by_day.get(line.day, Sums()).plus(line)
    days = tuple(KpiDay(day, by_day.get(day, Sums()), extras.get(day, Extras())) for day in days_between(start, end))
    return Kpis(employee, start, end, days, _total(end, lines, [day.extras for day in days]))


def _total(day: date, lines: Iterable[AgentDay], extras: list[Extras]) -> KpiDay:
    sums = Sums()
    for line in lines:
        sums = sums.plus(line)
    added = {
        name: sum(told) if (told := [value for one in extras if (value := getattr(one, name)) is not None]) else None
        for name in ("new_customers", "deposit_cents", "net_deposit_cents")
    }
    scores = [one.score for one in extras if one.score is not None]
    return KpiDay(day, sums, Extras(**added, score=sum(scores) / len(scores) if scores else None))


async def store_kpis(tools: EmployeesToolbox, day: date) -> int:
    """Stores the day's figures of everybody who had a dialer account on it; how many. Doing it again corrects them."""
    async with tools.database.transaction() as connection:
        held = await read_agents_between(connection, day, day)
        sums = await _by_employee(connection, tools, held, day)
        moment = now()
        rows = [
            {"employee_id": employee_id, "stat_date": day, **one._asdict(), "updated_at": moment}
            for employee_id, one in sorted(sums.items())
        ]
        gone = sorted(await stored_employees(connection, day) - sums.keys())
        await write_kpis(connection, rows)
        await clear_kpis(connection, day, gone, moment)
    return len(rows)


async def _by_employee(
    connection: AsyncConnection, tools: EmployeesToolbox, held: list[AgentRow], day: date
) -> dict[int, Sums]:
    holders: dict[str, list[AgentRow]] = {}
    for row in held:
        holders.setdefault(row.agent_id, []).append(row)
    sums = {row.employee_id: Sums() for row in held}
    for line in await tools.figures.figures_of_agents(connection, [_grant(row) for row in held], day, day):
        for row in holders[line.agent_id]:  # an account is one employee's on any day: only one fits
            if row.source in ("", line.source):
                sums[row.employee_id] = sums[row.employee_id].plus(line)
    return sums


def _grant(row: AgentRow) -> AgentGrant:
    return AgentGrant(row.agent_id, row.source, row.valid_from, row.valid_to)

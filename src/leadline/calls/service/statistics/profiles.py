"""One agent or one task over a range: the trend, the hours, the grades, what it is made of."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Outcome
from leadline.calls.domain.cubes import Cube
from leadline.calls.domain.outcomes import OUTCOME_LABELS
from leadline.calls.errors import AgentNotFound, TaskNotFound
from leadline.calls.repository.statistics.boards import Key, by_hour_and_weekday, by_key, grade_names, names_of
from leadline.calls.repository.statistics.explore import ExploreGroup, ExploreQuestion, explore
from leadline.calls.repository.statistics.periods import daily_figures, exclusions
from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.profiles import AgentProfile, DayPoint, OutcomeRow, TaskProfile
from leadline.calls.schemas.statistics import AgentRow, BoardRow, HourMatrix, StatsMeta, TaskRow
from leadline.calls.service.statistics.asking import Asker, Days, Earlier, days_asked, earlier_than, freshness
from leadline.calls.service.statistics.boards import grade_rows, sums_before, total_of
from leadline.calls.service.statistics.figures import figures, ratio
from leadline.calls.service.statistics.hours import HoursQuestion, by_hour, hour_rows, matrix
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import days_between
from leadline.kernel.text import Language

MOST_DAYS = 366
USUAL_DAYS = 31
MOST_ROWS = 1000


class ProfileQuestion(NamedTuple):
    """Whose profile (by source and id), over which range, with the range before or not."""

    source: str
    key: str
    asked: HoursQuestion
    language: Language = "zh-CN"


class _Range(NamedTuple):
    days: Days
    earlier: Earlier | None

    def bounds(self) -> dict[str, object]:
        days, earlier = self
        return {
            "start": days.first,
            "end": days.last,
            "compared_start": earlier.days.first if earlier else None,
            "compared_end": earlier.days.last if earlier else None,
            "compared_until": earlier.until if earlier else None,
        }


def _range(tools: CallsToolbox, asker: Asker, question: ProfileQuestion) -> _Range:
    today = tools.calendar.day_of(asker.at)
    days = days_asked(question.asked.start, question.asked.end, today, usual=USUAL_DAYS, most=MOST_DAYS)
    return _Range(days, earlier_than(days, tools.calendar, asker.at) if question.asked.compare else None)


async def profile_agent(tools: CallsToolbox, asker: Asker, question: ProfileQuestion) -> tuple[AgentProfile, StatsMeta]:
    """An agent of one source. `AgentNotFound` also for one whose calls the asker may not see."""
    key = (question.source, question.key)
    scope = asker.scope.narrowed(question.key, question.source)
    asked = _range(tools, asker, question)
    alone = replace(asker, scope=scope, source=question.source)
    days, earlier = asked
    async with tools.database.reading() as connection:
        each = {one.stat_date: one.sums for one in await daily_figures(connection, alone.visible, *days)}
        name = (await names_of(connection, "agent", [key])).get(key)
        if not scope.grants or (name is None and not each):
            raise AgentNotFound
        cells = await by_hour_and_weekday(connection, alone.visible, *days)
        by = {
            cube: await by_key(connection, alone.visible, cube, *days) for cube in (Cube.GRADE, Cube.TASK, Cube.OUTCOME)
        }
        labels = await grade_names(connection)
        tasks = await names_of(connection, "task", by[Cube.TASK])
        no_agents = await exclusions(connection)
        before = total_of(await sums_before(connection, alone, Cube.AGENT, earlier)) if earlier else Sums()
        meta = await freshness(connection, alone, days, tools.calendar)
    profile = AgentProfile.model_validate(
        {
            **asked.bounds(),
            "source": question.source,
            "agent_id": question.key,
            "name": name,
            "excluded": key in no_agents,
            "totals": _totals(total_of({(str(day),): sums for day, sums in each.items()}), before),
            "days": _points(days, each),
            "hours": hour_rows(by_hour(cells), {}),
            "matrix": HourMatrix(**{name: matrix(cells, name) for name in HourMatrix.model_fields}),
            "grades": grade_rows(by[Cube.GRADE], labels, question.language),
            "tasks": [_task_row(one, by[Cube.TASK][one], tasks) for one in _most_first(by[Cube.TASK])],
            "outcomes": _outcomes(by[Cube.OUTCOME], question.language),
        }
    )
    return profile, meta


async def profile_task(tools: CallsToolbox, asker: Asker, question: ProfileQuestion) -> tuple[TaskProfile, StatsMeta]:
    """A task of one source, as far as the asker sees its calls. `TaskNotFound` where there is nothing to see."""
    key = (question.source, question.key)
    asked = _range(tools, asker, question)
    alone = replace(asker, source=question.source)
    days, earlier = asked
    async with tools.database.reading() as connection:
        each = {
            group.keys[0]: group.sums
            for group in await _of_task(tools, connection, alone, question.key, days, by_agent=False)
        }
        name = (await names_of(connection, "task", [key])).get(key)
        if not each and (name is None or not asker.scope.all):
            raise TaskNotFound
        agents: dict[Key, Sums] = {
            (question.source, str(group.keys[0])): group.sums
            for group in await _of_task(tools, connection, alone, question.key, days, by_agent=True)
        }
        names = await names_of(connection, "agent", agents)
        no_agents = await exclusions(connection)
        before = (await sums_before(connection, alone, Cube.TASK, earlier)).get(key, Sums()) if earlier else Sums()
        meta = await freshness(connection, alone, days, tools.calendar)
    profile = TaskProfile.model_validate(
        {
            **asked.bounds(),
            "source": question.source,
            "task_id": question.key,
            "name": name,
            "totals": _totals(total_of({(str(day),): sums for day, sums in each.items()}), before),
            "days": _points(days, each),
            "agents": [
                AgentRow(
                    source=one[0],
                    agent_id=one[1] or None,
                    name=names.get(one),
                    excluded=(one[0], one[1]) in no_agents,
                    **figures(agents[one]).model_dump(),
                )
                for one in _most_first(agents)
            ],
        }
    )
    return profile, meta


async def _of_task(
    tools: CallsToolbox, connection: AsyncConnection, asker: Asker, task_id: str, days: Days, *, by_agent: bool
) -> list[ExploreGroup]:
    question = ExploreQuestion(*days, ("agent",) if by_agent else ("day",), {"task": [task_id]}, MOST_ROWS)
    return await explore(connection, asker.visible, question, tools.calendar.window(*days))


def _totals(now: Sums, before: Sums) -> BoardRow:
    return BoardRow(**figures(now).model_dump(), previous=figures(before) if before.calls else None)


def _points(days: Days, each: dict[date, Sums]) -> list[DayPoint]:
    return [DayPoint(date=day, **figures(each.get(day, Sums())).model_dump()) for day in days_between(*days)]


def _most_first(sums: dict[Key, Sums]) -> list[Key]:
    return sorted(sums, key=lambda key: (-sums[key].calls, key))


def _task_row(key: Key, sums: Sums, names: dict[Key, str]) -> TaskRow:
    return TaskRow(source=key[0], task_id=key[1] or None, name=names.get(key), **figures(sums).model_dump())


def _outcomes(sums: dict[Key, Sums], language: Language) -> list[OutcomeRow]:
    total = total_of(sums).calls
    rows = []
    for key in _most_first(sums):
        outcome = Outcome(key[0])
        label, share = OUTCOME_LABELS[outcome].to(language), ratio(sums[key].calls, total)
        rows.append(OutcomeRow(outcome=outcome, label=label, share=share, **figures(sums[key]).model_dump()))
    return rows

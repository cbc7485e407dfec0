"""Leaderboards: agents, tasks, grades, provinces over a range, sorted, paged, beside the range before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypedDict, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.domain.grades import NO_GRADE, UNMAPPED
from leadline.calls.repository.names import NameKind
from leadline.calls.repository.statistics.boards import GradeName, Key, by_key, grade_names, keys_called, names_of
from leadline.calls.repository.statistics.cuts import keys_until
from leadline.calls.repository.statistics.periods import exclusions
from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.statistics import (
    AgentRow,
    BoardMeta,
    BoardRow,
    BoardSort,
    Figures,
    GradeRow,
    RegionRow,
    TaskRow,
)
from leadline.calls.service.statistics.asking import Asker, Earlier, days_asked, earlier_than, freshness
from leadline.calls.service.statistics.figures import figures, ratio
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.text import Language, Text

Row = TypeVar("Row", bound=BoardRow)
NO_GRADE_LABEL = Text("无意向度", "No grade")
UNMAPPED_LABEL = Text("未归类", "Unmapped")


class BoardQuestion(NamedTuple):
    """A range, order (`-calls`: most calls first), page, whether with the range before; with at least so many calls.

    `words`: only those that are called so, or whose id begins so, each with its rank among all.
    """

    start: date | None
    end: date | None
    sort: BoardSort
    page: int
    per_page: int
    compare: bool
    min_calls: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class BoardPage(Generic[Row]):
    """The rows of one page, how many rows there are in all, and what goes with them."""

    rows: list[Row]
    total: int
    meta: BoardMeta


class _RowFigures(TypedDict):
    calls: int
    connected: int
    contact_rate: float | None
    orders: int
    success_rate: float | None
    talk_seconds: int
    avg_talk: float | None
    order_value: float
    previous: Figures | None


class _GradeNames(TypedDict):
    code: str | None
    label: str
    category: str | None


@dataclass(frozen=True, slots=True)
class _Board:
    """What was read: the ranks of the page's keys, in order, and the sums of every key, now and before."""

    page: dict[Key, int]
    listed: int
    now: dict[Key, Sums]
    before: dict[Key, Sums]
    total: Sums
    meta: BoardMeta

    def row(self, key: Key) -> _RowFigures:
        earlier = self.before.get(key)
        made = figures(self.now[key])
        return {
            "calls": made.calls,
            "connected": made.connected,
            "contact_rate": made.contact_rate,
            "orders": made.orders,
            "success_rate": made.success_rate,
            "talk_seconds": made.talk_seconds,
            "avg_talk": made.avg_talk,
            "order_value": made.order_value,
            "previous": figures(earlier) if earlier else None,
        }

    def share(self, key: Key) -> float | None:
        return ratio(self.now[key].calls, self.total.calls)


async def rank_agents(tools: CallsToolbox, asker: Asker, question: BoardQuestion) -> BoardPage[AgentRow]:
    """By agent."""
    async with tools.database.reading() as connection:
        board = await _board(connection, tools, asker, question, Cube.AGENT, "agent")
        names = await names_of(connection, "agent", board.page)
        no_agents = await exclusions(connection)
    rows = [
        AgentRow(
            source=key[0],
            agent_id=key[1] or None,
            name=names.get(key),
            excluded=(key[0], key[1]) in no_agents,
            rank=rank,
            **board.row(key),
        )
        for key, rank in board.page.items()
    ]
    return BoardPage(rows, board.listed, board.meta)


async def rank_tasks(tools: CallsToolbox, asker: Asker, question: BoardQuestion) -> BoardPage[TaskRow]:
    """By task."""
    async with tools.database.reading() as connection:
        board = await _board(connection, tools, asker, question, Cube.TASK, "task")
        names = await names_of(connection, "task", board.page)
    rows = [
        TaskRow(source=key[0], task_id=key[1] or None, name=names.get(key), rank=rank, **board.row(key))
        for key, rank in board.page.items()
    ]
    return BoardPage(rows, board.listed, board.meta)


async def rank_grades(
    tools: CallsToolbox, asker: Asker, question: BoardQuestion, language: Language
) -> BoardPage[GradeRow]:
    """By grade, calls without one and texts that no rule fits included."""
    async with tools.database.reading() as connection:
        board = await _board(connection, tools, asker, question, Cube.GRADE)
        names = await grade_names(connection)
    rows = [
        GradeRow(share=board.share(key), **grade_of(key[0], names, language), **board.row(key)) for key in board.page
    ]
    return BoardPage(rows, board.listed, board.meta)


def grade_rows(sums: dict[Key, Sums], names: Mapping[str, GradeName], language: Language) -> list[GradeRow]:
    """These grades, most calls first."""
    calls = total_of(sums).calls
    return [
        GradeRow(
            share=ratio(sums[key].calls, calls),
            **grade_of(key[0], names, language),
            **figures(sums[key]).model_dump(),
        )
        for key in sorted(sums, key=lambda key: (-sums[key].calls, key))
    ]


def grade_of(code: str, names: Mapping[str, GradeName], language: Language) -> _GradeNames:
    """What a grade code is called; calls without a grade and texts that no rule fits have names of ours."""
    own = {NO_GRADE: NO_GRADE_LABEL.to(language), UNMAPPED: UNMAPPED_LABEL.to(language)}
    named = names.get(code)
    label = named.label if named else own.get(code, code)
    return {"code": code or None, "label": label, "category": named.category if named else None}


async def rank_regions(tools: CallsToolbox, asker: Asker, question: BoardQuestion) -> BoardPage[RegionRow]:
    """By province, the unknown one included."""
    async with tools.database.reading() as connection:
        board = await _board(connection, tools, asker, question, Cube.PROVINCE)
    rows = [RegionRow(province=key[0] or None, share=board.share(key), **board.row(key)) for key in board.page]
    return BoardPage(rows, board.listed, board.meta)


async def _board(
    connection: AsyncConnection,
    tools: CallsToolbox,
    asker: Asker,
    question: BoardQuestion,
    cube: Cube,
    kind: NameKind | None = None,
) -> _Board:
    days = days_asked(question.start, question.end, tools.calendar.day_of(asker.at))
    now = await by_key(connection, asker.visible, cube, *days)
    listed = {key: sums for key, sums in now.items() if sums.calls >= question.min_calls}
    ranked = _ranked(listed, question.sort)
    ranks = {key: place for place, key in enumerate(ranked, start=1)}
    if question.words and kind is not None:
        called, beginning = await keys_called(connection, kind, question.words), question.words.lower()
        ranked = [key for key in ranked if key in called or key[1].lower().startswith(beginning)]
        listed = {key: listed[key] for key in ranked}
    meta = BoardMeta(
        **(await freshness(connection, asker, days, tools.calendar)).model_dump(exclude_unset=True),
        start=days.first,
        end=days.last,
        totals=figures(total_of(listed)),
    )
    before: dict[Key, Sums] = {}
    if question.compare:
        earlier = earlier_than(days, tools.calendar, asker.at)
        before = await sums_before(connection, asker, cube, earlier)
        meta.compared_start, meta.compared_end = earlier.days
        meta.compared_until = earlier.until
        whole = not question.min_calls and not question.words
        same = before if whole else {key: before[key] for key in listed if key in before}
        meta.previous_totals = figures(total_of(same))
    skipped = (question.page - 1) * question.per_page
    page = {key: ranks[key] for key in ranked[skipped : skipped + question.per_page]}
    return _Board(page, len(listed), now, before, total_of(now), meta)


async def sums_before(connection: AsyncConnection, asker: Asker, cube: Cube, earlier: Earlier) -> dict[Key, Sums]:
    """The sums by key of the days that are compared with."""
    found = await by_key(connection, asker.visible, cube, *earlier.whole) if earlier.whole else {}
    if earlier.cut:
        for key, sums in (await keys_until(connection, asker.visible, cube, earlier.cut)).items():
            found[key] = found.get(key, Sums()).plus(sums)
    return found


def total_of(sums: dict[Key, Sums]) -> Sums:
    """All keys together."""
    total = Sums()
    for one in sums.values():
        total = total.plus(one)
    return total


def _ranked(sums: dict[Key, Sums], sort: BoardSort) -> list[Key]:
    """The keys in the order asked for; what has no such figure comes last either way, equals by their key."""
    metric = sort.removeprefix("-")
    sign = -1 if sort.startswith("-") else 1

    def place(key: Key) -> tuple[bool, float, Key]:
        value: float | None = getattr(figures(sums[key]), metric)
        return value is None, sign * (value or 0), key

    return sorted(sums, key=place)

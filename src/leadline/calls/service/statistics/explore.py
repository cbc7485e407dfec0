"""Explore: any metrics by one or two dimensions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.grades import NO_GRADE, UNMAPPED
from leadline.calls.repository.names import NameKind
from leadline.calls.repository.statistics.boards import grade_names, names_of
from leadline.calls.repository.statistics.explore import ExploreGroup, ExploreQuestion, cube_for, explore
from leadline.calls.schemas.explore import Dimension, Explored, ExploreRow, Metric
from leadline.calls.schemas.statistics import StatsMeta
from leadline.calls.service.statistics.asking import MOST_DAYS, Asker, days_asked, freshness
from leadline.calls.service.statistics.boards import NO_GRADE_LABEL, UNMAPPED_LABEL
from leadline.calls.service.statistics.figures import figures
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Language, Text

MOST_LIVE_DAYS = 31
MOST_DIMENSIONS = 2
TWO_AT_MOST = Text("一到两个不同的维度", "one or two dimensions, not the same one twice")
TOO_LONG_LIVE = Text(
    "这样的组合没有预先汇总，直接统计通话时最多 {days} 天",
    "this combination is counted from the calls themselves: at most {days} days",
)
NAMED: Mapping[Dimension, NameKind] = {"agent": "agent", "task": "task"}


@dataclass(frozen=True, slots=True)
class Exploration:
    """What is asked. `filters` hold the values let through, by dimension; an empty text stands for what is unknown."""

    start: date | None
    end: date | None
    by: tuple[Dimension, ...]
    metrics: tuple[Metric, ...]
    filters: Mapping[Dimension, Sequence[str]]
    limit: int
    language: Language


async def explore_calls(tools: CallsToolbox, asker: Asker, asked: Exploration) -> tuple[Explored, StatsMeta]:
    """The metrics of each group; InvalidInput beyond 31 days where no roll-up is kept by what is asked."""
    if not 1 <= len(asked.by) <= MOST_DIMENSIONS or len(set(asked.by)) < len(asked.by):
        raise InvalidInput([Detail("by", TWO_AT_MOST)])
    days = days_asked(asked.start, asked.end, tools.calendar.day_of(asker.at), most=MOST_DAYS)
    question = ExploreQuestion(*days, asked.by, asked.filters, asked.limit)
    live = cube_for(question) is None
    if live and days.number > MOST_LIVE_DAYS:
        raise InvalidInput([Detail("start", TOO_LONG_LIVE.fill(days=MOST_LIVE_DAYS))])
    async with tools.database.reading() as connection:
        groups = await explore(connection, asker.visible, question, tools.calendar.window(*days))
        shown = groups[: asked.limit]
        labels = await _labels(connection, asked, shown)
        meta = await freshness(connection, asker, days, tools.calendar)
    if live:
        meta.source = "live"
    explored = Explored(
        start=days.first,
        end=days.last,
        by=list(asked.by),
        metrics=list(dict.fromkeys(asked.metrics)),
        rows=[_row(group, asked, labels) for group in shown],
        truncated=len(groups) > asked.limit,
    )
    return explored, meta


Labels = dict[tuple[Dimension, str | None, str], str]


async def _labels(connection: AsyncConnection, asked: Exploration, groups: Sequence[ExploreGroup]) -> Labels:
    """What the agents, tasks and grades of the groups are called, by dimension, source and key."""
    labels: Labels = {}
    for place, dimension in enumerate(asked.by):
        kind = NAMED.get(dimension)
        if kind:
            wanted = {(group.source or "", str(group.keys[place])) for group in groups}
            for (source, key), name in (await names_of(connection, kind, wanted)).items():
                labels[dimension, source, key] = name
        elif dimension == "grade":
            rules = await grade_names(connection)
            named = {code: rule.label for code, rule in rules.items()}
            named = {
                NO_GRADE: NO_GRADE_LABEL.to(asked.language), UNMAPPED: UNMAPPED_LABEL.to(asked.language), **named,
            }  # fmt: skip
            sources = {group.source for group in groups}
            labels |= {("grade", source, code): name for source in sources for code, name in named.items()}
    return labels


def _row(group: ExploreGroup, asked: Exploration, labels: Labels) -> ExploreRow:
    made = figures(group.sums)
    return ExploreRow(
        source=group.source,
        keys=[_key(value) for value in group.keys],
        labels=[
            labels.get((dimension, group.source, str(value)))
            for dimension, value in zip(asked.by, group.keys, strict=True)
        ],
        values=[getattr(made, metric) for metric in dict.fromkeys(asked.metrics)],
    )


def _key(value: Any) -> str | int | None:  # Any: a date, an hour's number or a text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return value
    return str(value) or None

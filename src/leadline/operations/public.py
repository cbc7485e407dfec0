"""What other contexts may ask of operations. Connections are the caller's; nothing is written."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.text import Text
from leadline.operations.contracts import RaisedAlert
from leadline.operations.domain.alert_rules import COUNTS_DIFFER, RULES
from leadline.operations.repository.alerts import find_alerts, open_alerts


async def alerts_of(connection: AsyncConnection, ids: Sequence[int]) -> list[RaisedAlert]:
    """The alerts of these ids as they are now, by id; those that are gone lack."""
    return [
        RaisedAlert(row.id, row.rule, title_of(row.rule), row.severity, row.summary, row.opened_at, row.resolved_at)
        for row in await find_alerts(connection, ids)
    ]


async def days_of_wrong_counts(connection: AsyncConnection) -> frozenset[tuple[str, date]]:
    """The sources' days of which an open alert says that their counts are wrong: whoever finds them right tells."""
    return frozenset(
        (row.source, date.fromisoformat(row.facts["day"]))
        for row in await open_alerts(connection)
        if row.rule == COUNTS_DIFFER
    )


def rule_names() -> tuple[str, ...]:
    """Every rule of alerts there is, in the order in which they are shown."""
    return tuple(RULES)


def title_of(rule: str) -> Text:
    """What the rule is called; its name, for one of another version."""
    known = RULES.get(rule)
    return known.title if known else Text(rule, rule)

"""What people have set of the rules of alerts."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.upsert import upsert
from leadline.operations.contracts import Severity
from leadline.operations.domain.alert_rules import RULES
from leadline.operations.models import alert_rules


class RuleRow(NamedTuple):
    """A rule as it stands. `updated_at` is None while it is as the program brings it."""

    name: str
    enabled: bool
    severity: Severity
    threshold: float | None
    updated_at: datetime | None = None
    updated_by: str | None = None


async def read_rules(connection: AsyncConnection) -> dict[str, RuleRow]:
    """Every rule by its name, in the order in which they are shown."""
    found = {row.name: row for row in await connection.execute(select(alert_rules))}
    rules = {}
    for name, rule in RULES.items():
        row = found.get(name)
        usual = RuleRow(name, True, rule.severity, rule.bounds.usual if rule.bounds else None)  # noqa: FBT003  # a row
        rules[name] = usual if row is None else RuleRow(
            name, row.enabled, Severity(row.severity), row.threshold, row.updated_at, row.updated_by
        )  # fmt: skip
    return rules


async def write_rule(connection: AsyncConnection, row: RuleRow) -> None:
    """Keeps what was set."""
    await upsert(connection, alert_rules, [row._asdict() | {"severity": row.severity.value}])

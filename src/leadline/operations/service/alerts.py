"""Use cases of the alert centre: see alerts, say that one has seen them, change the rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.audit.masks import changed
from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Text
from leadline.operations.contracts import Severity
from leadline.operations.domain.alert_rules import FIGURES, RULES
from leadline.operations.domain.judging import track_name
from leadline.operations.errors import AlertNotFound, RuleNotFound
from leadline.operations.repository.alert_rules import RuleRow, read_rules, write_rule
from leadline.operations.repository.alerts import (
    AlertFilter,
    AlertRow,
    OpenCount,
    acknowledge,
    count_open,
    find_alerts,
    list_alerts,
)
from leadline.operations.service.settling import tell_changed

NEWEST = 5
NO_THRESHOLD = Text("这条规则没有阈值", "this rule has no threshold")
OUT_OF_BOUNDS = Text("应在 {least} 到 {most} 之间", "must be from {least} to {most}")


class Overview(NamedTuple):
    """How many alerts are open, and the newest of them."""

    counts: list[OpenCount]
    newest: list[AlertRow]


def hidden_from(*, figures: bool) -> Collection[str]:
    """The rules whose alerts a reader does not see who does not see everybody's figures."""
    return frozenset() if figures else FIGURES


def plain_summary(row: AlertRow) -> Text:
    """What a reader is told of the alert who does not see everybody's figures."""
    rule = RULES.get(row.rule)
    if rule is None or rule.plain is None:
        return row.summary
    track = track_name(str(row.facts.get("track", "")))
    return rule.plain.fill(source=row.source, day=row.facts.get("day", ""), track=track)


async def alerts_page(
    database: Database, wanted: AlertFilter, page: int, per_page: int, hidden: Collection[str]
) -> tuple[list[AlertRow], int]:
    """One page of the alerts, the newest first, and how many there are."""
    async with database.reading() as connection:
        return await list_alerts(connection, replace(wanted, without=hidden), page, per_page)


async def open_overview(database: Database, hidden: Collection[str]) -> Overview:
    """What the bell shows."""
    async with database.reading() as connection:
        newest, _ = await list_alerts(connection, AlertFilter(state="open", without=hidden), 1, NEWEST)
        return Overview(await count_open(connection, hidden), newest)


async def one_alert(database: Database, alert_id: int, hidden: Collection[str]) -> AlertRow:
    """One alert; AlertNotFound."""
    async with database.reading() as connection:
        found = await find_alerts(connection, [alert_id], hidden)
    if not found:
        raise AlertNotFound
    return found[0]


async def acknowledge_alerts(
    database: Database, ids: Sequence[int], note: str, actor: Actor, hidden: Collection[str]
) -> list[AlertRow]:
    """Notes that the caller has seen these alerts, all of them or none; AlertNotFound."""
    wanted = sorted(set(ids))
    async with database.transaction() as connection:
        before = await find_alerts(connection, wanted, hidden, lock=True)
        if len(before) != len(wanted):
            raise AlertNotFound
        await acknowledge(connection, wanted, actor.name, now(), note)
        for row in before:
            told = {"rule": row.rule, "key": row.key, "note": note}
            await write_down(connection, actor.did("alert.acknowledge", f"alert:{row.id}", told))
        after = await find_alerts(connection, wanted)
        await tell_changed(connection)
    return after


async def rules_of(database: Database) -> list[RuleRow]:
    """Every rule as it stands."""
    async with database.reading() as connection:
        return list((await read_rules(connection)).values())


async def change_rule(
    database: Database,
    name: str,
    given: Mapping[str, Any],  # Any: the fields' own types
    actor: Actor,
) -> RuleRow:
    """Switches a rule, or sets its severity or threshold; RuleNotFound, InvalidInput. The next look goes by it."""
    if name not in RULES:
        raise RuleNotFound
    async with database.transaction() as connection:
        before = (await read_rules(connection))[name]
        row = before._replace(**given, updated_at=now(), updated_by=actor.name[:100])
        _check(row)
        await write_rule(connection, row)
        change = changed(_told(before), _told(row))
        await write_down(connection, actor.did("alert_rule.change", f"alert_rule:{name}", change=change))
    return row


def _check(row: RuleRow) -> None:
    bounds = RULES[row.name].bounds
    if bounds is None:
        if row.threshold is not None:
            raise InvalidInput([Detail("threshold", NO_THRESHOLD)])
    elif row.threshold is None or not bounds.least <= row.threshold <= bounds.most:
        limits = {"least": f"{bounds.least:g}", "most": f"{bounds.most:g}"}
        raise InvalidInput([Detail("threshold", OUT_OF_BOUNDS.fill(**limits))])


def _told(row: RuleRow) -> dict[str, object]:
    return {"enabled": row.enabled, "severity": Severity(row.severity).value, "threshold": row.threshold}

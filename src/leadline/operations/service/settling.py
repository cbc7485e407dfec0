"""From findings to alerts: one row while something lasts, changed when its words change, closed when it is over.

Everything happens in the caller's transaction, with the event that tells who passes it on, and the version `alerts`
that listeners follow.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.outbox.publish import publish
from leadline.operations.domain.judging import Finding, Judged
from leadline.operations.events import AlertsChanged
from leadline.operations.repository.alert_rules import RuleRow
from leadline.operations.repository.alerts import AlertRow, add_alert, change_alert, open_alerts

ALERTS_VERSION: Final = "alerts"
SEEN_AGAIN: Final = timedelta(minutes=10)
LOST_SIGHT: Final = timedelta(days=1)


def due_changes(standing: Collection[AlertRow], judged: Judged, rules: Mapping[str, RuleRow], moment: datetime) -> bool:
    """Whether anything has to be written: most looks find everything as it was."""
    known = {(one.rule, one.key): one for one in standing}
    found = {(one.rule, one.key): one for one in judged.findings}
    if any(key not in known or _differs(known[key], one, rules) for key, one in found.items()):
        return True
    return any(_ends(one, found, judged, moment) or _is_stale(one, found, moment) for one in standing)


async def settle_alerts(
    connection: AsyncConnection, judged: Judged, rules: Mapping[str, RuleRow], moment: datetime
) -> AlertsChanged:
    """Writes what a look found. Any number of processes may do so at once: an alert is opened once, and ended once."""
    standing = await open_alerts(connection)
    known = {(one.rule, one.key): one for one in standing}
    found = {(one.rule, one.key): one for one in judged.findings}
    opened, changed = [], False
    for place, one in sorted(found.items()):
        row = known.get(place)
        if row is None:
            alert_id = await add_alert(connection, _fresh(one, rules[one.rule], moment))
            opened += [] if alert_id is None else [alert_id]
        elif _differs(row, one, rules):
            changed = await change_alert(connection, row.id, _words(one, rules[one.rule], moment)) or changed
        elif _is_stale(row, found, moment):
            await change_alert(connection, row.id, {"seen_at": moment})
    over = [row.id for row in standing if _ends(row, found, judged, moment)]
    resolved = [one for one in over if await change_alert(connection, one, {"resolved_at": moment})]
    return await _tell(connection, opened, resolved, changed=changed)


async def settle_one(connection: AsyncConnection, rule: RuleRow, finding: Finding, *, wrong: bool) -> None:
    """Opens, changes or ends the one alert that an event tells of."""
    moment = now()
    mine = [one for one in await open_alerts(connection) if (one.rule, one.key) == (finding.rule, finding.key)]
    opened, resolved, changed = [], [], False
    if wrong and rule.enabled and not mine:
        alert_id = await add_alert(connection, _fresh(finding, rule, moment))
        opened += [] if alert_id is None else [alert_id]
    for one in mine:
        values = _words(finding, rule, moment) if wrong and rule.enabled else {"resolved_at": moment}
        written = await change_alert(connection, one.id, values)
        changed = changed or written
        resolved += [one.id] if written and "resolved_at" in values else []
    await _tell(connection, opened, resolved, changed=changed)


async def tell_changed(connection: AsyncConnection) -> None:
    """Lets listeners know that an alert looks different now."""
    await bump_counter(connection, ALERTS_VERSION)


async def _tell(
    connection: AsyncConnection, opened: Iterable[int], resolved: Iterable[int], *, changed: bool
) -> AlertsChanged:
    event = AlertsChanged(opened=tuple(opened), resolved=tuple(resolved))
    if event.opened or event.resolved:
        await publish(connection, event)
    if event.opened or event.resolved or changed:
        await bump_counter(connection, ALERTS_VERSION)
    return event


def _differs(row: AlertRow, finding: Finding, rules: Mapping[str, RuleRow]) -> bool:
    return row.summary != finding.summary or row.severity is not rules[finding.rule].severity


def _is_stale(row: AlertRow, found: Collection[tuple[str, str]], moment: datetime) -> bool:
    return (row.rule, row.key) in found and moment - row.seen_at >= SEEN_AGAIN


def _ends(row: AlertRow, found: Collection[tuple[str, str]], judged: Judged, moment: datetime) -> bool:
    if (row.rule, row.key) in found or row.rule in judged.told:
        return False
    # what cannot be told now is left alone, but not for ever: the source may be gone
    return not judged.leaves(row.rule, row.key) or moment - row.seen_at >= LOST_SIGHT


def _words(finding: Finding, rule: RuleRow, moment: datetime) -> dict[str, Any]:  # Any: the columns' own types
    return {
        "severity": rule.severity.value, "summary_zh": finding.summary.zh, "summary_en": finding.summary.en,
        "facts": dict(finding.facts), "seen_at": moment,
    }  # fmt: skip


def _fresh(finding: Finding, rule: RuleRow, moment: datetime) -> dict[str, Any]:  # Any: as above
    key = {"rule": finding.rule, "key": finding.key[:200], "source": finding.source[:50], "opened_at": moment}
    return key | _words(finding, rule, moment)

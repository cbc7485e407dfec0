"""The look: whether anything is wrong. Every minute, and after whatever may have changed it."""

import asyncio
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls import public as calls
from leadline.calls.contracts import SyncDays
from leadline.kernel.clock import BusinessCalendar, now
from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.schedules import ScheduleRow, last_tick, read_schedules
from leadline.operations.domain.alert_rules import TRACK_STALE
from leadline.operations.domain.judging import DiskUse, DuePull, Judged, Sight, judge
from leadline.operations.events import AlertsChanged
from leadline.operations.repository.alert_rules import RuleRow, read_rules
from leadline.operations.repository.alerts import open_alerts
from leadline.operations.repository.system import waiting_letters
from leadline.operations.service.settling import due_changes, settle_alerts

NOTHING: Final = AlertsChanged()


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at one system. `sources` are those that this process can ask; `folders` those whose disks matter."""

    database: Database
    calendar: BusinessCalendar
    sources: Collection[str]
    folders: Mapping[str, Path]

    async def look(self, moment: datetime | None = None) -> AlertsChanged:
        """Looks, and writes what has changed; most looks write nothing."""
        moment = moment or now()
        disks = await asyncio.to_thread(_disks, self.folders)
        async with self.database.reading() as connection:
            rules = await read_rules(connection)
            judged = await self._judge(connection, rules, moment, disks)
            if not due_changes(await open_alerts(connection), judged, rules, moment):
                return NOTHING
        async with self.database.transaction() as connection:
            return await settle_alerts(connection, judged, rules, moment)

    async def _judge(
        self, connection: AsyncConnection, rules: Mapping[str, RuleRow], moment: datetime, disks: list[DiskUse]
    ) -> Judged:
        local = self.calendar.local(moment)
        patience = timedelta(minutes=rules[TRACK_STALE].threshold or 0)
        due = self._due(await read_schedules(connection), moment - patience)
        signs = await calls.vital_signs(connection, moment, local.date(), local.hour)
        letters = await waiting_letters(connection)
        sight = Sight(moment, self.calendar.zone, signs, due, letters, socket.gethostname()[:60], disks)
        return judge(sight, {name: rule.threshold or 0 for name, rule in rules.items() if rule.enabled})

    def _due(self, schedules: list[ScheduleRow], before: datetime) -> list[DuePull]:
        found = []
        for row in schedules:
            if row.kind != SyncDays.kind or row.paused:
                continue
            asked = SyncDays.model_validate(row.payload)
            if asked.sync_type != "today" or asked.source not in self.sources:
                continue
            tick = last_tick(row.cron, row.zone, before)
            if tick > row.updated_at:  # what was due before the schedule was as it is, nobody missed
                tracks = ("grade", "task") if asked.track == "both" else (asked.track,)
                found += [DuePull(asked.source, one, self.calendar.day_of(tick), tick) for one in tracks]
        return found


def _disks(folders: Mapping[str, Path]) -> list[DiskUse]:
    import psutil  # noqa: PLC0415  # 20 ms that a start need not wait for

    found = []
    for name, folder in folders.items():
        there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), None)
        if there is not None:
            found.append(DiskUse(name, psutil.disk_usage(str(there)).percent))
    return found

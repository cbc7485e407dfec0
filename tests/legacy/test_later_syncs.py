"""What the vendor says of a call counts more than what the first system kept of it, whichever came first."""

import asyncio
from datetime import UTC, timedelta

from leadline.calls.contracts import CallRow, Outcome
from leadline.entrypoints.wiring import open_toolbox
from leadline.kernel.settings import Settings
from tests.legacy.conftest import Builder, TakeOver, Verifier
from tests.legacy.first_system import NOON, call, run

START = NOON.replace(tzinfo=UTC)
SYNCED = CallRow("900001", START, Outcome.CONNECTED, 45, "callState=2 isCall=1", phone="139", grade="AS1 成功单9元")
SHOWN = "SELECT outcome, duration, grade, task_name, raw_outcome FROM call_records"


async def deliver(settings: Settings, url: str, *rows: CallRow) -> None:
    """As a sync does."""
    async with (
        open_toolbox(settings.model_copy(update={"database_url": url})) as toolbox,
        toolbox.database.transaction() as connection,
    ):
        await toolbox.ingest.write(connection, "guanke", rows)


def test_a_later_sync_updates_the_same_call(
    target_url: str, legacy: Builder, take_over: TakeOver, settings: Settings
) -> None:
    take_over(target_url, legacy([call(1)]))
    asyncio.run(deliver(settings, target_url, SYNCED))
    assert run(target_url, SHOWN) == [("connected", 45, "AS1 成功单9元", "十月名单", "callState=2 isCall=1")]


def test_a_synced_call_is_only_told_what_it_lacks(
    target_url: str, legacy: Builder, take_over: TakeOver, settings: Settings
) -> None:
    asyncio.run(deliver(settings, target_url, SYNCED))
    origin = legacy([call(1, start_time=NOON - timedelta(days=1))])
    report = take_over(target_url, origin)
    assert (report.result.new, report.result.updated) == (0, 1)
    assert run(target_url, SHOWN) == [("connected", 45, "AS1 成功单9元", "十月名单", "callState=2 isCall=1")]
    assert run(target_url, "SELECT CAST(stat_date AS TEXT) FROM daily_stats WHERE total_calls > 0") == [("2025-10-26",)]
    assert run(target_url, "SELECT * FROM sync_days") == []


def test_an_import_after_the_sync_changes_nothing_more(
    target_url: str, legacy: Builder, take_over: TakeOver, settings: Settings, differing_days: Verifier
) -> None:
    origin = legacy([call(1)])
    take_over(target_url, origin)
    asyncio.run(deliver(settings, target_url, SYNCED))
    again = take_over(target_url, origin)
    assert (again.result.updated, again.result.unchanged) == (0, 1)
    assert differing_days(target_url) == []

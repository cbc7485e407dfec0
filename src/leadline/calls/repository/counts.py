"""The counts: deltas into roll-ups and daily statistics."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.domain.deltas import MEASURES, Deltas
from leadline.calls.models import call_rollups, daily_stats
from leadline.kernel.clock import now
from leadline.kernel.db.bulk.contract import BulkDoor
from leadline.kernel.db.bulk.doors import door_on
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.driver import run

CALLS_VERSION = "calls"
ROLLUP_KEY = ("cube", "stat_date", "source", "agent_id", "key")
DAY_MEASURES = (
    "total_calls", "success_calls", "failed_calls", "total_duration", "orders", "orders_9", "orders_1", "order_cents",
)  # fmt: skip

# The day's row is locked by the statement before this one, so on PostgreSQL every other writer of the day has either
# committed (and this statement's own snapshot sees its agents) or waits.
SETTLE_DAYS = """
    UPDATE daily_stats SET
        success_rate = CASE WHEN total_calls > 0 THEN 1.0 * success_calls / total_calls END,
        avg_duration = CASE WHEN total_calls > 0 THEN 1.0 * total_duration / total_calls END,
        agents = (
            SELECT count(*) FROM call_rollups AS r
            WHERE r.cube = $1 AND r.stat_date = daily_stats.stat_date AND r.source = daily_stats.source
              AND r.calls > 0 AND r.agent_id <> ''
              AND NOT EXISTS (
                  SELECT 1 FROM agent_exclusions AS e
                  WHERE e.source = r.source AND e.agent_id = r.agent_id
              )
        ),
        updated_at = $2
    WHERE source = $3 AND stat_date = $4
"""


async def apply_deltas(connection: AsyncConnection, door: BulkDoor, source: str, deltas: Deltas) -> frozenset[date]:
    """Adds the deltas to every count, in key order, and returns the days that moved."""
    moment = door.moment(now())
    days = list(deltas.day_rows())
    if not days:
        return frozenset()
    await door.add(
        connection,
        daily_stats,
        ("stat_date", "source"),
        DAY_MEASURES,
        [(door.day(day), *sums) for day, *sums in days],
        constants={"source": source, "created_at": moment, "updated_at": moment},
    )
    if rollups := deltas.rollup_rows(door.day):
        await door.add(connection, call_rollups, ROLLUP_KEY, MEASURES, rollups, constants={"source": source})
    await settle_days(connection, source, [day for day, *_ in days])
    await bump_counter(connection, CALLS_VERSION)
    return frozenset(day for day, *_ in days)


async def settle_days(connection: AsyncConnection, source: str, days: list[date]) -> None:
    """Works out what follows from each day's sums: rates, averages, agents."""
    door = door_on(connection)
    moment = door.moment(now())
    for day in days:
        await run(connection, SETTLE_DAYS, int(Cube.AGENT), moment, source, door.day(day))

"""What /metrics tells of call data: calls taken in by this server, and how the sync stands, asked of the database."""

from collections.abc import Iterable, Sequence

from leadline.calls.repository.vital_signs import days_of_tracks, figures_of_day, recent_runs
from leadline.calls.service.freshness import TRACKS
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import now
from leadline.kernel.observability.watches import Reading, Watch

NEVER = float("inf")
BROKEN = frozenset({"failed", "interrupted"})
SYNC_DAYS = {
    "leadline_sync_age_seconds": "Seconds since a pull last brought all of a day; +Inf when none ever did",
    "leadline_sync_incomplete_days": "Days of the last 31 that lack calls, or may lack some",
}
SYNC_RUNS = {
    "leadline_sync_runs_last_day": "Sync runs that began within 24 hours, by the state they are in",
    "leadline_sync_failing": "1 when the newest run that ended has failed, else 0",
}
CALLS_TODAY = {
    "leadline_calls_today": "Calls of the business day",
    "leadline_connected_calls_today": "Connected calls of the business day",
    "leadline_orders_today": "Success orders of the business day",
}


def call_watches(toolbox: CallsToolbox) -> Sequence[Watch]:
    """The gauges of call data: one statement each."""

    async def sync_days() -> Iterable[Reading]:
        today = toolbox.calendar.today()
        async with toolbox.database.reading() as connection:
            tracks = await days_of_tracks(connection, today)
        moment = now()
        asked = {(source, track): NEVER for source in toolbox.sources for track in TRACKS}
        ages = asked | {
            (one.source, one.track): (moment - one.last_complete).total_seconds() for one in tracks if one.last_complete
        }
        return [
            *(Reading("leadline_sync_age_seconds", age, source=of, track=track) for (of, track), age in ages.items()),
            *(
                Reading("leadline_sync_incomplete_days", float(one.lacking), source=one.source, track=one.track)
                for one in tracks
            ),
        ]

    async def sync_runs() -> Iterable[Reading]:
        async with toolbox.database.reading() as connection:
            runs = await recent_runs(connection, now())
        newest = {run.source: run for run in sorted(runs, key=lambda run: run.newest) if run.state != "running"}
        return [
            *(Reading("leadline_sync_runs_last_day", run.runs, source=run.source, state=run.state) for run in runs),
            *(
                Reading("leadline_sync_failing", float(run.state in BROKEN), source=source)
                for source, run in newest.items()
            ),
        ]

    async def calls_today() -> Iterable[Reading]:
        async with toolbox.database.reading() as connection:
            days = await figures_of_day(connection, toolbox.calendar.today())
        return [
            Reading(name, value, source=day.source)
            for day in days
            for name, value in zip(CALLS_TODAY, (day.calls, day.connected, day.orders), strict=True)
        ]

    return (
        Watch("sync_days", SYNC_DAYS, sync_days),
        Watch("sync_runs", SYNC_RUNS, sync_runs),
        Watch("calls_today", CALLS_TODAY, calls_today),
    )

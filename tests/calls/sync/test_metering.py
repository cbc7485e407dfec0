"""What a scrape tells of the sync and of the calls that came in."""

from collections.abc import Mapping

import pytest

from leadline.calls.ports import SourceFailure
from leadline.calls.service.ingest import INGESTED
from leadline.calls.service.metering import call_watches
from leadline.kernel.text import Text
from tests.calls.sync.conftest import Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import lost, page


async def told(desk: Desk) -> Mapping[str, float]:
    """Every gauge, read anew: name and labels -> value."""
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for watch in call_watches(desk.tools)
        for family in await watch.families()
        for sample in family.samples
    }


def ingested(result: str, source: str = "fake") -> float:
    return float(INGESTED.labels(source, result)._value.get())


async def test_a_source_that_was_never_pulled_is_infinitely_old(desk: Desk) -> None:
    assert await told(desk) == {
        "leadline_sync_age_seconds fake grade": float("inf"),
        "leadline_sync_age_seconds fake task": float("inf"),
    }


async def test_a_whole_day_makes_its_track_young_and_counts_its_run(desk: Desk) -> None:
    desk.dialer.gives(desk.today, [page(1, [call("1", noon(desk.today)), call("2", noon(desk.today))], 2)])
    await desk.sync(first=desk.today)
    figures = await told(desk)
    assert 0 <= figures["leadline_sync_age_seconds fake grade"] < 60
    assert figures["leadline_sync_age_seconds fake task"] == float("inf")
    assert figures["leadline_sync_incomplete_days fake grade"] == 0
    assert figures["leadline_sync_runs_last_day fake done"] == 1
    assert figures["leadline_sync_failing fake"] == 0
    assert figures["leadline_calls_today fake"] == figures["leadline_connected_calls_today fake"] == 2


async def test_an_incomplete_day_shows(desk: Desk) -> None:
    desk.dialer.gives(desk.day, [page(1, [call("1", noon(desk.day))], 5), lost(2)])
    await desk.sync()
    assert (await told(desk))["leadline_sync_incomplete_days fake grade"] == 1


async def test_failing_is_told_of_the_newest_run(desk: Desk) -> None:
    desk.dialer.gives(desk.day, [SourceFailure(Text("断了", "gone"))])
    await desk.sync()
    assert (await told(desk))["leadline_sync_failing fake"] == 1
    desk.dialer.gives(desk.day, [page(1, [call("1", noon(desk.day))], 1)])
    await desk.sync()
    figures = await told(desk)
    assert figures["leadline_sync_failing fake"] == 0
    assert figures["leadline_sync_runs_last_day fake failed"] == 1


async def test_calls_are_counted_as_ingested_once_they_are_committed(desk: Desk) -> None:
    before = ingested("new"), ingested("unchanged")
    rows = [call("1", noon(desk.day)), call("2", noon(desk.day))]
    for _ in range(2):
        async with desk.tools.database.transaction() as connection:
            await desk.tools.ingest.write(connection, "fake", rows)
    assert (ingested("new") - before[0], ingested("unchanged") - before[1]) == (2, 2)


async def test_a_batch_that_was_undone_is_not_counted(desk: Desk) -> None:
    before = ingested("new")

    async def breaks() -> None:
        async with desk.tools.database.transaction() as connection:
            await desk.tools.ingest.write(connection, "fake", [call("1", noon(desk.day))])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await breaks()
    assert ingested("new") == before

"""Importing a stream of calls."""

from collections.abc import Iterator
from itertools import islice

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import CallRow, Completeness, Refusal
from leadline.calls.service.importing import ImportReport, import_stream
from tests.calls.sync.conftest import Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import refusal


def stream(desk: Desk, calls: int, refused: int = 0) -> Iterator[CallRow | Refusal]:
    yield from (call(str(number), noon(desk.day)) for number in range(calls))
    yield from (refusal() for _ in range(refused))


async def test_a_stream_is_stored_in_batches_and_reports_as_it_goes(desk: Desk) -> None:
    told: list[ImportReport] = []
    report = await import_stream(desk.tools, "fake", stream(desk, 25, 3), told.append, batch_size=10)
    assert (report.result.new, report.refused_count, len(report.refused)) == (25, 3, 3)
    assert [one.result.new for one in told] == [10, 20, 25]


async def test_the_days_of_a_file_are_unverified(desk: Desk) -> None:
    await import_stream(desk.tools, "fake", stream(desk, 1))
    assert await desk.shown() is Completeness.UNVERIFIED


async def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    await import_stream(desk.tools, "fake", stream(desk, 12), batch_size=5)
    again = await import_stream(desk.tools, "fake", stream(desk, 12), batch_size=5)
    assert (again.result.new, again.result.unchanged) == (0, 12)


async def test_only_the_first_hundred_refusals_are_kept(desk: Desk) -> None:
    report = await import_stream(desk.tools, "fake", stream(desk, 0, 250), batch_size=60)
    assert (report.refused_count, len(report.refused)) == (250, 100)


async def test_what_came_before_a_broken_file_stays(desk: Desk) -> None:
    def breaking() -> Iterator[CallRow | Refusal]:
        yield from stream(desk, 10)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        await import_stream(desk.tools, "fake", breaking(), batch_size=5)
    counted = await desk.counted()
    assert counted
    assert counted.calls == 10


class Torn:
    """Books that cannot be written."""

    def __init__(self, desk: Desk) -> None:
        self.transaction = desk.tools.database.transaction

    async def note(self, connection: AsyncConnection, report: ImportReport) -> None:
        raise RuntimeError("no ink")


async def test_a_batch_that_cannot_be_noted_is_not_stored(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="no ink"):
        await import_stream(desk.tools, "fake", stream(desk, 5), books=Torn(desk))
    assert await desk.counted() is None


async def test_what_an_attempt_before_has_done_is_read_over_and_still_counted(desk: Desk) -> None:
    half = await import_stream(desk.tools, "fake", islice(stream(desk, 25, 3), 20), batch_size=10)
    whole = await import_stream(desk.tools, "fake", stream(desk, 25, 3), batch_size=10, done=half)
    assert (half.items, whole.items) == (20, 28)
    assert (whole.result.new, whole.result.unchanged, whole.refused_count) == (25, 0, 3)
    assert (whole.first_day, whole.last_day) == (desk.day, desk.day)

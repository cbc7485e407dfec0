"""Days of 23 and 25 hours, calls around midnight and of other centuries, and numbers of every length."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadline.calls.contracts import EARLIEST_START, LATEST_START, CallRow
from leadline.calls.service.ingest import Ingest
from leadline.calls.service.recount import verify
from leadline.integrations.guanke.values import moment_of
from leadline.integrations.tabular.values import LocalTimes, Unreadable
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.phones import mask_phone, normalise_phone
from leadline.kernel.db.engine import Database
from tests.factories.calls import call

NEW_YORK = BusinessCalendar("America/New_York")
SHANGHAI = BusinessCalendar("Asia/Shanghai")


async def calls_by_day(url: str, calendar: BusinessCalendar, *batches: list[CallRow]) -> dict[str, int]:
    database = Database(url)
    for rows in batches:
        async with database.transaction() as connection:
            await Ingest(database, calendar, Cipher("k" * 32)).write(connection, "s", rows)
    verdicts = [verdict async for verdict in verify(database, date.min, date.max)]
    await database.close()
    assert not any(verdict.differences for verdict in verdicts)
    return {verdict.day.isoformat(): verdict.calls for verdict in verdicts if verdict.calls}


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25)])
async def test_a_day_on_which_the_clocks_change_has_its_own_hours(database_url: str, day: date, hours: int) -> None:
    start, end = NEW_YORK.window_of(day)
    every = [call(str(hour), start + timedelta(hours=hour)) for hour in range(int((end - start) / timedelta(hours=1)))]
    assert await calls_by_day(database_url, NEW_YORK, every) == {day.isoformat(): hours}


async def test_the_last_moment_of_a_day_and_the_first_of_the_next_are_two_days(database_url: str) -> None:
    midnight = datetime(2026, 10, 19, 16, 0, tzinfo=UTC)
    rows = [call("1", midnight - timedelta(microseconds=1)), call("2", midnight)]
    assert await calls_by_day(database_url, SHANGHAI, rows) == {"2026-10-19": 1, "2026-10-20": 1}


async def test_a_call_whose_time_is_corrected_leaves_its_first_day(database_url: str) -> None:
    noon = datetime(2026, 10, 20, 4, 0, tzinfo=UTC)
    first, corrected = [call("1", noon)], [call("1", noon - timedelta(days=3))]
    assert await calls_by_day(database_url, SHANGHAI, first, corrected) == {"2026-10-17": 1}


async def test_calls_of_other_ages_are_days_of_their_own(database_url: str) -> None:
    rows = [call("1", datetime(1970, 1, 1, tzinfo=UTC)), call("2", datetime(9999, 12, 30, tzinfo=UTC)), call("3")]
    assert await calls_by_day(database_url, SHANGHAI, rows) == {"1970-01-01": 1, "2026-10-20": 1, "9999-12-30": 1}


@given(st.text(alphabet="0123456789+- ()#*转ext", min_size=1, max_size=64))
def test_a_mask_never_shows_a_whole_number(written: str) -> None:
    number = normalise_phone(written)
    shown = mask_phone(number)
    assert sum(letter == "*" for letter in shown) >= min(4, len(number))
    assert len(shown) == len(number)


@pytest.mark.parametrize("text", ["1999-12-31 23:00:00", "2000-01-01T00:30:00+14:00", "946598400", "2101-01-01 00:00"])
def test_a_start_that_no_list_can_ask_for_is_refused_by_every_reader(text: str) -> None:
    with pytest.raises(Unreadable):
        LocalTimes("America/New_York")(text)
    assert moment_of(text, NEW_YORK.zone) is None


@pytest.mark.parametrize("moment", [EARLIEST_START, LATEST_START])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Shanghai"])
def test_what_is_taken_is_of_a_day_that_can_be_asked_for_in_every_zone(moment: datetime, zone: str) -> None:
    assert date(2000, 1, 1) <= BusinessCalendar(zone).day_of(moment) <= date(2100, 12, 31)


async def test_numbers_that_no_column_holds_are_stored_as_the_greatest_that_it_does(database_url: str) -> None:
    rows = [call("1", cost_cents=2**40, billed_minutes=-(2**40)), call("2", cost_cents=5)]
    assert await calls_by_day(database_url, SHANGHAI, rows) == {"2026-10-20": 2}

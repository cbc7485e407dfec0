"""The rules of alerts, one by one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leadline.calls.contracts import (
    Completeness,
    FailingTrack,
    HourPulse,
    OrderGap,
    ReopenedDay,
    TrackDay,
    VitalSigns,
)
from leadline.kernel.text import Text
from leadline.operations.domain.judging import DiskUse, DuePull, Finding, Judged, Sight, judge

DAY = date(2026, 11, 24)
ZONE = ZoneInfo("Asia/Shanghai")
AT_1030 = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
WHY = Text("超时", "timed out")


def look(rule: str, threshold: float = 1, moment: datetime = AT_1030, **seen: Any) -> Judged:
    days, failing, gaps, hours, reopened = (
        tuple(seen.get(name, ())) for name in ("days", "failing", "gaps", "hours", "reopened")
    )
    signs = VitalSigns(days, failing, gaps, hours, reopened, frozenset(seen.get("accepted", ())))
    sight = Sight(moment, ZONE, signs, seen.get("due", ()), seen.get("letters", 0), "here", seen.get("disks", ()))
    return judge(sight, {rule: threshold})


def keys(found: Judged) -> list[str]:
    return [one.key for one in found.findings]


def only(found: Judged) -> Finding:
    (one,) = found.findings
    return one


def day(state: Completeness, days_ago: int = 0, at: datetime | None = None, minutes: int = 60) -> TrackDay:
    checked = AT_1030 - timedelta(minutes=minutes)
    return TrackDay("fake", "grade", DAY - timedelta(days=days_ago), state, WHY, checked, at)


PARTIAL, COMPLETE, INCOMPLETE = Completeness.PARTIAL, Completeness.COMPLETE, Completeness.INCOMPLETE
TEN = DuePull("fake", "grade", DAY, AT_1030 - timedelta(minutes=30))


@pytest.mark.parametrize(
    ("came", "stale"), [(AT_1030 - timedelta(minutes=29), False), (AT_1030 - timedelta(minutes=31), True), (None, True)]
)
def test_a_track_is_stale_when_the_pull_that_was_due_has_not_come(came: datetime | None, stale: bool) -> None:
    found = look("track_stale", due=[TEN], days=[day(PARTIAL, at=came)])
    assert keys(found) == (["fake/grade"] if stale else [])


def test_a_day_never_pulled_is_stale_and_the_sentence_stays_the_same_while_it_lasts() -> None:
    first, later = (look("track_stale", due=[TEN._replace(tick=AT_1030 - timedelta(minutes=n))]) for n in (30, 20))
    assert only(first).summary == only(later).summary
    assert "there was no whole pull yet" in only(first).summary.en


def test_a_track_that_fails_three_times_in_a_row() -> None:
    failing = [FailingTrack("fake", "grade", 2, WHY), FailingTrack("fake", "task", 3, None)]
    found = look("sync_failing", 3, failing=failing)
    assert keys(found) == ["fake/task"]


@pytest.mark.parametrize(
    ("state", "days_ago", "wrong"),
    [(INCOMPLETE, 0, False), (INCOMPLETE, 1, True), (COMPLETE, 1, False), (PARTIAL, 1, False)],
)
def test_a_past_day_that_lacks_something(state: Completeness, days_ago: int, wrong: bool) -> None:
    found = look("day_incomplete", 2, days=[day(state, days_ago)])
    assert keys(found) == ([f"fake/grade/{DAY - timedelta(days=1)}"] if wrong else [])


def test_a_day_that_is_just_being_pulled_is_left_as_it_is() -> None:
    found = look("day_incomplete", 2, days=[day(INCOMPLETE, 1, minutes=5)])
    assert (keys(found), found.leaves("day_incomplete", f"fake/grade/{DAY - timedelta(days=1)}")) == ([], True)


def test_yesterday_has_its_hours_of_grace() -> None:
    one_in_the_morning = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert keys(look("day_incomplete", 2, one_in_the_morning, days=[day(INCOMPLETE, 1)])) == []


def test_orders_that_differ_by_more_than_the_limit() -> None:
    gaps = [OrderGap("fake", DAY, 100, 105), OrderGap("fake", DAY - timedelta(days=1), 100, 94)]
    found = look("orders_differ", 5, gaps=gaps)
    assert "偏差 -6" in only(found).summary.zh  # the dialer told six less


def pulse(calls: int, connected: int, usual: tuple[int, int, int] = (4, 400, 80), hour: int = 9) -> HourPulse:
    return HourPulse("fake", hour, calls, connected, *usual)


@pytest.mark.parametrize(
    ("hour", "wrong"),
    [
        (pulse(200, 40), False),  # 20 %, as ever
        (pulse(200, 10), True),
        (pulse(200, 90), True),  # as strange upwards
        (pulse(40, 2), False),  # too few to tell
        (pulse(200, 10, (0, 0, 0)), False),  # nothing to compare with
        (pulse(60, 20), False),  # 13 points more: less than the limit
        (pulse(200, 10, hour=8), False),  # not the hour that has just ended
    ],
)
def test_a_contact_rate_far_from_what_this_hour_usually_has(hour: HourPulse, wrong: bool) -> None:
    found = look("contact_rate", 15, hours=[hour])
    assert keys(found) == (["fake"] if wrong else [])


def test_an_hour_whose_calls_are_not_in_yet_is_not_judged() -> None:
    late = day(PARTIAL, at=AT_1030 - timedelta(hours=1))
    found = look("contact_rate", 15, hours=[pulse(200, 10)], days=[late])
    assert (keys(found), found.leaves("contact_rate", "fake")) == ([], True)
    soon = look("contact_rate", 15, AT_1030 - timedelta(minutes=20), hours=[pulse(200, 10)])
    assert (keys(soon), soon.leaves("contact_rate", "fake")) == ([], True)


@pytest.mark.parametrize(
    ("hours", "span", "wrong"),
    [
        ([pulse(0, 0)], 1, True),
        ([pulse(1, 0)], 1, False),
        ([pulse(0, 0, (4, 40, 8))], 1, False),  # ten an hour: no working hour
        ([pulse(0, 0)], 2, False),
        ([pulse(0, 0, hour=8), pulse(0, 0)], 2, True),
        ([pulse(9, 0, hour=8), pulse(0, 0)], 2, False),
    ],
)
def test_no_calls_in_hours_that_usually_have_them(hours: list[HourPulse], span: int, wrong: bool) -> None:
    assert keys(look("no_calls", span, hours=hours)) == (["fake"] if wrong else [])


def test_letters_disks_and_reopened_days() -> None:
    assert keys(look("dead_letters", 2, letters=1)) == []
    assert keys(look("dead_letters", 2, letters=2)) == [""]
    disks = [DiskUse("home", 91.0), DiskUse("other", 89.9)]
    assert keys(look("disk_full", 90, disks=disks)) == ["here/home"]
    assert keys(look("day_reopened", reopened=[ReopenedDay("fake", DAY, AT_1030, WHY)])) == [f"fake/{DAY}"]


def test_another_machines_disk_is_not_judged_by_this_one() -> None:
    found = look("disk_full", 90)
    assert found.leaves("disk_full", "there/home")
    assert not found.leaves("disk_full", "here/home")


def test_a_rule_that_is_switched_off_finds_nothing() -> None:
    assert keys(look("dead_letters", 1, disks=[DiskUse("home", 99.0)])) == []


def test_what_a_day_lacks_that_somebody_has_closed_so_is_no_alert() -> None:
    yesterday = DAY - timedelta(days=1)
    seen: dict[str, Any] = {"days": [day(INCOMPLETE, 1)], "gaps": [OrderGap("fake", yesterday, 100, 200)]}
    for rule in ("day_incomplete", "orders_differ"):
        assert len(keys(look(rule, **seen))) == 1
        assert keys(look(rule, **seen, accepted=[("fake", yesterday)])) == []
        assert len(keys(look(rule, **seen, accepted=[("other", yesterday)]))) == 1

"""What comes over from another database, what is refused, and what stays as it is."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from leadline.entrypoints.legacy.errors import NothingLegacy
from leadline.kernel.db.schema import FirstSystemDatabase
from tests.legacy.conftest import Builder, TakeOver, Verifier
from tests.legacy.first_system import DAY, NOON, build, call, call_records, contents, grades, run, totals

RUBBISH = (
    "call_id = ' '", "duration = 'abc'", "duration = -5", "start_time = '0001-01-01'", "start_time = 'soon'",
    "start_time = 99", "is_success = 'perhaps'", "phone = x'ff00fe'", "agent_name = CAST(x'fffe41' AS TEXT)",
    "start_time = '9999-12-31 23:59:59'",
)  # fmt: skip


def test_a_call_keeps_what_the_first_system_knew_of_it(target_url: str, legacy: Builder, take_over: TakeOver) -> None:
    take_over(target_url, legacy([call(2)]))
    names = "call_id, outcome, duration, is_success, agent_name, task_name, hangup_reason, phone_masked, raw_outcome"
    assert run(target_url, f"SELECT {names} FROM call_records") == [
        ("900002", "connected", 30, True, "王芳", "十月名单", "NORMAL_CLEARING", "138****0002", "is_success=1")
    ]


def test_the_counts_are_those_of_a_recount(
    target_url: str, legacy: Builder, take_over: TakeOver, differing_days: Verifier
) -> None:
    take_over(target_url, legacy(call(number) for number in range(50)))
    assert differing_days(target_url) == []
    assert run(target_url, "SELECT source, total_calls, success_calls FROM daily_stats") == [("guanke", 50, 25)]


def test_repeating_it_changes_nothing(target_url: str, legacy: Builder, take_over: TakeOver) -> None:
    origin = legacy([call(1), call(2)], [grades()], [totals()])
    take_over(target_url, origin)
    again = take_over(target_url, origin)
    assert (again.result.new, again.result.updated, again.result.unchanged) == (0, 0, 2)
    assert (again.grade_days, again.task_days) == (0, 0)


def test_the_first_systems_rows_stay_as_they_are(target_url: str, legacy: Builder, take_over: TakeOver) -> None:
    origin = legacy([call(1)], [grades()], [totals()])
    before = contents(origin)
    take_over(target_url, origin)
    assert contents(origin) == before


def test_not_a_byte_of_a_sqlite_file_is_written(sqlite_url: str, tmp_path: Path, take_over: TakeOver) -> None:
    file = tmp_path / "old.db"
    build(f"sqlite:///{file}", (call_records, [call(1)]))
    before = file.read_bytes()
    assert take_over(sqlite_url, str(file)).result.new == 1
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("old.db-*"))


def test_a_new_database_is_given_its_schema(tmp_path: Path, legacy: Builder, take_over: TakeOver) -> None:
    assert take_over(f"sqlite:///{tmp_path}/fresh.db", legacy([call(1)])).result.new == 1


def test_a_first_systems_database_is_no_place_to_import_into(
    tmp_path: Path, legacy: Builder, take_over: TakeOver
) -> None:
    other = build(f"sqlite:///{tmp_path}/other.db", (call_records, [call(1)]))
    with pytest.raises(FirstSystemDatabase):
        take_over(other, legacy([call(1)]))


def test_a_database_of_ours_holds_nothing_to_take_over(target_url: str, take_over: TakeOver) -> None:
    with pytest.raises(NothingLegacy):
        take_over(target_url, target_url)


@pytest.mark.parametrize(("zone", "day"), [("UTC", "2025-10-27"), ("Asia/Shanghai", "2025-10-26")])
def test_naive_times_are_read_in_the_zone_that_is_named(
    zone: str, day: str, target_url: str, legacy: Builder, take_over: TakeOver
) -> None:
    take_over(target_url, legacy([call(1, start_time=NOON + timedelta(hours=16))]), zone)
    assert run(target_url, "SELECT CAST(stat_date AS TEXT) FROM call_records") == [(day,)]


def test_another_zone_the_second_time_moves_the_calls(
    target_url: str, legacy: Builder, take_over: TakeOver, differing_days: Verifier
) -> None:
    origin = legacy([call(1, start_time=NOON + timedelta(hours=16))])
    take_over(target_url, origin)
    assert take_over(target_url, origin, "Asia/Shanghai").result.updated == 1
    assert run(target_url, "SELECT CAST(stat_date AS TEXT) FROM call_records") == [("2025-10-26",)]
    assert differing_days(target_url) == []


def test_calls_without_a_start_time_are_refused(target_url: str, legacy: Builder, take_over: TakeOver) -> None:
    earlier = NOON - timedelta(days=3)
    report = take_over(target_url, legacy([call(1, start_time=None), call(2, start_time=None, created_at=earlier)]))
    assert report.refused == {"no_start_time": 2}
    assert report.without_time == {DAY, DAY - timedelta(days=3)}


def test_days_that_came_over_are_unverified(target_url: str, legacy: Builder, take_over: TakeOver) -> None:
    later = DAY + timedelta(days=1)
    take_over(target_url, legacy([call(1)], [grades(later)], [totals(later)]))
    assert run(target_url, "SELECT track, CAST(stat_date AS TEXT), state FROM sync_days ORDER BY 2, 1") == [
        ("grade", "2025-10-26", "unverified"),
        ("grade", "2025-10-27", "unverified"),
        ("task", "2025-10-27", "unverified"),
    ]


def test_cached_figures_come_over_as_incomplete(target_url: str, legacy: Builder, take_over: TakeOver) -> None:
    take_over(target_url, legacy([], [grades()], [totals()]))
    figures = "grade_9, grade_1, total_success, total_records, sync_type, complete"
    assert run(target_url, f"SELECT {figures} FROM grade_stats_cache") == [(22, 2, 24, 15305, "manual", False)]
    figures = "calls, connected, orders, sync_type, complete"
    assert run(target_url, f"SELECT {figures} FROM task_stats_cache") == [(15305, 2496, 24, "manual", False)]


def test_figures_of_ours_are_kept(sqlite_url: str, legacy: Builder, take_over: TakeOver) -> None:
    values = "'guanke', '2025-10-26', 23, 2, 25, 15400, 't3', 1761500000000000, 1.5, 1"
    run(sqlite_url, f"INSERT INTO grade_stats_cache VALUES ({values})")
    assert take_over(sqlite_url, legacy([], [grades()])).grade_days == 0
    assert run(sqlite_url, "SELECT grade_9, complete FROM grade_stats_cache") == [(23, 1)]


def test_the_flag_counts_more_than_the_cause(target_url: str, legacy: Builder, take_over: TakeOver) -> None:
    rows = [
        call(1, is_success=True, hangup_reason="WHATEVER"),
        call(2, is_success=None),
        call(3, is_success=False, hangup_reason="NORMAL_CLEARING"),
        call(5, hangup_reason=None),
    ]
    take_over(target_url, legacy(rows))
    found = run(target_url, "SELECT outcome FROM call_records ORDER BY call_id")
    assert [outcome for (outcome,) in found] == ["connected", "connected", "no_answer", "unknown"]


def test_sqlite_rows_of_any_rubbish_are_refused_one_by_one(
    sqlite_url: str, tmp_path: Path, take_over: TakeOver
) -> None:
    file = tmp_path / "old.db"
    build(f"sqlite:///{file}", (call_records, [call(number) for number in range(10)]))
    old = sqlite3.connect(file)
    for number, change in enumerate(RUBBISH, 1):
        old.execute(f"UPDATE call_records SET {change} WHERE id = {number}")
    old.commit()
    old.close()
    report = take_over(sqlite_url, str(file))
    assert report.result.new == 2
    assert report.refused == {"bad_duration": 2, "bad_is_success": 1, "bad_start_time": 4, "no_call_id": 1}

"""`leadline import-legacy --from`: another database, only read."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.legacy.conftest import Builder, Program
from tests.legacy.first_system import DAY, NOON, build, call, call_records, contents, grades, run, totals

OURS = "SELECT call_id, outcome, duration, is_success, agent_name, hangup_reason FROM call_records ORDER BY call_id"


def test_calls_and_cached_figures_are_taken_over(database_url: str, legacy: Builder, program: Program) -> None:
    origin = legacy([call(1), call(2)], [grades()], [totals()])
    done = program(database_url, "import-legacy", "--from", origin, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["taken"], told["grade_days"], told["task_days"]) == (0, 2, 1, 1)
    assert run(database_url, OURS) == [
        ("900001", "busy", 0, False, "王芳", "USER_BUSY"),
        ("900002", "connected", 30, True, "王芳", "NORMAL_CLEARING"),
    ]


def test_the_counts_are_those_of_a_recount(target_url: str, legacy: Builder, leadline: Program) -> None:
    leadline(target_url, "import-legacy", "--from", legacy(call(number) for number in range(50)))
    assert leadline(target_url, "stats", "verify").returncode == 0
    assert run(target_url, "SELECT source, total_calls, success_calls FROM daily_stats") == [("guanke", 50, 25)]


def test_repeating_it_changes_nothing(target_url: str, legacy: Builder, leadline: Program) -> None:
    origin = legacy([call(1), call(2)], [grades()], [totals()])
    leadline(target_url, "import-legacy", "--from", origin)
    told = json.loads(leadline(target_url, "import-legacy", "--from", origin, "--json").stdout)
    assert [told[name] for name in ("taken", "updated", "unchanged", "grade_days", "task_days")] == [0, 0, 2, 0, 0]


def test_the_first_systems_database_stays_as_it_is(target_url: str, legacy: Builder, leadline: Program) -> None:
    origin = legacy([call(1)], [grades()], [totals()])
    before = contents(origin)
    leadline(target_url, "import-legacy", "--from", origin)
    assert contents(origin) == before


def test_not_a_byte_of_a_sqlite_file_is_written(sqlite_url: str, tmp_path: Path, leadline: Program) -> None:
    file = tmp_path / "old.db"
    build(f"sqlite:///{file}", (call_records, [call(1)]))
    before = file.read_bytes()
    assert leadline(sqlite_url, "import-legacy", "--from", f"sqlite:///{file}").returncode == 0
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("old.db-*"))


def test_a_new_database_is_given_its_schema(legacy: Builder, leadline: Program, tmp_path: Path) -> None:
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    assert leadline(fresh, "import-legacy", "--from", legacy([call(1)])).returncode == 0
    assert run(fresh, "SELECT count(*) FROM call_records") == [(1,)]


@pytest.mark.parametrize(("zone", "day"), [("UTC", "2025-10-27"), ("Asia/Shanghai", "2025-10-26")])
def test_naive_times_are_read_in_the_zone_that_is_named(
    zone: str, day: str, sqlite_url: str, legacy: Builder, leadline: Program
) -> None:
    evening = call(1, start_time=NOON + timedelta(hours=16))
    leadline(sqlite_url, "import-legacy", "--from", legacy([evening]), "--zone", zone)
    assert [str(found) for (found,) in run(sqlite_url, "SELECT stat_date FROM call_records")] == [day]


def test_another_zone_the_second_time_moves_the_calls(sqlite_url: str, legacy: Builder, leadline: Program) -> None:
    origin = legacy([call(1, start_time=NOON + timedelta(hours=16))])
    leadline(sqlite_url, "import-legacy", "--from", origin)
    done = leadline(sqlite_url, "import-legacy", "--from", origin, "--zone", "Asia/Shanghai", "--json")
    assert json.loads(done.stdout)["updated"] == 1
    assert run(sqlite_url, "SELECT stat_date FROM call_records") == [("2025-10-26",)]
    assert leadline(sqlite_url, "stats", "verify").returncode == 0


def test_an_unknown_zone_is_wrong_usage(sqlite_url: str, leadline: Program) -> None:
    assert leadline(sqlite_url, "import-legacy", "--zone", "Mars/Olympus").returncode == 2


def test_calls_without_a_start_time_are_refused_with_the_days_to_sync_again(
    target_url: str, legacy: Builder, leadline: Program
) -> None:
    origin = legacy([call(1, start_time=None), call(2, start_time=None, created_at=NOON - timedelta(days=3)), call(4)])
    done = leadline(target_url, "import-legacy", "--from", origin)
    assert done.returncode == 1
    assert "2 no start time" in done.stdout
    assert "leadline sync --from 2025-10-23 --to 2025-10-26" in done.stderr


def test_days_that_came_over_are_unverified(target_url: str, legacy: Builder, leadline: Program) -> None:
    later = DAY + timedelta(days=1)
    leadline(target_url, "import-legacy", "--from", legacy([call(1)], [grades(later)], [totals(later)]))
    found = run(target_url, "SELECT track, CAST(stat_date AS TEXT), state FROM sync_days ORDER BY 2, 1")
    assert found == [
        ("grade", "2025-10-26", "unverified"),
        ("grade", "2025-10-27", "unverified"),
        ("task", "2025-10-27", "unverified"),
    ]


def test_cached_figures_come_over_as_incomplete(target_url: str, legacy: Builder, leadline: Program) -> None:
    leadline(target_url, "import-legacy", "--from", legacy([], [grades()], [totals()]))
    assert run(
        target_url, "SELECT grade_9, grade_1, total_success, total_records, sync_type, complete FROM grade_stats_cache"
    ) == [(22, 2, 24, 15305, "manual", False)]
    assert run(target_url, "SELECT calls, connected, orders, sync_type, complete FROM task_stats_cache") == [
        (15305, 2496, 24, "manual", False)
    ]


def test_figures_of_ours_are_kept(sqlite_url: str, legacy: Builder, leadline: Program) -> None:
    values = "'guanke', '2025-10-26', 23, 2, 25, 15400, 't3', 1761500000000000, 1.5, 1"
    run(sqlite_url, f"INSERT INTO grade_stats_cache VALUES ({values})")
    told = json.loads(leadline(sqlite_url, "import-legacy", "--from", legacy([], [grades()]), "--json").stdout)
    assert told["grade_days"] == 0
    assert run(sqlite_url, "SELECT grade_9, complete FROM grade_stats_cache") == [(23, 1)]


def test_a_flag_that_contradicts_the_cause_is_believed(sqlite_url: str, legacy: Builder, leadline: Program) -> None:
    rows = [
        call(1, is_success=True, hangup_reason="WHATEVER"),
        call(2, is_success=None),
        call(3, is_success=False, hangup_reason="NORMAL_CLEARING"),
        call(5, hangup_reason=None),
    ]
    leadline(sqlite_url, "import-legacy", "--from", legacy(rows))
    found = run(sqlite_url, "SELECT outcome FROM call_records ORDER BY call_id")
    assert [outcome for (outcome,) in found] == ["connected", "connected", "no_answer", "unknown"]


def test_a_relative_file_is_found_where_flask_put_it(sqlite_url: str, tmp_path: Path, leadline: Program) -> None:
    (tmp_path / "instance").mkdir()
    build(f"sqlite:///{tmp_path}/instance/business_data.db", (call_records, [call(1)]))
    done = leadline(sqlite_url, "import-legacy", "--from", "sqlite:///business_data.db")
    assert done.returncode == 0
    assert "Taking instance/business_data.db, where Flask put it" in done.stderr


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ("sqlite:///nowhere.db", "There is no file nowhere.db"),
        ("mysql://host/db", "--from names 'mysql'"),
        ("postgresql://postgres@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_an_address_without_a_database_is_refused(origin: str, says: str, sqlite_url: str, leadline: Program) -> None:
    done = leadline(sqlite_url, "import-legacy", "--from", origin)
    assert done.returncode == 1
    assert says in done.stderr or "Cannot read" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_refused(sqlite_url: str, tmp_path: Path, leadline: Program) -> None:
    (tmp_path / "text.db").write_text("not a database, " * 100)
    done = leadline(sqlite_url, "import-legacy", "--from", "text.db")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "file is not a database" in done.stderr


def test_a_database_of_ours_holds_nothing_to_take_over(sqlite_url: str, leadline: Program) -> None:
    done = leadline(sqlite_url, "import-legacy", "--from", sqlite_url)
    assert done.returncode == 1
    assert "holds no table of the first system" in done.stderr


def test_sqlite_rows_of_any_rubbish_are_refused_one_by_one(sqlite_url: str, tmp_path: Path, leadline: Program) -> None:
    file = tmp_path / "old.db"
    build(f"sqlite:///{file}", (call_records, [call(number) for number in range(10)]))
    old = sqlite3.connect(file)
    for number, change in enumerate(
        ["call_id = ' '", "duration = 'abc'", "duration = -5", "start_time = '0001-01-01'", "start_time = 'soon'",
         "start_time = 99", "is_success = 'perhaps'", "phone = x'ff00fe'", "agent_name = CAST(x'fffe41' AS TEXT)",
         "start_time = '9999-12-31 23:59:59'"], 1,
    ):  # fmt: skip
        old.execute(f"UPDATE call_records SET {change} WHERE id = {number}")
    old.commit()
    old.close()
    done = leadline(sqlite_url, "import-legacy", "--from", f"sqlite:///{file}", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["taken"]) == (1, 2)
    assert told["refused_by_reason"] == {
        "bad_duration": 2, "bad_is_success": 1, "bad_start_time": 4, "no_call_id": 1,
    }  # fmt: skip

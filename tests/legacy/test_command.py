"""`leadline import-legacy` as its users start it: what it prints, how it ends, what it refuses."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.legacy.conftest import Builder, Program, Verifier
from tests.legacy.first_system import NOON, build, call, call_records, contents, grades, run, tables_in, totals

MOVED = (
    "alembic_version, call_records, daily_stats, grade_stats_cache, package_notes, packages, sync_locks, "
    "task_stats_cache, tasks"
)
COUNTED = "SELECT CAST(stat_date AS TEXT), total_calls, success_calls, total_duration FROM daily_stats ORDER BY 1"


def test_calls_and_cached_figures_come_from_any_database_into_any(
    database_url: str, legacy: Builder, leadline: Program
) -> None:
    origin = legacy([call(1), call(2)], [grades()], [totals()])
    done = leadline(database_url, "import-legacy", "--from", origin, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["taken"], told["grade_days"], told["task_days"]) == (0, 2, 1, 1)
    assert run(database_url, "SELECT call_id, outcome FROM call_records ORDER BY 1") == [
        ("900001", "busy"),
        ("900002", "connected"),
    ]


def test_refusals_are_told_with_the_days_to_sync_again(sqlite_url: str, tmp_path: Path, leadline: Program) -> None:
    build(f"sqlite:///{tmp_path}/old.db", (call_records, [call(1, start_time=None), call(2)]))
    done = leadline(sqlite_url, "import-legacy", "--from", "old.db")
    assert (done.returncode, "1 no start time" in done.stdout) == (1, True)
    assert f"leadline sync --from {NOON.date()} --to {NOON.date()}" in done.stderr


def test_in_place_the_tables_are_renamed_and_taken_over(legacy: Builder, leadline: Program) -> None:
    url = legacy([call(1), call(2)], [grades()], [totals()])
    before = contents(url)
    done = leadline(url, "import-legacy", "--yes", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["taken"], ", ".join(told["renamed"])) == (0, 2, MOVED)
    assert "These stay as they are: erp_orders" in done.stderr
    assert contents(url, "legacy_") == before
    assert leadline(url, "db", "check").returncode == 0


def test_it_asks_first_and_no_answer_is_a_no(legacy: Builder, leadline: Program) -> None:
    url = legacy([call(1)])
    before = contents(url)
    done = leadline(url, "import-legacy")
    assert done.returncode == 1
    assert f"renamed to legacy_*, their rows unchanged: {MOVED}" in done.stderr
    assert contents(url) == before


def test_an_unknown_zone_is_wrong_usage(sqlite_url: str, leadline: Program) -> None:
    assert leadline(sqlite_url, "import-legacy", "--zone", "Mars/Olympus").returncode == 2


def test_a_relative_file_is_found_where_flask_put_it(sqlite_url: str, tmp_path: Path, leadline: Program) -> None:
    (tmp_path / "instance").mkdir()
    build(f"sqlite:///{tmp_path}/instance/business_data.db", (call_records, [call(1)]))
    done = leadline(sqlite_url, "import-legacy", "--from", "sqlite:///business_data.db")
    assert (done.returncode, "Taking instance/business_data.db, where Flask put it" in done.stderr) == (0, True)


def test_in_place_flasks_file_is_hinted_at_and_none_is_made(tmp_path: Path, leadline: Program) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "business_data.db").touch()
    done = leadline("sqlite:///business_data.db", "import-legacy", "--yes")
    assert "where Flask put it: use sqlite:///instance/business_data.db" in done.stderr
    assert not (tmp_path / "business_data.db").exists()


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ("sqlite:///nowhere.db", "There is no file nowhere.db"),
        ("mysql://host/db", "--from names 'mysql'"),
        ("postgresql://postgres@127.0.0.1:1/none", "Cannot read postgresql://postgres@127.0.0.1:1/none"),
        ("text.db", "file is not a database"),
    ],
)
def test_an_address_without_a_database_is_refused_in_one_line(
    origin: str, says: str, sqlite_url: str, tmp_path: Path, leadline: Program
) -> None:
    (tmp_path / "text.db").write_text("not a database, " * 100)
    done = leadline(sqlite_url, "import-legacy", "--from", origin)
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (1, True, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("db", "upgrade"), ("db", "check"), ("db", "downgrade", "base", "--yes"), ("serve", "--port", "1"),
        ("demo", "--once", "--days", "1"), ("sync",), ("import", "."), ("doctor",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_says_whose_database_it_is_and_leaves_it_alone(
    arguments: tuple[str, ...], tmp_path: Path, leadline: Program
) -> None:
    url = build(f"sqlite:///{tmp_path}/old.db", (call_records, [call(1)]))
    before = contents(url), tables_in(url)
    done = leadline(url, *arguments)
    assert done.returncode == 1
    assert "This is a database of the first system" in done.stderr + done.stdout
    assert (contents(url), tables_in(url)) == before


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_anywhere_and_run_again_it_ends_the_same(
    seed: int,
    legacy: Builder,
    leadline: Program,
    environment: dict[str, str],
    tmp_path: Path,
    differing_days: Verifier,
) -> None:
    url = legacy([call(number) for number in range(15_000)], [grades()], [totals()])
    before = contents(url)
    moments = random.Random(seed)
    for _ in range(3):
        killed_after(moments.uniform(0.7, 2.5), environment | {"DATABASE_URL": url}, tmp_path)
    done = leadline(url, "import-legacy", "--yes", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["taken"] + told["unchanged"], told["updated"]) == (0, 15_000, 0)
    assert run(url, COUNTED) == [("2025-10-26", 6172, 3086, 92580), ("2025-10-27", 8828, 4414, 132420)]
    assert contents(url, "legacy_") == before
    assert differing_days(url) == []


def killed_after(seconds: float, environment: dict[str, str], folder: Path) -> None:
    """Starts the import and ends it by SIGKILL."""
    command = [sys.executable, "-m", "leadline", "import-legacy", "--yes"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet) as started:
        time.sleep(seconds)
        started.kill()

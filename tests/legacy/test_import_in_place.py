"""`leadline import-legacy` where DATABASE_URL itself is the first system's: its tables make room, and lose nothing."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.legacy.conftest import Builder, Program
from tests.legacy.first_system import build, call, call_records, contents, grades, run, tables_in, totals

MOVED = (
    "alembic_version, call_records, daily_stats, grade_stats_cache, package_notes, packages, sync_locks, "
    "task_stats_cache, tasks"
)
COUNTED = "SELECT CAST(stat_date AS TEXT), total_calls, success_calls, total_duration FROM daily_stats ORDER BY 1"


def test_the_tables_are_renamed_and_their_rows_taken_over(legacy: Builder, leadline: Program) -> None:
    url = legacy([call(1), call(2)], [grades()], [totals()])
    before = contents(url)
    done = leadline(url, "import-legacy", "--yes", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["taken"], ", ".join(told["renamed"])) == (0, 2, MOVED)
    assert contents(url, "legacy_") == before
    assert leadline(url, "db", "check").returncode == 0
    assert leadline(url, "stats", "verify").returncode == 0


def test_a_table_of_a_stranger_keeps_its_name(legacy: Builder, leadline: Program) -> None:
    url = legacy([call(1)])
    done = leadline(url, "import-legacy", "--yes")
    assert "These stay as they are: erp_orders" in done.stderr
    assert "erp_orders" in tables_in(url)


def test_it_asks_first_and_no_answer_is_a_no(legacy: Builder, leadline: Program) -> None:
    url = legacy([call(1)])
    before = contents(url)
    done = leadline(url, "import-legacy")
    assert done.returncode == 1
    assert f"renamed to legacy_*, their rows unchanged: {MOVED}" in done.stderr
    assert contents(url) == before


def test_a_second_run_takes_from_the_renamed_tables(legacy: Builder, leadline: Program) -> None:
    url = legacy([call(1), call(2)])
    leadline(url, "import-legacy", "--yes")
    told = json.loads(leadline(url, "import-legacy", "--json").stdout)
    assert (told["renamed"], told["taken"], told["unchanged"]) == ([], 0, 2)


def test_indexes_are_kept_under_names_that_are_not_ours(legacy: Builder, leadline: Program) -> None:
    url = legacy([call(1)])
    leadline(url, "import-legacy", "--yes")
    query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    if url.startswith("postgresql"):
        query = "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'"
    found = {name for name, table in run(url, query) if table.startswith("legacy_")}
    assert "legacy_ix_call_records_start_time" in found
    assert {name for name in found if not name.startswith("legacy_")} == set()


@pytest.mark.postgres
def test_sequences_of_the_old_tables_are_renamed_and_still_count(empty_postgres_url: str, leadline: Program) -> None:
    url = build(empty_postgres_url, (call_records, [call(1)]))
    leadline(url, "import-legacy", "--yes")
    assert run(url, "SELECT pg_get_serial_sequence('legacy_call_records', 'id')") == [
        ("public.legacy_call_records_id_seq",)
    ]
    assert run(url, "INSERT INTO legacy_call_records (call_id) VALUES ('x') RETURNING id") == [(2,)]


def test_names_that_are_taken_stop_it_before_anything_is_touched(legacy: Builder, leadline: Program) -> None:
    url = legacy([call(1)])
    run(url, "CREATE TABLE legacy_call_records (id INTEGER)")
    before = contents(url)
    done = leadline(url, "import-legacy", "--yes")
    assert (done.returncode, "These names are taken: legacy_call_records" in done.stderr) == (1, True)
    assert contents(url) == before


def test_a_new_database_is_no_first_system(tmp_path: Path, leadline: Program) -> None:
    done = leadline(f"sqlite:///{tmp_path}/none.db", "import-legacy", "--yes")
    assert (done.returncode, "There is no file" in done.stderr) == (1, True)
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_lies_where_flask_put_it_is_hinted_at(tmp_path: Path, leadline: Program) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "business_data.db").touch()
    done = leadline("sqlite:///business_data.db", "import-legacy", "--yes")
    assert (
        "there is instance/business_data.db, where Flask put it: use sqlite:///instance/business_data.db" in done.stderr
    )
    assert not (tmp_path / "business_data.db").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("db", "upgrade"), ("db", "check"), ("db", "downgrade", "base", "--yes"), ("serve", "--port", "1"),
        ("demo", "--once", "--days", "1"), ("sync",), ("import", "."), ("doctor",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_says_whose_database_it_is_and_leaves_it_alone(
    arguments: tuple[str, ...], legacy: Builder, leadline: Program
) -> None:
    url = legacy([call(1)], [grades()])
    before = contents(url), tables_in(url)
    done = leadline(url, *arguments)
    assert done.returncode == 1
    assert "This is a database of the first system" in done.stderr + done.stdout
    assert (contents(url), tables_in(url)) == before


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_anywhere_and_run_again_it_ends_the_same(
    seed: int, legacy: Builder, program: Program, environment: dict[str, str], tmp_path: Path
) -> None:
    url = legacy([call(number) for number in range(15_000)], [grades()], [totals()])
    before = contents(url)
    moments = random.Random(seed)
    for _ in range(3):
        killed_after(moments.uniform(0.7, 2.5), environment | {"DATABASE_URL": url}, tmp_path)
    done = program(url, "import-legacy", "--yes", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["taken"] + told["unchanged"], told["updated"]) == (0, 15_000, 0)
    assert run(url, COUNTED) == [("2025-10-26", 6172, 3086, 92580), ("2025-10-27", 8828, 4414, 132420)]
    assert contents(url, "legacy_") == before
    assert program(url, "stats", "verify").returncode == 0


def killed_after(seconds: float, environment: dict[str, str], folder: Path) -> None:
    """Starts the import and ends it by SIGKILL."""
    command = [sys.executable, "-m", "leadline", "import-legacy", "--yes"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet) as started:
        time.sleep(seconds)
        started.kill()

"""The command line in clumsy hands: every mistake is one line and an exit status, never a traceback."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from leadline.calls.domain.grades import DEFAULT_RULES
from leadline.calls.service import rules
from leadline.kernel.db.engine import Database
from tests.guanke.simulated import HTTP, SimulatedVendor
from tests.journeys.syncing import LAST, Installation

HEADER = "call_id,start_time,duration,phone\n"


@pytest.fixture
def local(sqlite_url: str, vendor: SimulatedVendor, tmp_path: Path) -> Installation:
    """An installation on SQLite: what is tried here speaks to no particular database."""
    return Installation(sqlite_url, vendor, tmp_path)


def ran(installation: Installation, *arguments: str, **more: str) -> tuple[int, str, str]:
    """Exit status, standard output, standard error; a traceback fails the test."""
    more.setdefault("LEADLINE_LANG", "en")
    process = installation.leadline(*arguments, out=subprocess.PIPE, **more)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in out + err
    return process.returncode, out, err


WRONG = {
    "stats show --from abc": 2,
    "stats show --days 0": 2,
    "stats show --from 0001-01-01": 2,
    "stats show --from 9999-12-30 --to 9999-12-31": 2,
    "stats show --to 2025-10-24": 2,
    "stats show --days 1 --from 2025-10-24": 2,
    "sync --from 0001-01-01 --to 9999-12-31": 2,
    "sync --source [/red]": 1,
    "sync --track both --source nobody": 1,
    "export --out / --days 1": 1,
    "export --out /dev/null --days 1": 1,
    "export --out /nowhere/at/all.csv --days 1": 1,
    "export --out /nowhere/at/all.xlsx --days 1": 1,
    "import /nowhere.csv": 2,
    "import /dev/null": 1,
    "import /proc/self/mem": 1,
    "token --role nobody": 2,
    "token --role admin --hours 99999999999": 2,
    "simulate --port 99999999": 2,
    "simulate --faults {": 2,
    "db seed --days -1": 2,
    "db downgrade nowhere --yes": 1,
    "nothing": 2,
}


@pytest.mark.parametrize(("line", "status"), WRONG.items())
def test_a_wrong_command_line_is_told_in_words(local: Installation, line: str, status: int) -> None:
    assert ran(local, *line.split())[0] == status
    assert Path("/dev/null").is_char_device()


def test_a_folder_that_is_not_there_is_named(local: Installation) -> None:
    status, _, err = ran(local, "export", "--out", "/nowhere/at/all.csv", "--days", "1")
    assert (status, err) == (1, "Error: There is no folder /nowhere/at: make it, or choose another.\n")


@pytest.mark.parametrize("command", ["serve", "simulate"])
@pytest.mark.parametrize(("language", "said"), [("zh", "错误：无法监听"), ("en", "Error: Cannot listen on")])
def test_a_port_that_is_taken_is_told_in_the_terminals_language(
    local: Installation, command: str, language: str, said: str
) -> None:
    taken = local.vendor.url.rsplit(":", 1)[1]
    status, _, err = ran(local, command, "--port", taken, LEADLINE_LANG=language)
    assert (status, err.startswith(said)) == (1, True), err


@pytest.mark.parametrize("name", ["[bold]x.csv", "\udcff.csv", "a b\n.csv"])
def test_a_file_of_any_name_is_imported(local: Installation, name: str) -> None:
    (local.home / name).write_text(HEADER + "1,2025-10-24 10:00:00,5,13800138000\n")
    status, out, _ = ran(local, "import", name, "--json", PYTHONUTF8="1")
    assert (status, json.loads(out)["new_count"]) == (0, 1)


def test_a_gigabyte_of_nothing_is_refused_at_once(local: Installation) -> None:
    for name in ("big.csv", "big.json", "big.xlsx"):
        with (local.home / name).open("wb") as file:
            file.truncate(1 << 30)
        status, out, _ = ran(local, "import", name, "--json")
        assert (status, json.loads(out)["refused"]) == (1, 1)


def test_json_stands_alone_on_standard_output(local: Installation) -> None:
    for line in ("stats show", "stats verify", "stats rebuild", "stats rejudge", "doctor", "export --out x.csv"):
        _, out, _ = ran(local, *line.split(), "--json")
        json.loads(out)


@pytest.mark.parametrize("shell", ["| head -1", "> /dev/full", ">&-", "| true"])
def test_output_that_nobody_takes_is_no_traceback(local: Installation, shell: str) -> None:
    command = ["sh", "-c", f"{sys.executable} -m leadline stats show --days 900 {shell}"]
    done = subprocess.run(command, env=local.environment(), capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def at_a_terminal(start: Callable[[], subprocess.Popen[str]]) -> subprocess.Popen[str]:
    """What a shell starts in the background, these tests perhaps, is deaf to Ctrl-C, and hands that down."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return start()
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_in_the_middle_of_a_sync_is_130_and_the_next_sync_is_whole(local: Installation) -> None:
    local.vendor.set(slow_ms=300)
    before = HTTP.get(f"{local.vendor.url}/_faults").json()["seen"]["requests"]
    process = at_a_terminal(lambda: local.start_sync(first=LAST))
    for requests in (2, 3):
        while HTTP.get(f"{local.vendor.url}/_faults").json()["seen"]["requests"] < before + requests:
            assert process.poll() is None
        local.vendor.set(slow_ms=8000)  # what is asked for from now on has not come when the signal does
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    local.vendor.set(slow_ms=0)
    assert (process.returncode, "Traceback" in out + err) == (130, False), err
    assert local.sync_here(first=LAST).complete


def test_another_encryption_key_is_named_and_overwrites_nothing(local: Installation) -> None:
    assert local.sync(first=LAST)[0] == 0
    known = local.figures()
    key = {"DATA_ENCRYPTION_KEY": "another key, that was never used to write here"}
    status, said = local.sync(first=LAST, **key)
    assert (status, "DATA_ENCRYPTION_KEY" in said, "Traceback" in said) == (1, True, False)
    status, out, _ = ran(local, "doctor", **key)
    assert (status, "DATA_ENCRYPTION_KEY" in out) == (1, True)
    assert {name: local.figures()[name] for name in ("calls", "rollups", "days")} == {
        name: known[name] for name in ("calls", "rollups", "days")
    }
    assert local.sync_here(first=LAST).complete


def test_a_rule_change_that_was_killed_half_way_is_noticed_and_mended(local: Installation) -> None:
    local.sync_here(first=LAST)
    asyncio.run(put_in_force_without_judging(local.database_url))
    status, out, _ = ran(local, "stats", "verify", "--json")
    assert (status, len(json.loads(out)["misjudged_days"])) == (1, 1)
    status, out, _ = ran(local, "stats", "rejudge", "--json")
    assert (status, json.loads(out)["rejudged_days"]) == (0, 1)
    assert ran(local, "stats", "verify")[0] == 0


async def put_in_force_without_judging(url: str) -> None:
    """What a kill right after the rules' own commit leaves behind."""
    database = Database(url)
    async with database.transaction() as connection:
        await rules.change_rules(connection, (replace(DEFAULT_RULES[0], pattern="未接通"), *DEFAULT_RULES[1:]))
    await database.close()


def test_no_secret_and_no_number_is_in_what_a_command_prints(local: Installation) -> None:
    (local.home / "bad.csv").write_text(HEADER + "1,never,5,13800138000\n")
    _, out, err = ran(local, "import", "bad.csv", "--json")
    assert "13800138000" not in out + err
    assert os.environ.get("DATA_ENCRYPTION_KEY") is None

"""The audit log over the API, and by the command line."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from leadline.entrypoints.api import create_app
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import load_settings
from tests.audit.conftest import KEYS, Damaging, do

SECRET = "s" * 40


def headers(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {Tokens(SECRET).mint('boss', 'boss', role)}"}


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    given = {"jwt_secret_key": SECRET, "secret_key": "k" * 40, "database_url": database_url}
    app = create_app(load_settings(app_env="testing", leadline_home=tmp_path, **given))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://leadline", headers=headers("admin")) as made:
        yield made
    await app.state.calls.database.close()


async def subjects(client: httpx.AsyncClient, **asked: object) -> list[str]:
    answer = await client.get("/api/audit", params={name: str(value) for name, value in asked.items()})
    assert answer.status_code == 200, answer.text
    return [entry["subject"] for entry in answer.json()["data"]]


async def test_the_list_is_read_on_from_the_newest_entry(client: httpx.AsyncClient, database: Database) -> None:
    await do(database, *"abcde")
    first = (await client.get("/api/audit", params={"per_page": 2})).json()
    more = (await client.get("/api/audit", params={"per_page": 4, "cursor": first["pagination"]["next_cursor"]})).json()
    assert [entry["subject"] for entry in first["data"] + more["data"]] == list("edcba")
    assert more["pagination"]["next_cursor"] is None


async def test_a_cursor_is_good_for_its_own_filters_only(client: httpx.AsyncClient, database: Database) -> None:
    await do(database, *"abc")
    cursor = (await client.get("/api/audit", params={"per_page": 1})).json()["pagination"]["next_cursor"]
    assert (await client.get("/api/audit", params={"actor": "boss", "cursor": cursor})).status_code == 422


@pytest.mark.parametrize(
    "asked, found",
    [
        ({"action": "thing.change"}, ["call:2", "call:1"]),
        ({"action": "user"}, ["user:1"]),
        ({"subject": "call:1"}, ["call:1"]),
        ({"subject": "call:*"}, ["call:2", "call:1"]),
        ({"actor": "boss", "q": "测试"}, ["user:1", "call:2", "call:1"]),
        ({"q": "USER"}, ["user:1"]),
        ({"q": "%"}, []),
        ({"trace_id": "trace-of-the-boss", "address": "10.0.0.1", "subject": "user:1"}, ["user:1"]),
        ({"from": "2020-01-01", "to": "2020-01-02"}, []),
        ({"from": "2020-01-01"}, ["user:1", "call:2", "call:1"]),
        ({"result": "refused"}, []),
    ],
)
async def test_each_filter_leaves_what_it_names(
    client: httpx.AsyncClient, database: Database, asked: dict[str, str], found: list[str]
) -> None:
    await do(database, "call:1", "call:2")
    await do(database, "user:1", action="user.create")
    assert await subjects(client, **asked) == found


async def test_a_range_that_ends_before_it_begins_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/audit", params={"from": "2026-02-01", "to": "2026-01-01"})
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, "from")


async def test_one_entry_tells_who_what_and_from_where(client: httpx.AsyncClient, database: Database) -> None:
    await do(database, "call:1")
    entry = (await client.get("/api/audit/1")).json()["data"]
    assert (entry["actor"], entry["actor_id"], entry["address"], entry["details"]) == (
        "boss", "7", "10.0.0.1", {"why": "测试"},
    )  # fmt: skip
    assert (await client.get("/api/audit/2")).status_code == 404


@pytest.mark.parametrize("role", ["manager", "employee", "trainer", "analyst"])
@pytest.mark.parametrize("path", ["/api/audit", "/api/audit/1", "/api/audit/export"])
async def test_only_the_administrator_reads_it(client: httpx.AsyncClient, role: str, path: str) -> None:
    assert (await client.get(path, headers=headers(role))).status_code == 403


async def test_an_export_is_a_table_without_formulas_and_is_written_down_itself(
    client: httpx.AsyncClient, database: Database
) -> None:
    await do(database, "=cmd()", "b")
    answer = await client.get("/api/audit/export", params={"action": "thing"})
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["subject"] for row in rows] == ["b", "'=cmd()"]
    newest = (await client.get("/api/audit/3")).json()["data"]
    assert (newest["actor"], newest["action"], newest["details"]["filters"]) == (
        "boss", "audit.export", {"action": "thing"},
    )  # fmt: skip


def leadline(database_url: str, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = {"APP_ENV": "testing", "LEADLINE_HOME": str(home), "DATABASE_URL": database_url, "SECRET_KEY": "k" * 40}
    environment = {**os.environ, **given, "LEADLINE_LANG": "en"}
    command = [sys.executable, "-m", "leadline", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=home, check=False)


async def test_the_command_names_the_first_bad_entry_and_what_was_done(
    database: Database, database_url: str, damage: Damaging, tmp_path: Path
) -> None:
    await do(database, *"abc")
    sound = leadline(database_url, tmp_path, "audit", "verify", "--json")
    await damage(["DELETE FROM audit_entries WHERE id = 2"])
    told = leadline(database_url, tmp_path, "audit", "verify", "--json")
    assert (sound.returncode, json.loads(sound.stdout)["entries"]) == (0, 3), sound.stderr
    assert (told.returncode, json.loads(told.stdout)["damage"]) == (
        1, {"entry": 2, "kind": "removed", "says": "entry 2 was removed"},
    )  # fmt: skip


async def test_the_command_lists_and_reseals(
    database: Database, database_url: str, damage: Damaging, tmp_path: Path
) -> None:
    await do(database, *"ab")
    await damage(["DELETE FROM audit_head"])
    assert leadline(database_url, tmp_path, "stats", "rebuild").returncode == 1
    resealed = leadline(database_url, tmp_path, "audit", "reseal", "--yes", "--reason", "restored")
    assert (resealed.returncode, resealed.stdout) == (0, "The new chain begins with entry 3.\n"), resealed.stderr
    listed = leadline(database_url, tmp_path, "audit", "list", "--json", "-n", "1", "--action", "audit")
    newest = json.loads(listed.stdout)[0]
    assert newest["actor"].startswith("cli:")
    assert newest["details"] == {"head": None, "last_entry": 2, "reason": "restored"}
    assert KEYS.key_id not in listed.stdout

"""`leadline alerts` and `leadline channels`, as they are typed: what they print, and their exit status."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import insert, select

from leadline.kernel.clock import now
from leadline.kernel.outbox.tables import dead_letters
from leadline.operations.models import alerts
from leadline.operations.service.watch import Watch
from tests.operations.conftest import Office

LETTER = {
    "subscriber": "x", "event_id": 1, "name": "calls.ingested", "payload": {}, "attempts": 6, "error_zh": "坏",
    "error_en": "bad",
}  # fmt: skip


class Said(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


async def typed(office: Office, home: Path, line: str, language: str = "zh") -> Said:
    url = office.database.url.set(drivername=office.database.url.get_backend_name())
    told = {"DATABASE_URL": url.render_as_string(hide_password=False), "LEADLINE_LANG": language, "APP_ENV": "testing"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "leadline", *line.split(),
        env={**os.environ, **told, "LEADLINE_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert b"Traceback" not in out + err
    return Said(process.returncode or 0, out.decode(), err.decode())


async def test_what_is_wrong_is_listed_and_acknowledged(office: Office, tmp_path: Path) -> None:
    calm = await typed(office, tmp_path, "alerts list", "en")
    assert (calm.status, calm.out, calm.err.strip()) == (0, "", "Nothing is wrong.")
    tools = office.tools
    async with office.database.transaction() as connection:
        await connection.execute(insert(dead_letters).values(**LETTER, died_at=now()))
    await Watch(tools.database, tools.calendar, frozenset(tools.sources), {}).look()
    async with office.database.reading() as connection:
        (number,) = (await connection.execute(select(alerts.c.id))).scalars()
    wrong = await typed(office, tmp_path, "alerts list")
    header, row = (line.split("\t") for line in wrong.out.splitlines())
    assert (wrong.status, header[0], row[0]) == (1, "编号", str(number))
    assert "1 个事件多次投递失败" in row[-1]
    seen = await typed(office, tmp_path, f"alerts ack {number} --note looking", "en")
    assert (seen.status, seen.out.strip()) == (0, "1 acknowledged.")
    listed = json.loads((await typed(office, tmp_path, "alerts list --json", "en")).out)
    assert [(one["id"], one["note"]) for one in listed] == [(number, "looking")]


async def test_a_channel_that_is_not_there_is_told_in_words(office: Office, tmp_path: Path) -> None:
    none = await typed(office, tmp_path, "channels list", "en")
    assert (none.status, none.out.split()[:3]) == (0, ["id", "name", "kind"])
    missing = await typed(office, tmp_path, "channels test 7", "en")
    assert missing.status == 1
    assert missing.err == "Error: There is no such channel.\n"

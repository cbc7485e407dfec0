"""`leadline alerts` and `leadline channels`, as they are typed: what they print, and their exit status."""

import asyncio
import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, insert, select, update

from leadline.calls.events import DayRecounted
from leadline.calls.models import daily_stats
from leadline.kernel.clock import now
from leadline.kernel.outbox.publish import publish
from leadline.kernel.outbox.tables import dead_letters, outbox_events
from leadline.operations.models import alerts
from leadline.operations.service.watch import Watch
from tests.factories.calls import call
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


async def one_day(office: Office) -> date:
    """A day of one call, of three days ago."""
    tools = office.tools
    await office.system.relay.deliver_due()
    day = tools.calendar.today() - timedelta(days=3)
    async with office.database.transaction() as connection:
        await tools.ingest.write(connection, "fake", [call("1", tools.calendar.window_of(day).start)])
    return day


async def alert_states(office: Office, *wanted: str) -> None:
    """Waits until the alerts of wrong counts are in these states."""
    async with asyncio.timeout(20):
        while tuple(one["state"] for one in await office.data("/api/alerts", rule="counts_differ")) != wanted:
            await office.system.relay.deliver_due()


async def test_what_verify_finds_is_an_alert_and_a_rebuild_ends_it(office: Office, tmp_path: Path) -> None:
    day = await one_day(office)
    async with office.database.transaction() as connection:
        await connection.execute(update(daily_stats).values(total_calls=7))
    assert (await typed(office, tmp_path / "home", "stats verify")).status == 1
    await alert_states(office, "open")
    assert (await typed(office, tmp_path / "home", f"stats rebuild --from {day} --to {day}")).status == 0
    await alert_states(office, "resolved")


async def test_a_verify_that_finds_the_day_right_ends_its_alert_too(office: Office, tmp_path: Path) -> None:
    day = await one_day(office)
    async with office.database.transaction() as connection:
        await publish(connection, DayRecounted(source="fake", day=day, wrong=3))
    await alert_states(office, "open")
    assert (await typed(office, tmp_path / "home", "stats verify")).status == 0
    await alert_states(office, "resolved")
    async with office.database.reading() as connection:
        events = select(func.count()).where(outbox_events.c.name == DayRecounted.name)
        assert (await connection.execute(events)).scalar_one() == 2  # days that are as they were are not told of


async def test_a_day_is_closed_listed_and_opened_again(office: Office, tmp_path: Path) -> None:
    day = await one_day(office)
    bare = await typed(office, tmp_path / "home", f"days close {day} --source fake --note x", "en")
    assert (bare.status, bare.out) == (0, f"{day} of fake is closed.\n")
    header, row = (line.split("\t") for line in (await typed(office, tmp_path / "home", "days list")).out.splitlines())
    assert header[:4] == ["日期", "来源", "本系统（外呼/接通/成功单）", "供应商"]
    assert (row[:5], row[-1]) == ([str(day), "fake", "1/1/0", "", "已结账"], "x")
    assert row[5].startswith("cli:")
    (listed,) = json.loads((await typed(office, tmp_path / "home", "days list --json")).out)
    assert (listed["closing"]["state"], listed["closing"]["note"]) == ("closed", "x")
    again = await typed(office, tmp_path / "home", f"days close {day} --source fake --note x")
    assert (again.status, again.err) == (1, f"错误：{day} 已经结账。\n")
    undone = await typed(office, tmp_path / "home", f"days reopen {day} --source fake --note y")
    assert (undone.status, undone.out) == (0, f"fake {day} 已撤销结账。\n")
    assert "结账后重开" in (await typed(office, tmp_path / "home", "days list")).out
    nothing = await typed(office, tmp_path / "home", f"days close {day} --source fake --note= ", "en")
    assert (nothing.status, "say why" in nothing.err) == (1, True)

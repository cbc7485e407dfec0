"""Three `leadline worker` processes on one PostgreSQL: however many look, an alert is one, and is told once."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, insert, select, update

from leadline.entrypoints.api import create_app
from leadline.kernel.clock import now
from leadline.kernel.jobs.contracts import URGENT
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.tables import jobs
from leadline.kernel.outbox.tables import dead_letters
from leadline.kernel.settings import Settings, load_settings
from leadline.operations.contracts import WatchAlerts
from tests.notifications.conftest import Desk
from tests.operations.workers import hired
from tests.servers.receivers import HttpReceiver, http_receiver

SECRETS = {name: letter * 40 for name, letter in (("secret_key", "s"), ("jwt_secret_key", "j"))}
DATA_KEY = "d" * 40
LOOKS = 12  # at once, on three processes that do four jobs each
TICKS = 4


@pytest.fixture
def settings(tmp_path: Path, postgres_url: str) -> Settings:
    return load_settings(
        app_env="testing", leadline_home=tmp_path / "home", database_url=postgres_url, notify_hosts=["localhost"],
        data_encryption_key=DATA_KEY, **SECRETS,
    )  # fmt: skip


class Floor:
    """The workers, the database that they share, and what the receiver got."""

    def __init__(self, desk: Desk, receiver: HttpReceiver, workers: list["subprocess.Popen[bytes]"]) -> None:
        self.desk, self.receiver, self.workers = desk, receiver, workers
        self.looked: set[int] = set()

    async def tick(self) -> None:
        """Looks that no key keeps apart: all free hands of all processes look at once."""
        async with self.desk.database.transaction() as connection:
            for number in range(LOOKS):
                await enqueue(connection, WatchAlerts(), key=f"{now()}/{number}", priority=URGENT)

    async def ticks(self, count: int) -> None:
        """So many ticks, one after the other."""
        for _ in range(count):
            await self.tick()
            await until(self.calm)

    async def calm(self) -> bool:
        """Whether every look and every message is done; notes who looks meanwhile."""
        self.looked |= await self.at_work()
        async with self.desk.database.reading() as connection:
            waiting = jobs.c.state.in_(["queued", "running"])
            return not (await connection.execute(select(func.count()).where(waiting))).scalar_one()

    async def at_work(self) -> set[int]:
        """The processes that have, or lately had, a look in hand."""
        async with self.desk.database.reading() as connection:
            query = select(jobs.c.worker).where(jobs.c.kind == WatchAlerts.kind, jobs.c.worker.is_not(None))
            return {int(str(one).split(":")[-2]) for one in (await connection.execute(query)).scalars()}

    async def kill_one(self) -> None:
        """SIGKILL to a process in the middle of its looks."""
        async with asyncio.timeout(60):
            while True:
                await self.tick()
                async with self.desk.database.reading() as connection:
                    query = select(jobs.c.worker).where(jobs.c.state == "running")
                    busy = {int(str(one).split(":")[-2]) for one in (await connection.execute(query)).scalars()}
                for worker in self.workers:
                    if worker.pid in busy:
                        worker.kill()
                        return
                await asyncio.sleep(0.02)

    async def told(self, count: int) -> None:
        """Waits until so many messages have come and nothing more is under way."""

        async def heard() -> bool:
            return len(self.receiver.came) >= count and await self.calm()

        await until(heard)


async def until(wanted: Callable[[], Awaitable[bool]], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not await wanted():  # noqa: ASYNC110  # the news is in other processes
            await asyncio.sleep(0.05)


def environment(settings: Settings) -> dict[str, str]:
    return {
        "DATABASE_URL": settings.database_url, "LEADLINE_HOME": str(settings.leadline_home), "JOBS_LEASE_SECONDS": "5",
        "DATA_ENCRYPTION_KEY": DATA_KEY, "NOTIFY_HOSTS": "localhost",
        **{name.upper(): value for name, value in SECRETS.items()},
    }  # fmt: skip


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as found:
        yield found


@pytest.fixture
async def floor(settings: Settings, tmp_path: Path, receiver: HttpReceiver) -> AsyncIterator[Floor]:
    app = create_app(settings)
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 4000))
    async with (
        Desk(transport=transport, base_url="http://test", headers={"accept-language": "en"}) as desk,
        hired(environment(settings), tmp_path) as workers,
    ):
        desk.tokens, desk.system, desk.tools = app.state.tokens, app.state.jobs, app.state.calls
        desk.act_as("admin")
        yield Floor(desk, receiver, workers)
    await app.state.jobs.database.close()


async def bury(desk: Desk, *, replayed: bool) -> None:
    """Something is wrong, or is well again."""
    letter = {
        "subscriber": "x", "event_id": 1, "name": "calls.ingested", "payload": {}, "attempts": 6, "error_zh": "坏",
        "error_en": "bad", "died_at": now(),
    }  # fmt: skip
    async with desk.database.transaction() as connection:
        if replayed:
            await connection.execute(update(dead_letters).values(delivered_at=now()))
        else:
            await connection.execute(insert(dead_letters).values(**letter))


async def test_an_alert_of_three_workers_opens_once_is_told_once_and_recovers_once(floor: Floor) -> None:
    desk, came = floor.desk, floor.receiver.came
    await desk.channel(floor.receiver.url(), rules=["dead_letters"], severities=["warning"])
    async with asyncio.timeout(120):
        while len(floor.looked) < len(floor.workers):
            await floor.ticks(1)
    await bury(desk, replayed=False)
    await floor.ticks(TICKS)
    await floor.told(1)
    (alert,) = await desk.data("/api/alerts", rule="dead_letters")
    assert alert["state"] == "open"
    await floor.kill_one()  # the others take its looks over
    await until(floor.calm)
    await bury(desk, replayed=True)
    await floor.ticks(TICKS)
    await floor.told(2)
    (over,) = await desk.data("/api/alerts", rule="dead_letters")
    assert (over["id"], over["state"]) == (alert["id"], "resolved")
    assert [one.json["items"][0]["mark"] for one in came] == ["warning", "resolved"]
    assert len({one.headers["x-leadline-delivery"] for one in came}) == 2
    sent = await desk.data("/api/deliveries")
    assert [(one["state"], one["attempts"]) for one in sent] == [("sent", 1), ("sent", 1)]
    assert [worker.poll() is None for worker in floor.workers].count(False) == 1

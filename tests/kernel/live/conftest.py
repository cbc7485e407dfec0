"""The application on a port, and what happens in its database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from leadline.entrypoints.api import create_app
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.live.hub import Hub
from leadline.kernel.settings import Settings, load_settings
from tests.factories.people import token_of
from tests.kernel.live.listening import Reader, on_a_port


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(
        app_env="testing", leadline_home=tmp_path / "home", database_url=database_url, jobs_in_server=False,
        password_cost=4,
    )  # fmt: skip


class Station:
    """A running server, those who listen to it, and what they hear of."""

    def __init__(self, app: FastAPI, port: int, stack: AsyncExitStack) -> None:
        self.app, self.port = app, port
        self._stack = stack

    @property
    def hub(self) -> Hub:
        hub: Hub = self.app.state.live
        return hub

    @property
    def database(self) -> Database:
        database: Database = self.app.state.calls.database
        return database

    def token(self, role: str = "manager") -> str:
        return token_of(self.app.state.tokens, role)

    async def reader(self, role: str = "manager", query: str = "", token: str = "", **headers: str) -> Reader:
        """A new listener, closed at the end of the test."""
        reader = await Reader.open(self.port, token or self.token(role), query, **headers)
        self._stack.push_async_callback(reader.close)
        return reader

    def looks_by_itself_no_more(self) -> None:
        """From now on nothing is found by asking the database now and then: what is heard was told."""
        self.hub._rhythm = replace(self.hub._rhythm, poll=600.0)

    async def rests(self) -> None:
        """Until the hub has looked for everybody who came, and for everything that it heard of."""
        async with asyncio.timeout(20):
            while self.hub._wake.is_set() or self.hub._turn.locked():  # noqa: ASYNC110  # it has no event for it
                await asyncio.sleep(0.02)

    async def bump(self, name: str = "calls", by: Database | None = None) -> None:
        """What a write of this process does, or of another that has this database open."""
        async with (by or self.database).transaction() as connection:
            await bump_counter(connection, name)

    async def quiet(self) -> None:
        """Until nobody listens."""
        async with asyncio.timeout(10):
            while len(self.hub):  # noqa: ASYNC110  # the server has no event for it
                await asyncio.sleep(0.02)


@pytest.fixture
async def station(settings: Settings) -> AsyncIterator[Station]:
    app = create_app(settings)
    async with on_a_port(app) as port, AsyncExitStack() as stack:
        yield Station(app, port, stack)

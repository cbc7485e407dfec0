"""A database with calls, the whole application over it, and callers with and without rights."""

from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadline.calls.contracts import CallRow
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.api import create_app
from leadline.entrypoints.wiring import open_toolbox
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.settings import Settings, load_settings
from tests.factories.people import bearer


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(
        app_env="testing",
        leadline_home=tmp_path / "home",
        database_url=database_url,
        recording_hosts=["recordings.test", "*.cloud.test", "127.0.0.1"],
        reveals_per_day=2,
    )


@pytest.fixture
async def toolbox(settings: Settings) -> AsyncIterator[CallsToolbox]:
    async with open_toolbox(settings) as opened:
        yield opened


class Client:
    """Speaks to the application as a role."""

    def __init__(self, http: httpx.AsyncClient, tokens: Tokens) -> None:
        self.http = http
        self._tokens = tokens

    def headers(
        self, role: str = "manager", agents: Iterable[str] | None = None, language: str = "en"
    ) -> dict[str, str]:
        return bearer(self._tokens, role, agents, user=7, name="wang") | {"accept-language": language}

    async def get(
        self,
        path: str,
        role: str = "manager",
        agents: Iterable[str] | None = None,
        language: str = "en",
        **query: Any,
    ) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self.headers(role, agents, language))

    async def reveal(self, key: object, reason: object = "call back", role: str = "manager") -> httpx.Response:
        return await self.http.post(f"/api/calls/{key}/reveal", json={"reason": reason}, headers=self.headers(role))


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[Client]:
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://leadline.test") as http:
        yield Client(http, Tokens(settings.jwt_secret_key.get_secret_value()))
    await app.state.calls.database.close()


@pytest.fixture
def store(toolbox: CallsToolbox) -> Callable[..., object]:
    async def stored(*rows: CallRow, source: str = "guanke") -> None:
        async with toolbox.database.transaction() as connection:
            await toolbox.ingest.write(connection, source, rows)

    return stored

"""The whole application, a worker that tests start, and callers with and without rights."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.api import create_app
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.contracts import ENDED
from leadline.kernel.jobs.system import JobSystem
from leadline.kernel.jobs.worker import Worker
from leadline.kernel.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(app_env="testing", leadline_home=tmp_path / "home", database_url=database_url)


class Office(httpx.AsyncClient):
    """Speaks to the application as a role, and works its jobs off when asked to."""

    tokens: Tokens
    system: JobSystem
    tools: CallsToolbox

    @property
    def database(self) -> Database:
        return self.system.database

    def act_as(self, role: str, name: str = "chen") -> None:
        self.headers["authorization"] = f"Bearer {self.tokens.mint(name, name, role)}"

    async def data(self, path: str, **query: Any) -> Any:
        answer = await self.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def schedule(self, name: str) -> dict[str, Any]:
        return next(one for one in await self.data("/api/schedules") if one["name"] == name)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """A worker that starts what it is told to start: a tick that comes due meanwhile would do its own work."""
        worker = Worker(self.database, self.system.kinds, chores={"events": self.system.relay.deliver_due})
        task = asyncio.create_task(worker.run())
        yield
        worker.stop()
        await asyncio.wait_for(task, 20)

    async def ended(self, job_id: int) -> dict[str, Any]:
        async with asyncio.timeout(20), self.working():
            while (job := await self.data(f"/api/jobs/{job_id}"))["state"] not in ENDED:  # noqa: ASYNC110  # the news is in the database
                await asyncio.sleep(0.02)
        found: dict[str, Any] = job
        return found


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    app = create_app(settings)
    await app.state.jobs.scheduler.fire_due()
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 4000))
    async with Office(transport=transport, base_url="http://test", headers={"accept-language": "en"}) as client:
        client.tokens, client.system, client.tools = app.state.tokens, app.state.jobs, app.state.calls
        client.act_as("admin")
        yield client
    await app.state.jobs.database.close()

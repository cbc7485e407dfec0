"""The dialer, the databases and the server of the other tests, to be mistreated."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from leadline.entrypoints.api import create_app
from leadline.kernel.settings import load_settings
from tests.adversarial.asking import SECRET
from tests.factories.calls import call
from tests.journeys.conftest import another, dialer, installation, vendor

__all__ = ["another", "dialer", "installation", "vendor"]


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The whole application on a database of its own, with one call of today."""
    secrets = {"jwt_secret_key": SECRET, "push_secret": "a-push-secret"}
    app = create_app(load_settings(app_env="testing", leadline_home=tmp_path, database_url=database_url, **secrets))
    tools = app.state.calls
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "demo", [call(at=tools.calendar.window_of(tools.calendar.today()).start)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://leadline") as made:
        yield made
    await tools.database.close()

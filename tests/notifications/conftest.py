"""The whole application that may speak to this machine, with receivers that really listen."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from leadline.entrypoints.api import create_app
from leadline.kernel.clock import now
from leadline.kernel.outbox.publish import publish
from leadline.kernel.settings import Settings, load_settings
from leadline.operations.events import AlertsChanged
from leadline.operations.models import alerts
from tests.operations.conftest import Office
from tests.servers.receivers import HttpReceiver, SmtpReceiver, http_receiver, smtp_receiver


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(
        app_env="testing", leadline_home=tmp_path / "home", database_url=database_url, notify_hosts=["localhost"],
        public_url="https://leadline.example",
    )  # fmt: skip


class Desk(Office):
    """Makes channels and news, and brings the news to whoever wants them."""

    async def channel(self, url: str, kind: str = "webhook", **more: Any) -> dict[str, Any]:
        address = {"url": url} | more.pop("address", {})
        body = {"name": more.pop("name", kind), "kind": kind, "address": address, **more}
        answer = await self.post("/api/channels", json=body)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()["data"]
        return found

    async def alert(self, rule: str = "sync_failing", severity: str = "critical", *, over: bool = False) -> int:
        """An alert that has begun, or is over, with its event."""
        moment = now() - timedelta(minutes=3)
        row = {
            "rule": rule, "key": f"{rule}{moment.timestamp()}", "severity": severity, "source": "guanke",
            "summary_zh": "guanke 话单:同步连续失败 3 次。", "summary_en": "guanke: 3 runs in a row have failed.",
            "facts": {}, "opened_at": moment, "seen_at": moment, "resolved_at": moment if over else None,
        }  # fmt: skip
        async with self.database.transaction() as connection:
            added = await connection.execute(insert(alerts).values(**row).returning(alerts.c.id))
            alert_id = int(added.scalar_one())
            ids = (alert_id,)
            await publish(connection, AlertsChanged(resolved=ids) if over else AlertsChanged(opened=ids))
        while await self.system.relay.deliver_due() == 0:
            pass
        return alert_id

    async def states(self) -> list[str]:
        return [one["state"] for one in await self.data("/api/deliveries")]


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    app = create_app(settings)
    await app.state.jobs.scheduler.fire_due()
    await app.state.jobs.relay.deliver_due()
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 4000))
    async with Desk(transport=transport, base_url="http://test", headers={"accept-language": "en"}) as client:
        client.tokens, client.system, client.tools = app.state.tokens, app.state.jobs, app.state.calls
        client.act_as("admin")
        yield client
    await app.state.jobs.database.close()


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as found:
        yield found


@pytest.fixture
def mail() -> Iterator[SmtpReceiver]:
    with smtp_receiver() as found:
        yield found

"""A full number is shown for a reason, to who may, so many times a day, and never without a trace."""

import asyncio
from typing import Any

from sqlalchemy import select

from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.log import audit_entries
from tests.calls.records.conftest import Client
from tests.factories.calls import call


async def entries(toolbox: CallsToolbox, action: str) -> list[Any]:
    async with toolbox.database.reading() as connection:
        query = select(audit_entries).where(audit_entries.c.action == action).order_by(audit_entries.c.id)
        return list(await connection.execute(query))


async def test_a_reveal_shows_the_number_and_is_written_down(client: Client, store: Any, toolbox: CallsToolbox) -> None:
    await store(call("1", phone="+86 138-0013-8000"))
    response = await client.reveal("guanke:1", "  customer asked to be called back ")
    assert response.json()["data"] == {"phone": "+86 138-0013-8000"}
    (entry,) = await entries(toolbox, "phone.reveal")
    assert (entry.actor, entry.subject.partition(":")[0]) == ("wang", "call")
    assert entry.details == {"reason": "customer asked to be called back", "phone": "138****8000"}
    assert entry.trace_id == response.headers["x-trace-id"]


async def test_the_quota_of_a_day_is_kept_even_when_all_come_at_once(
    client: Client, store: Any, toolbox: CallsToolbox
) -> None:
    await store(call("1"))
    answers = await asyncio.gather(*(client.reveal("guanke:1") for _ in range(5)))
    assert sorted(one.status_code for one in answers) == [200, 200, 429, 429, 429]
    refused = next(one for one in answers if one.status_code == 429)
    assert refused.json()["code"] == "reveal_quota_spent"
    assert "2 numbers" in refused.json()["error"]
    assert len(await entries(toolbox, "phone.reveal")) == 2


async def test_a_reveal_is_refused_without_the_right_a_reason_or_a_number(
    client: Client, store: Any, toolbox: CallsToolbox
) -> None:
    await store(call("1"), call("2", phone=None))
    assert (await client.reveal("guanke:1", role="employee")).status_code == 403
    assert (await client.reveal("guanke:1", "   ")).status_code == 422
    assert (await client.reveal("guanke:2")).json()["code"] == "number_not_known"
    assert (await client.reveal("guanke:3")).json()["code"] == "call_not_found"
    assert await entries(toolbox, "phone.reveal") == []

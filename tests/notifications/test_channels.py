"""Channels: made, changed and deleted by who may; no answer and no log tells their secrets."""

from typing import Any

import pytest
from sqlalchemy import select

from leadline.kernel.audit.log import audit_entries
from leadline.notifications.models import notification_channels
from tests.notifications.conftest import Desk

ROBOT = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef"


async def test_an_address_is_encrypted_and_never_shown_again(desk: Desk) -> None:
    made = await desk.channel(ROBOT, "dingtalk", address={"secret": "SECxyz"})
    assert made["address"]["url"] == "https://oapi.dingtalk.com/••••cdef"
    assert made["address"]["has_secret"] is True
    async with desk.database.reading() as connection:
        row = (await connection.execute(select(notification_channels))).one()
        told = (await connection.execute(select(audit_entries))).all()
    for text in (repr(row), repr(told), (await desk.get("/api/channels")).text):
        assert "0123456789abcdef" not in text
        assert "SECxyz" not in text


async def test_a_secret_that_is_not_given_stays(desk: Desk) -> None:
    made = await desk.channel(ROBOT, "dingtalk", address={"secret": "SECxyz"})
    path = f"/api/channels/{made['id']}"
    changed = (await desk.patch(path, json={"name": "群一", "address": made["address"] | {"secret": None}})).status_code
    assert changed == 422  # `has_secret` is no field of an address that is given
    answer = await desk.patch(path, json={"name": "群一", "address": {"url": made["address"]["url"]}})
    assert answer.json()["data"]["address"] == made["address"]
    assert answer.json()["data"]["name"] == "群一"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "dingtalk", "address": {"url": "https://example.com/robot/send?access_token=x"}}, "address.url"),
        ({"kind": "wecom", "address": {"url": "https://qyapi.weixin.qq.com.evil.example/x?key=1"}}, "address.url"),
        ({"kind": "feishu", "address": {}}, "address.url"),
        ({"kind": "webhook", "address": {"url": "file:///etc/passwd"}}, "address.url"),
        ({"kind": "webhook", "address": {"url": "http://user:word@example.com/"}}, "address.url"),
        ({"kind": "email", "address": {"host": "a.example", "sender": "a@b", "recipients": []}}, "address.recipients"),
        ({"kind": "email", "address": {"host": "x y", "sender": "a@b", "recipients": ["c@d"]}}, "address.host"),
        ({"kind": "webhook", "address": {"url": "https://example.com"}, "zone": "Mars"}, "zone"),
        ({"kind": "webhook", "address": {"url": "https://example.com"}, "quiet_from": "22:00"}, "quiet_to"),
        ({"kind": "webhook", "address": {"url": "https://example.com"}, "rules": ["nothing"]}, "rules"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused_by_its_field(desk: Desk, body: dict[str, Any], field: str) -> None:
    answer = await desk.post("/api/channels", json={"name": "x", **body})
    assert answer.status_code == 422
    assert field in [one["field"] for one in answer.json()["details"]]


async def test_two_channels_of_one_name_are_refused(desk: Desk) -> None:
    await desk.channel(ROBOT, "dingtalk", name="群")
    answer = await desk.post("/api/channels", json={"name": "群", "kind": "dingtalk", "address": {"url": ROBOT}})
    assert (answer.status_code, answer.json()["code"]) == (409, "channel_taken")


async def test_a_deleted_channel_leaves_its_log(desk: Desk) -> None:
    made = await desk.channel("https://127.0.0.1:1/")
    await desk.post(f"/api/channels/{made['id']}/test")
    assert (await desk.delete(f"/api/channels/{made['id']}")).status_code == 200
    assert (await desk.get(f"/api/channels/{made['id']}")).json()["code"] == "channel_not_found"
    assert [one["channel_name"] for one in await desk.data("/api/deliveries")] == ["webhook"]


@pytest.mark.parametrize("role", ["manager", "analyst", "employee"])
async def test_channels_are_the_administrators(desk: Desk, role: str) -> None:
    desk.act_as(role)
    for path in ("/api/channels", "/api/channels/1", "/api/deliveries"):
        assert (await desk.get(path)).status_code == 403
    for path in ("/api/channels", "/api/channels/1/test"):
        assert (await desk.post(path, json={})).status_code == 403

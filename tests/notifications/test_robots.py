"""What really arrives at robots, webhooks and mail servers, and how a failure is explained."""

import hmac
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.notifications.conftest import Desk
from tests.servers.receivers import HttpReceiver, SmtpReceiver


async def tried(desk: Desk, channel: dict[str, Any]) -> dict[str, Any]:
    answer = await desk.post(f"/api/channels/{channel['id']}/test")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


async def test_dingtalk_gets_markdown_signed_as_its_vendor_says(desk: Desk, receiver: HttpReceiver) -> None:
    url = receiver.url("/robot/send?access_token=t0k")
    channel = await desk.channel(url, "dingtalk", address={"secret": "SECabc"})
    assert (await tried(desk, channel))["state"] == "sent"
    (came,) = receiver.came
    query = parse_qs(urlsplit(came.path).query)
    signed = hmac.digest(b"SECabc", f"{query['timestamp'][0]}\nSECabc".encode(), "sha256")
    assert (query["access_token"], query["sign"]) == (["t0k"], [b64encode(signed).decode()])
    assert came.json["msgtype"] == "markdown"
    assert "测试" in came.json["markdown"]["title"]
    assert "https://leadline.example/alerts" in came.json["markdown"]["text"]


async def test_wecom_gets_markdown(desk: Desk, receiver: HttpReceiver) -> None:
    assert (await tried(desk, await desk.channel(receiver.url("/send?key=k"), "wecom")))["state"] == "sent"
    (came,) = receiver.came
    assert (came.path, came.json["msgtype"]) == ("/send?key=k", "markdown")
    assert "测试" in came.json["markdown"]["content"]


async def test_feishu_gets_a_signed_card_with_a_button(desk: Desk, receiver: HttpReceiver) -> None:
    channel = await desk.channel(receiver.url("/hook/x"), "feishu", address={"secret": "s3"})
    assert (await tried(desk, channel))["state"] == "sent"
    body = receiver.came[0].json
    signed = hmac.digest(f"{body['timestamp']}\ns3".encode(), b"", "sha256")
    assert body["sign"] == b64encode(signed).decode()
    assert body["msg_type"] == "interactive"
    assert body["card"]["elements"][1]["actions"][0]["url"] == "https://leadline.example/alerts"


async def test_a_webhook_gets_json_that_it_can_check(desk: Desk, receiver: HttpReceiver) -> None:
    channel = await desk.channel(receiver.url(), address={"secret": "s"}, language="en")
    assert (await tried(desk, channel))["state"] == "sent"
    (came,) = receiver.came
    moment, _, signature = came.headers["x-leadline-signature"].partition(",v1=")
    assert signature == hmac.digest(b"s", f"{moment[2:]}.".encode() + came.body, "sha256").hex()
    assert came.json["subject"] == "Leadline alerts: a test"


@pytest.mark.parametrize(
    ("kind", "answer", "told"),
    [
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "sign not match). Check the robot's security"),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "copy it anew"),
        ("feishu", {"code": 19024, "msg": "Key Words Not Found"}, "its keyword"),
        ("feishu", {}, "cannot be read"),
    ],
)
async def test_what_a_robot_refuses_with_200_is_no_success(
    desk: Desk, receiver: HttpReceiver, kind: str, answer: dict[str, Any], told: str
) -> None:
    receiver.answers = [(200, answer)]
    result = await tried(desk, await desk.channel(receiver.url(), kind))
    assert result["state"] == "failed"
    assert told in result["error"]


async def test_a_redirect_is_not_followed_and_a_refusal_is_told_with_its_status(
    desk: Desk, receiver: HttpReceiver
) -> None:
    channel = await desk.channel(receiver.url())
    receiver.answers, receiver.headers = [(302, {})], {"location": "http://169.254.169.254/"}
    assert "redirects (302)" in (await tried(desk, channel))["error"]
    receiver.answers, receiver.headers = [(410, {"secret": "not shown"})], {}
    assert (await tried(desk, channel))["error"] == "localhost refused the message (HTTP 410)."
    assert len(receiver.came) == 2


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.8", "0.0.0.0"])  # noqa: S104  # an address to refuse
async def test_no_way_leads_into_our_own_network(desk: Desk, receiver: HttpReceiver, host: str) -> None:
    result = await tried(desk, await desk.channel(f"http://{host}:{receiver.port}/hook"))
    assert "inside our own network" in result["error"]
    assert receiver.came == []


def mailbox(mail: SmtpReceiver, **more: Any) -> dict[str, Any]:
    plain = {"host": "localhost", "port": mail.port, "security": "none", "sender": "leadline@example.com"}
    return plain | {"recipients": ["wang@example.com", "li@example.com"]} | more


async def lettered(desk: Desk, address: dict[str, Any]) -> dict[str, Any]:
    body = {"name": "mail", "kind": "email", "address": address}
    answer = await desk.post("/api/channels", json=body)
    assert answer.status_code == 201, answer.text
    return await tried(desk, answer.json()["data"])


async def test_mail_goes_to_every_recipient(desk: Desk, mail: SmtpReceiver) -> None:
    assert (await lettered(desk, mailbox(mail, username="robot", password="right")))["state"] == "sent"
    (post,) = mail.letters.came
    assert post.recipients == ["wang@example.com", "li@example.com"]
    body = post.letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "测试" in body.decode()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"username": "robot", "password": "wrong"}, "refuses the log-in"),
        ({"recipients": ["nobody@example.com"]}, "refuses a recipient (550 no such mailbox)"),
        ({"security": "ssl"}, "TLS with localhost failed"),
        ({"port": 1}, "cannot be reached (the connection was refused; nothing may listen there)"),
        ({"host": "127.0.0.1"}, "no usual port of mail"),
        ({"host": "127.0.0.1", "port": 25}, "inside our own network"),
    ],
)
async def test_why_mail_does_not_go_out(desk: Desk, mail: SmtpReceiver, more: dict[str, Any], told: str) -> None:
    result = await lettered(desk, mailbox(mail, **more))
    assert (result["state"], told in result["error"]) == ("failed", True), result["error"]

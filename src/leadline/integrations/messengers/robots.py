"""The group robots of 钉钉, 企业微信 and 飞书, as their vendors document them.

They answer 200 to what they refuse: whether a message was taken is told by a code in the answer, with a reason.
"""

import hmac
import time
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final

import httpx
import orjson

from leadline.integrations.messengers.wire import Wire
from leadline.kernel.text import Text
from leadline.notifications.contracts import LOOK, Mark, Message
from leadline.notifications.ports import NotDelivered

WECOM_BYTES: Final = 4000
DINGTALK_CHARACTERS: Final = 18_000
REFUSED = Text("机器人拒绝了消息（{code}：{said}）。{hint}", "The robot refused the message ({code}: {said}). {hint}")
UNREADABLE = Text("机器人的应答无法识别。", "The robot's answer cannot be read.")
NO_HINT = Text("", "")
WRONG_TOKEN = Text(
    "机器人可能已被删除或地址有误，请到群设置中重新复制。",
    "The robot was deleted, or its address is wrong: copy it anew.",
)
NOT_SAFE = Text(
    "请核对机器人的安全设置：加签密钥、关键词（建议“告警”）、IP 白名单。",
    "Check the robot's security: the signing secret, its keyword (“Leadline” will do), its list of addresses.",
)
TOO_MANY = Text("发送太频繁，稍后自动重试。", "Too many messages: tried again later.")
HINTS: Final[Mapping[int, tuple[Text, bool]]] = {
    310000: (NOT_SAFE, False), 300001: (WRONG_TOKEN, False), 400101: (WRONG_TOKEN, False),
    130101: (TOO_MANY, True), 410100: (TOO_MANY, True), 660026: (TOO_MANY, True),
    93000: (WRONG_TOKEN, False), 45009: (TOO_MANY, True), 45033: (TOO_MANY, True), -1: (NO_HINT, True),
    19001: (WRONG_TOKEN, False), 19021: (NOT_SAFE, False), 19022: (NOT_SAFE, False), 19024: (NOT_SAFE, False),
    11232: (TOO_MANY, True), 11233: (TOO_MANY, True), 9499: (TOO_MANY, True),
}  # fmt: skip
TEMPLATES: Final[Mapping[Mark, str]] = {"critical": "red", "warning": "orange", "info": "blue", "resolved": "green"}


class DingTalk:
    """钉钉群机器人: Markdown, signed where it has a secret (open.dingtalk.com/document/orgapp/custom-robot-access)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def send(self, address: Mapping[str, Any], message: Message, token: str) -> None:  # Any: the channel's own
        """NotDelivered with what the robot says."""
        url = httpx.URL(address["url"])
        if address.get("secret"):
            moment = str(time.time_ns() // 1_000_000)
            sign = _signed(address["secret"].encode(), f"{moment}\n{address['secret']}".encode())
            url = url.copy_merge_params({"timestamp": moment, "sign": sign})
        text = f"### {message.subject}\n\n{message.markdown()}"[:DINGTALK_CHARACTERS]
        body = {"msgtype": "markdown", "markdown": {"title": message.subject, "text": text}, "msgUuid": token}
        await _post(self._wire, str(url), body, "errcode", "errmsg")


class WeCom:
    """企业微信群机器人: Markdown of 4,096 bytes (developer.work.weixin.qq.com/document/path/91770)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def send(self, address: Mapping[str, Any], message: Message, token: str) -> None:  # noqa: ARG002  # the port's
        """NotDelivered with what the robot says."""
        text = _cut(f"### {message.subject}\n\n{message.markdown()}", WECOM_BYTES)
        body = {"msgtype": "markdown", "markdown": {"content": text}}
        await _post(self._wire, address["url"], body, "errcode", "errmsg")


class Feishu:
    """飞书群机器人: a card in the colour of the news (open.feishu.cn/document/client-docs/bot-v3/add-custom-bot)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def send(self, address: Mapping[str, Any], message: Message, token: str) -> None:  # noqa: ARG002  # the port's
        """NotDelivered with what the robot says."""
        elements: list[dict[str, Any]] = [{"tag": "div", "text": {"tag": "lark_md", "content": message.markdown()}}]
        if message.link:
            label = {"tag": "plain_text", "content": LOOK.to(message.language)}
            elements.append({"tag": "action", "actions": [{"tag": "button", "text": label, "url": message.link}]})
        head = {"title": {"tag": "plain_text", "content": message.subject}, "template": TEMPLATES[message.worst]}
        body: dict[str, Any] = {"msg_type": "interactive", "card": {"header": head, "elements": elements}}
        if address.get("secret"):
            moment = str(int(time.time()))
            body |= {"timestamp": moment, "sign": _signed(f"{moment}\n{address['secret']}".encode(), b"")}
        await _post(self._wire, address["url"], body, "code", "msg")


def _signed(key: bytes, text: bytes) -> str:
    return b64encode(hmac.digest(key, text, "sha256")).decode()


def _cut(text: str, most: int) -> str:
    encoded = text.encode()
    return text if len(encoded) <= most else encoded[:most].decode(errors="ignore") + "…"


async def _post(wire: Wire, url: str, body: Mapping[str, Any], code_name: str, said_name: str) -> None:
    answer = await wire.post(url, orjson.dumps(body), {})
    try:
        found = orjson.loads(answer)
        code, said = int(found[code_name]), str(found.get(said_name, ""))[:200]
    except (orjson.JSONDecodeError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise NotDelivered(UNREADABLE, again=True) from error
    if code != 0:
        hint, again = HINTS.get(code, (NO_HINT, True))
        zh, en = (
            sentence.format(code=code, said=said, hint=words)
            for sentence, words in ((REFUSED.zh, hint.zh), (REFUSED.en, hint.en))
        )
        raise NotDelivered(Text(zh.strip(), en.strip()), again=again)

"""Addresses of channels: what each kind needs, what of it is secret, and how it is shown."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Text
from leadline.notifications.contracts import ChannelKind

Address = Mapping[str, Any]  # Any: a JSON document
MASK: Final = "••••"
FIELDS: Final[Mapping[ChannelKind, tuple[str, ...]]] = {
    ChannelKind.DINGTALK: ("url", "secret"),
    ChannelKind.WECOM: ("url",),
    ChannelKind.FEISHU: ("url", "secret"),
    ChannelKind.WEBHOOK: ("url", "secret"),
    ChannelKind.EMAIL: ("host", "port", "security", "username", "password", "sender", "recipients"),
}
# where the vendors' robots live: an address elsewhere is a mistake, or somebody's trick
ROBOTS: Final[Mapping[ChannelKind, tuple[str, ...]]] = {
    ChannelKind.DINGTALK: ("https://oapi.dingtalk.com/robot/send?access_token=",),
    ChannelKind.WECOM: ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",),
    ChannelKind.FEISHU: (
        "https://open.feishu.cn/open-apis/bot/v2/hook/",
        "https://open.larksuite.com/open-apis/bot/v2/hook/",
    ),
}
MAIL: Final = re.compile(r"[^@\s<>,;\"\x00-\x1f]{1,64}@[^@\s<>,;\"\x00-\x1f]{1,255}")
MISSING = Text("不能为空", "must not be empty")
NO_URL = Text("不是有效的网址，应以 https:// 或 http:// 开头", "not an address: it begins with https:// or http://")
WRONG_ROBOT = Text("应为机器人的完整地址：{start}…", "must be the robot's whole address: {start}…")
NO_MAIL = Text("不是有效的邮箱地址：{value}", "not a mail address: {value}")
NO_HOST = Text("不是有效的主机名", "not the name of a host")


def completed(kind: ChannelKind, given: Address, before: Address, hosts: list[str]) -> dict[str, Any]:
    """The whole address: what is given in the place of what was; InvalidInput names each field that is wrong.

    A secret that is left out, or given as it is shown, stays. `hosts` are those that the settings allow besides.
    """
    address = {name: before.get(name) for name in FIELDS[kind]}
    for name, value in given.items():
        if name in address and value is not None and not (isinstance(value, str) and MASK in value):
            address[name] = value
    problems = _mail_problems(address) if kind is ChannelKind.EMAIL else _url_problems(kind, address, hosts)
    if problems:
        raise InvalidInput([Detail(f"address.{name}", reason) for name, reason in problems])
    return address


def shown(kind: ChannelKind, address: Address) -> dict[str, Any]:
    """What people may see of it."""
    if kind is ChannelKind.EMAIL:
        plain = {name: address.get(name) for name in FIELDS[kind] if name != "password"}
        return plain | {"has_password": bool(address.get("password"))}
    masked = {"url": masked_url(str(address.get("url") or ""))}
    return masked | ({"has_secret": bool(address.get("secret"))} if "secret" in FIELDS[kind] else {})


def masked_url(url: str) -> str:
    """Scheme and host, and the last four characters where there are many: enough to tell two apart."""
    parts = urlsplit(url)
    rest = url.partition(parts.netloc)[2]
    tail = rest[-4:] if len(rest) > 16 else ""  # noqa: PLR2004  # a short rest would be told whole
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}/{MASK}{tail}"


def _url_problems(kind: ChannelKind, address: Address, hosts: list[str]) -> list[tuple[str, Text]]:
    url = str(address.get("url") or "").strip()
    if not url:
        return [("url", MISSING)]
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return [("url", NO_URL)]
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        return [("url", NO_URL)]
    starts = ROBOTS.get(kind)
    if starts and host not in hosts and not any(url.startswith(start) and len(url) > len(start) for start in starts):
        return [("url", WRONG_ROBOT.fill(start=starts[0]))]
    return []


def _mail_problems(address: dict[str, Any]) -> list[tuple[str, Text]]:
    host = str(address.get("host") or "").strip()
    problems = []
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,253}", host):
        problems.append(("host", NO_HOST if host else MISSING))
    address["security"] = address.get("security") or "ssl"
    address["port"] = address.get("port") or {"ssl": 465, "starttls": 587}.get(address["security"], 25)
    sender = str(address.get("sender") or "")
    if not MAIL.fullmatch(sender):
        problems.append(("sender", NO_MAIL.fill(value=sender) if sender else MISSING))
    recipients = list(address.get("recipients") or ())
    wrong = [one for one in recipients if not MAIL.fullmatch(str(one))]
    if wrong or not recipients:
        problems.append(("recipients", NO_MAIL.fill(value=wrong[0]) if wrong else MISSING))
    return problems

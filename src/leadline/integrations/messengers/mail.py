"""Mail over SMTP: one message to all recipients, on TLS from the start, after STARTTLS, or without."""

import asyncio
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, Final

from leadline.integrations.messengers.wire import Wire
from leadline.kernel.reaching import why_not_reached
from leadline.kernel.text import Text
from leadline.notifications.contracts import Message
from leadline.notifications.ports import NotDelivered

SECONDS: Final = 15.0
PERMANENT: Final = 500
PORTS: Final = frozenset({25, 465, 587, 2525, 994})
ODD_PORT = Text(
    "端口 {port} 不是常用的邮件端口；需要时请把主机名加入 NOTIFY_HOSTS。",
    "{port} is no usual port of mail. Add the host's name to NOTIFY_HOSTS if it is meant.",
)
LOG_IN = Text(
    "邮件服务器拒绝登录（{said}），请检查用户名与密码（部分邮箱需使用授权码）。",
    "The mail server refuses the log-in ({said}): check user name and password (some take an app password only).",
)
NO_RECIPIENT = Text("邮件服务器拒绝收件人（{said}）。", "The mail server refuses a recipient ({said}).")
NO_SENDER = Text("邮件服务器拒绝发件人（{said}）。", "The mail server refuses the sender ({said}).")
NO_TLS = Text(
    "与 {host} 的加密连接失败（{said}），请检查端口与加密方式。",
    "TLS with {host} failed ({said}): check the port and the kind of encryption.",
)
NO_LINE = Text(
    "无法连接邮件服务器 {host}:{port}（{why}）。", "The mail server {host}:{port} cannot be reached ({why})."
)
SAID = Text("邮件服务器拒绝了邮件（{said}）。", "The mail server refused the mail ({said}).")


class Mail:
    """Speaks to the server whose address the wire has judged."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def send(self, address: Mapping[str, Any], message: Message, token: str) -> None:  # Any: the channel's own
        """NotDelivered with what the server says."""
        host, port = str(address["host"]), int(address["port"])
        if port not in PORTS and host not in self._wire.hosts:
            raise NotDelivered(ODD_PORT.fill(port=port), again=False)
        place = await self._wire.address(host, port)
        await asyncio.to_thread(_explained, address, place, _letter(address, message, token))


def _letter(address: Mapping[str, Any], message: Message, token: str) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = message.subject
    letter["From"] = address["sender"]
    letter["To"] = ", ".join(address["recipients"])
    letter["Date"] = formatdate()
    letter["Message-ID"] = f"<{token}@{str(address['sender']).rpartition('@')[2]}>"
    letter.set_content(message.plain())
    return letter


def _explained(address: Mapping[str, Any], place: str, letter: EmailMessage) -> None:
    host, port = address["host"], address["port"]
    try:
        _send(address, place, letter)
    except smtplib.SMTPAuthenticationError as error:
        raise NotDelivered(LOG_IN.fill(said=_said(error)), again=False) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        said = f"{code} {words.decode(errors='replace')}"[:200]
        raise NotDelivered(NO_RECIPIENT.fill(said=said), again=code < PERMANENT) from error
    except smtplib.SMTPSenderRefused as error:
        raise NotDelivered(NO_SENDER.fill(said=_said(error)), again=error.smtp_code < PERMANENT) from error
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(SAID.fill(said=_said(error)), again=error.smtp_code < PERMANENT) from error
    except ssl.SSLError as error:
        said = error.reason or type(error).__name__
        raise NotDelivered(NO_TLS.fill(host=host, said=said), again=True) from error
    except (smtplib.SMTPException, OSError) as error:
        why = why_not_reached(error)
        raise NotDelivered(NO_LINE.fill(host=host, port=port, why=why), again=True) from error


def _send(address: Mapping[str, Any], place: str, letter: EmailMessage) -> None:
    context = ssl.create_default_context()
    with _opened(address, place, context) as server:
        if address["security"] == "starttls":
            server.starttls(context=context)
        if address.get("username"):
            server.login(address["username"], address.get("password") or "")
        refused = server.send_message(letter)
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)


def _opened(address: Mapping[str, Any], place: str, context: ssl.SSLContext) -> smtplib.SMTP:
    host, port = address["host"], address["port"]
    if address["security"] == "ssl":
        return _PinnedTls(place, host, port, context)
    return _Pinned(place, host, port)


class _Pinned(smtplib.SMTP):
    """Connects to the address that was judged, and means the host by its name."""

    def __init__(self, place: str, host: str, port: int) -> None:
        self._place = place
        super().__init__(host, port, timeout=SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002  # the library's hook
        return socket.create_connection((self._place, port), timeout)


class _PinnedTls(_Pinned):
    def __init__(self, place: str, host: str, port: int, context: ssl.SSLContext) -> None:
        self._wrap: Callable[[socket.socket], socket.socket] = lambda plain: context.wrap_socket(
            plain, server_hostname=host
        )
        super().__init__(place, host, port)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._wrap(super()._get_socket(host, port, timeout))


def _said(error: smtplib.SMTPResponseException) -> str:
    words = error.smtp_error
    return f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"[:200]

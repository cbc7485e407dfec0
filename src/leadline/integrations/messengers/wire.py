"""A POST to an address that somebody typed in: no redirects, no proxies, no way into our own network."""

from collections.abc import Collection, Mapping
from typing import Final

import httpx

from leadline.kernel.http.outward import HostNotAllowed, safe_address
from leadline.kernel.reaching import why_not_reached
from leadline.kernel.text import Text
from leadline.notifications.ports import NotDelivered

TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
MOST_BYTES: Final = 64 * 1024
NOT_ALLOWED = Text(
    "不允许连接 {host}：它在内网。需要时请把主机名加入 NOTIFY_HOSTS。",
    "{host} is inside our own network. Add its name to NOTIFY_HOSTS if it is meant.",
)
NO_ADDRESS = Text("找不到主机 {host}，请检查地址。", "{host} has no address: check the spelling.")
TOO_SLOW = Text("{host} 没有在 10 秒内应答。", "{host} did not answer within 10 seconds.")
UNREACHABLE = Text("无法连接 {host}（{why}）。", "{host} cannot be reached ({why}).")
MOVED = Text(
    "{host} 要求重定向（{status}），不跟随；请填写最终地址。", "{host} redirects ({status}): give the final address."
)
ANSWERED = Text("{host} 拒绝了消息（HTTP {status}）。", "{host} refused the message (HTTP {status}).")
BUSY: Final = frozenset({408, 425, 429})


class Wire:
    """Posts to public hosts, and to those that the settings list."""

    def __init__(self, hosts: Collection[str]) -> None:
        self.hosts = hosts

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The answer's body (64 kB at most) of a 2xx; NotDelivered for all else."""
        target = httpx.URL(url)
        host = target.host
        address = await self.address(host, target.port or (443 if target.scheme == "https" else 80))
        netloc = target.netloc.decode("ascii").rpartition("@")[2]
        try:
            async with (
                httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
                client.stream(
                    "POST",
                    target.copy_with(host=address, username=None, password=None),
                    content=body,
                    headers={"content-type": "application/json", **headers, "host": netloc},
                    extensions={"sni_hostname": host},
                ) as response,
            ):
                answer = await _read(response)
        except httpx.TimeoutException as error:
            raise NotDelivered(TOO_SLOW.fill(host=host), again=True) from error
        except httpx.HTTPError as error:
            raise NotDelivered(UNREACHABLE.fill(host=host, why=why_not_reached(error)), again=True) from error
        status = response.status_code
        if response.is_redirect:
            raise NotDelivered(MOVED.fill(host=host, status=status), again=False)
        if not response.is_success:
            again = response.is_server_error or status in BUSY
            raise NotDelivered(ANSWERED.fill(host=host, status=status), again=again)
        return answer

    async def address(self, host: str, port: int) -> str:
        """The address to connect to; NotDelivered."""
        try:
            return await safe_address(host, port, self.hosts)
        except HostNotAllowed as error:
            raise NotDelivered(NOT_ALLOWED.fill(host=host), again=False) from error
        except (OSError, UnicodeError) as error:
            raise NotDelivered(NO_ADDRESS.fill(host=host), again=True) from error


async def _read(response: httpx.Response) -> bytes:
    found = b""
    async for chunk in response.aiter_bytes():
        found += chunk
        if len(found) > MOST_BYTES:
            break
    return found[:MOST_BYTES]

"""Speaking to hosts that people name: their address is looked up once, judged, and connected to as judged.

Whoever can name a host must not make this server speak to what only it can reach. An address inside our own network is
allowed only for a host that the settings list by its full name.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Collection


class HostNotAllowed(Exception):
    """The host's addresses are inside our own network, and nobody listed it."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the resolver's order; OSError when it has none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]).partition("%")[0] for *_, place in found]


async def safe_address(host: str, port: int, listed: Collection[str]) -> str:
    """The address to connect to; HostNotAllowed, OSError or UnicodeError."""
    explicit = host.lower().rstrip(".") in {one.lower() for one in listed}
    for written in await resolve(host, port):
        address = ipaddress.ip_address(written)
        if explicit or address.is_global:
            return str(address)
    raise HostNotAllowed(host)

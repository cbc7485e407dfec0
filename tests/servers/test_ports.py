"""The ports that the tests' servers are started on."""

import socket
from pathlib import Path

import pytest

from tests.servers import ports
from tests.servers.ports import free_port

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_each_is_given_once_and_none_that_somebody_listens_on(monkeypatch: pytest.MonkeyPatch) -> None:
    first = free_port()
    monkeypatch.setattr(ports, "_places", iter(range(first - ports.LOWEST, first - ports.LOWEST + 9)))
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", first))
        server.listen()
        assert len({first, *(free_port() for _ in range(3))}) == 4


def test_the_system_hands_out_none_of_them() -> None:
    lowest = int(RANGE.read_text().split()[0]) if RANGE.exists() else 32_768
    if lowest < ports.LOWEST + ports.MANY:
        pytest.skip("this system hands out nearly every port")
    assert ports.LOWEST <= free_port() < lowest

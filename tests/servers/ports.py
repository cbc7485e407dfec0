"""Ports for servers that are started by number.

A port that the system has just handed out may be handed out again, to another test's server or to a caller, before the
server that it was meant for listens, or while that server is away. So these are below the ones that the system hands
out, each is given once, and the processes of a run begin far from each other.
"""

import os
import socket
from itertools import count

LOWEST, MANY = 10_000, 22_000
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_places = count(os.getppid() * 997 + _worker * MANY // 4)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, and that nobody else is given."""
    for place in _places:
        port = LOWEST + place % MANY
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what a server left behind is in nobody's way
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError  # it counts without end

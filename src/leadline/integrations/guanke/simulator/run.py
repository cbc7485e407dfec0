"""Starts the simulator."""

from collections.abc import Mapping
from contextlib import suppress
from socket import socket
from typing import Final

import uvicorn

from leadline.integrations.guanke.simulator.app import Simulator
from leadline.integrations.guanke.simulator.faults import Faults
from leadline.integrations.guanke.simulator.vendor import Account, Vendor

DEFAULT_SEED: Final = 20251026


def simulator(
    seed: int = DEFAULT_SEED, account: Account | None = None, faults: Mapping[str, object] | None = None
) -> Simulator:
    """The simulator as an ASGI application. Raises ValueError when `faults` names no switch of `Faults`."""
    switches = Faults()
    switches.update(faults or {})
    return Simulator(Vendor(seed, account or Account(), switches))


def serve_simulator(app: Simulator, listening: socket) -> None:
    """Serve the simulator in this process until it is stopped (SIGINT or SIGTERM)."""
    # Broken connections are one of its jobs: at a lower level uvicorn would report each of them as an error.
    config = uvicorn.Config(app, log_level="critical", access_log=False, timeout_graceful_shutdown=2)
    with suppress(KeyboardInterrupt):  # raised again by uvicorn after an orderly end
        uvicorn.Server(config).run(sockets=[listening])

"""Runs an application on uvicorn: our logs only, one process or several, and an orderly end.

SIGTERM or SIGINT: /api/health/ready says draining, for `drain_seconds` requests are still taken, then no new ones;
those that are running have 30 seconds to finish; then the lifespan ends. Exit status 0.
"""

import asyncio
import functools
import gc
import os
import pickle
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from multiprocessing.connection import wait
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import multiprocess
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from leadline.kernel.http.listening import AddressRefused, listen, url_of
from leadline.kernel.http.protocol import LimitedHttp
from leadline.kernel.observability.logs import configure_logs, flush_logs, get_logger
from leadline.kernel.observability.workers import MULTIPROCESS_FOLDER
from leadline.kernel.settings import Settings

FINISH_SECONDS = 30
READY_SECONDS, AGAIN_SECONDS = 1.0, 2.0
SILENT_SECONDS = 30  # a worker silent for so long is replaced; after uvicorn's 5 a busy machine lost healthy ones
KEEP_ALIVE_SECONDS = 75  # longer than a proxy's, so that the proxy closes first and no request meets a closing door
log = get_logger(__name__)


class _Config(uvicorn.Config):
    """uvicorn's configuration; worker processes receive it and set up their logs by it."""

    def __init__(self, app: str | Callable[[], FastAPI], settings: Settings, workers: int) -> None:
        self._settings = settings
        super().__init__(
            app,
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=workers,
            loop="auto",
            http=LimitedHttp,
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=FINISH_SECONDS,
            timeout_worker_healthcheck=SILENT_SECONDS,
        )

    def load(self) -> None:
        super().load()
        gc.collect()
        gc.freeze()  # what was imported stays: the collector need not walk it again and again under load

    def configure_logging(self) -> None:
        settings = self._settings
        configure_logs(service=settings.service_name, level=settings.log_level, form=settings.log_format)
        # uvicorn raises the signal again when it is done; the default would end the process before its exit handlers
        signal.signal(signal.SIGTERM, _leave)


class Worker(Process):
    """uvicorn's worker, whose end is heard of while it is asked whether it lives.

    The supervisor waited all of SILENT_SECONDS for the answer of one that ended meanwhile, and did nothing else: not
    even a SIGTERM was heard.
    """

    def ping(self, timeout: float = 5) -> bool:
        """Whether the worker answers in time."""
        try:
            self.parent_conn.send(b"ping")
            if self.parent_conn not in wait([self.parent_conn, self.process.sentinel], timeout):
                return False
            self.parent_conn.recv()
        except (OSError, EOFError, pickle.UnpicklingError):
            return False
        return True


multiprocess.Process = Worker  # type: ignore[misc]  # the supervisor makes its workers by this name


class _Workers(Multiprocess):
    """uvicorn's supervisor, which ends when a worker cannot start: here only while none has ever served.

    Later it is the database that is away, and a worker which died meanwhile is started again and again: the others
    still answer what they can, and a server that ended would not come back with the database.
    """

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        self.failed = False
        self._served = False

    def keep_subprocess_alive(self) -> None:
        if self.should_exit.is_set():
            return
        if not self._served and any(one.is_ready(READY_SECONDS) for one in self.processes):
            self._served = True
            log.info("The first worker serves")
        super().keep_subprocess_alive()
        if not self.should_exit.is_set():
            return
        if not self._served:
            self.failed = True
            return
        self.should_exit.clear()
        log.warning("A worker could not start; it is tried again", seconds=AGAIN_SECONDS)
        self.should_exit.wait(AGAIN_SECONDS)
        for place, one in enumerate(self.processes):
            if one.exitcode == STARTUP_FAILURE:
                self.processes[place] = Worker(self.config, self.sockets)
                self.processes[place].start()


def run_server(
    app_factory: str | Callable[[], FastAPI],
    settings: Settings,
    *,
    workers: int = 1,
    listening: socket.socket | None = None,
) -> None:
    """Serve until a signal ends it, on what is `listening` already or HOST and PORT.

    Several workers need an import string: "package.module:function". SystemExit with a sentence for standard error and
    status 1 when the address is taken, status 1 when starting fails.
    """
    if workers > 1 and not isinstance(app_factory, str):
        raise ValueError("several workers need the factory's import string")
    try:
        listening = listening or listen(settings.host, settings.port)
    except AddressRefused as error:
        sys.exit(error.to(settings.default_language))
    with listening, tempfile.TemporaryDirectory(prefix="leadline-metrics-") as folder:
        if workers > 1:
            os.environ[MULTIPROCESS_FOLDER] = folder  # always a fresh one: what an earlier server counted is not ours
        config = _Config(app_factory, settings, workers)
        log.info("Listening", address=url_of(settings.host, settings.port), workers=workers)
        _run(config, listening)
    flush_logs()


def _run(config: uvicorn.Config, listening: socket.socket) -> None:
    try:
        if config.workers > 1:
            supervisor = _Workers(config, [listening])
            supervisor.run()
            if supervisor.failed:
                sys.exit(STARTUP_FAILURE)
        else:
            uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return  # raised again by uvicorn after an orderly end
    except SystemExit as end:
        if end.code:
            flush_logs()
            sys.exit(1)


def draining(
    drain_seconds: float = 0.0, leaving: Callable[[], None] | None = None
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """A lifespan that marks the application as draining when the process is told to end, and calls `leaving`.

    Behind a balancer, `drain_seconds` is how long it needs to notice: until then requests are taken as before. Answers
    that go on for ever have to be ended by `leaving`: the server would wait for them.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        loop = asyncio.get_running_loop()

        def leave(number: int, frame: FrameType | None) -> None:
            first = not app.state.draining
            app.state.draining = True
            if first and leaving is not None:
                loop.call_soon_threadsafe(leaving)
            handler = before[signal.Signals(number)]
            if callable(handler):
                finish = functools.partial(handler, number, frame)
                loop.call_soon_threadsafe(loop.call_later, drain_seconds if first else 0, finish)

        try:
            for number in before:
                signal.signal(number, leave)
        except ValueError:  # not the main thread (a test's server): nothing reaches us there
            before.clear()
        yield
        for number, handler in before.items():
            signal.signal(number, handler)

    return lifespan


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)

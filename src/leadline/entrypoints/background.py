"""The worker of a process: beside the server, or alone in a process of its own."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.live import assemble_pulse
from leadline.entrypoints.wiring import assemble, assemble_jobs, opened
from leadline.kernel.http.hot import HotAnswers
from leadline.kernel.jobs.system import JobSystem
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.settings import Settings

LAST_WORDS_SECONDS = 12.0
log = get_logger(__name__)


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("The worker of this process broke off", exc_info=error)


def beside_the_server(system: JobSystem, settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """A lifespan that works jobs off while the application answers, unless the settings leave that to others."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if not settings.jobs_in_server:
            yield
            return
        worker = system.worker(settings)
        task = asyncio.create_task(worker.run())
        task.add_done_callback(_tell)
        try:
            yield
        finally:
            worker.stop()
            await asyncio.wait({task}, timeout=settings.jobs_finish_seconds + LAST_WORDS_SECONDS)
            task.cancel()

    return lifespan


async def work_alone(settings: Settings) -> None:
    """Works jobs off until SIGTERM or SIGINT; what runs then is finished or handed back."""
    toolbox, system, hot = _assemble(settings)
    async with opened(toolbox):
        worker = system.worker(settings)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, worker.stop)
        async with assemble_pulse(toolbox.database, settings).beating():
            await worker.run()
        if hot is not None:
            await hot.close()


def _assemble(settings: Settings) -> tuple[CallsToolbox, JobSystem, HotAnswers | None]:
    """Where processes share ready answers, a worker makes them for the servers, by the application that they serve.

    Without a Valkey they would be its own alone, and nobody asks it.
    """
    if not settings.redis_url.get_secret_value():
        toolbox = assemble(settings)
        return toolbox, assemble_jobs(toolbox), None
    from leadline.entrypoints.api import create_app  # noqa: PLC0415  # it imports this module; 40 MB that others save

    state = create_app(settings).state
    return state.calls, state.jobs, state.hot

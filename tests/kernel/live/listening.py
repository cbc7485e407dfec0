"""A reader of /api/stream over a socket, and the whole application on a port of this process."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple, Self

import uvicorn
from fastapi import FastAPI

from leadline.kernel.http.protocol import LimitedHttp


class Event(NamedTuple):
    """One event, as it came."""

    name: str
    id: str
    data: Any


class Reader:
    """Reads one stream. `events` are those that were read."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.head: list[str] = []
        self.comments = 0

    @classmethod
    async def open(cls, port: int, token: str, query: str = "", **headers: str) -> Self:
        """Asks, and reads the head of the answer. A header's name is given with underscores."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        asked = {"host": "test", "authorization": f"Bearer {token}", "accept-encoding": "gzip, br", **headers}
        lines = [f"GET /api/stream{query} HTTP/1.1"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in asked.items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        made = cls(reader, writer)
        while line := (await reader.readline()).decode().strip():
            made.head.append(line.lower())
        return made

    @property
    def status(self) -> int:
        return int(self.head[0].split()[1])

    async def next(self, seconds: float = 15.0) -> Event:
        """The next event; EOFError when the stream ends."""
        async with asyncio.timeout(seconds):
            return await self._next()

    async def until(self, name: str, seconds: float = 15.0) -> Event:
        """The next event of that name."""
        async with asyncio.timeout(seconds):
            while (event := await self._next()).name != name:
                pass
        return event

    async def rest(self, seconds: float) -> list[Event]:
        """What comes within so many seconds, or until the end."""
        found: list[Event] = []
        with suppress(TimeoutError, EOFError):
            async with asyncio.timeout(seconds):
                while True:
                    found.append(await self._next())
        return found

    async def _next(self) -> Event:
        fields: dict[str, str] = {}
        while True:
            line = await self._reader.readline()
            if not line:
                raise EOFError
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name in ("id", "event", "data"):
                fields[name] = value
            elif line.startswith(b": "):
                self.comments += 1
            elif line == b"\n" and "event" in fields:
                return Event(fields["event"], fields.get("id", ""), json.loads(fields["data"]))

    async def close(self) -> None:
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()


@asynccontextmanager
async def on_a_port(app: FastAPI) -> AsyncIterator[int]:
    """Serves `app` as `leadline serve` does, on a free port."""
    config = uvicorn.Config(
        app, port=0, http=LimitedHttp, ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        app.state.live.close()
        server.should_exit = True
        await task

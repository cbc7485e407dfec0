"""Requests at a steady rate, whether the server keeps up or not: what a client waits is counted from when it was due.

The plan comes on standard input: {"port": 5001, "rate": 100, "seconds": 10, "paths": ["/a"], "distinct": false,
"headers": {}}, or "times": 20 in the place of rate and seconds for one request after the other.
"""

import asyncio
import json
import sys
import time
from typing import Any, cast

import uvloop


class Line(asyncio.Protocol):
    """One kept-alive connection with at most one request under way."""

    def __init__(self) -> None:
        self._answer: asyncio.Future[int] | None = None
        self._buffer = b""
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, gap, body = self._buffer.partition(b"\r\n\r\n")
        if not gap or self._answer is None:
            return
        length = next(int(one[15:]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:"))
        if len(body) >= length:
            self._buffer = b""
            self._answer.set_result(int(head[9:12]))
            self._answer = None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None:
            self._answer.set_exception(exc or ConnectionResetError())

    def ask(self, request: bytes) -> asyncio.Future[int]:
        """Sends a request; the future is its status, once all of the body is there."""
        assert self.transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._answer


class Load:
    """A plan of requests and how long each took."""

    def __init__(self, plan: dict[str, Any]) -> None:  # Any: JSON
        self.plan = plan
        self.idle: list[Line] = []
        self.spent: dict[str, list[float]] = {path: [] for path in plan["paths"]}
        self.refused = 0
        self.stamp = time.time_ns()

    def request(self, path: str, number: int) -> bytes:
        """Its bytes; `distinct` makes each query one that no cache has seen."""
        if self.plan["distinct"]:
            path += f"{'&' if '?' in path else '?'}_={self.stamp + number}"
        headers = "".join(f"{name}: {value}\r\n" for name, value in self.plan["headers"].items())
        return f"GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n".encode()

    async def line(self) -> Line:
        """A connection that is free."""
        if self.idle:
            return self.idle.pop()
        _, line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self.plan["port"])
        return line

    async def one(self, path: str, number: int, due: float) -> None:
        """One request."""
        line = await self.line()
        status = await line.ask(self.request(path, number))
        if status != 200:
            self.refused += 1
        self.spent[path].append((time.perf_counter() - due) * 1000)
        self.idle.append(line)

    async def steady(self) -> None:
        """`rate` requests a second for so many seconds, the paths in turn."""
        paths, rate = self.plan["paths"], self.plan["rate"]
        start = time.perf_counter() + 0.05
        tasks = []
        for number in range(round(rate * self.plan["seconds"])):
            due = start + number / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(self.one(paths[number % len(paths)], number, due)))
        await asyncio.gather(*tasks)

    async def in_turn(self) -> None:
        """One after the other, `times` of each path: what an answer takes when nobody else asks."""
        for number in range(self.plan["times"]):
            for path in self.plan["paths"]:
                await self.one(path, number, time.perf_counter())


async def run(plan: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    """The milliseconds by path, and how many were refused."""
    load = Load(plan)
    await (load.in_turn() if "times" in plan else load.steady())
    return {"spent": load.spent, "refused": load.refused, "cpu": time.process_time()}


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(json.load(sys.stdin)))))

"""`leadline serve` as the figures are taken from it: a process of its own, on the dataset's last Friday.

`python -m bench.served serve …` is `leadline serve …` with the clock set back to that Friday, 17:30 in Shanghai.
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.dataset import SECRET
from leadline.employees.models import auth_sessions, employee_agents, employees, users
from leadline.kernel import clock
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import upgrade

MOMENT = datetime(2025, 11, 28, 9, 30, tzinfo=UTC)
JWT_SECRET = "a signing key for benchmarks only, forty characters"  # noqa: S105  # it guards made-up rows on the loopback
SESSION, USER_ID, UNTIL = "bench-session", 1_000_001, datetime(2100, 1, 1, tzinfo=UTC)
Account = tuple[str, str, date | None]  # the dialer's account, its source, and from which day it is somebody's
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    seconds_to_answer: float
    home: Path

    def cpu(self) -> float:
        """CPU seconds of the server and its children."""
        return sum(cpu_of(pid) for pid in family(self.process.pid))

    def memory(self) -> float:
        """MB of the server and its children, shared pages counted once (PSS)."""
        return sum(_pss(pid) for pid in family(self.process.pid)) / 1024

    def get(self, path: str, timeout: float = 60.0) -> bytes:
        """The body of an answer; raises for a status that is no success."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=authorization())
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310  # our own server
            body: bytes = answer.read()
            return body


def authorization(number: int = 0) -> dict[str, str]:
    """The headers of the administrator whom `admit` has signed in, or of the employee with that number."""
    user = ("bench", "admin") if number == 0 else (f"bench-{number}", "employee")
    token = Tokens(JWT_SECRET).mint_session(_session(number), user[0], (USER_ID + number, *user), UNTIL)
    return {"Authorization": f"Bearer {token}"}


def _session(number: int) -> str:
    return SESSION if number == 0 else f"{SESSION}-{number}"


async def admit(url: str, number: int = 0, accounts: Iterable[Account] = ()) -> None:
    """Makes the administrator of the figures and a session that outlives them: production takes no other tokens.

    With a number, an employee who sees the calls of these accounts.
    """
    database = Database(url)
    user, name = USER_ID + number, f"bench-{number}" if number else "bench"
    async with database.transaction() as connection:
        if (await connection.execute(select(users.c.id).where(users.c.id == user))).first() is None:
            row: dict[str, Any] = {
                "id": user,
                "username": name,
                "external_id": name,
                "name": name,
            }  # Any: a column's own
            row["role"] = "employee" if number else "admin"
            await connection.execute(users.insert().values(**row, created_at=MOMENT, updated_at=MOMENT))
            row = {"id": _session(number), "user_id": user, "kind": "bearer", "expires_at": UNTIL}
            await connection.execute(auth_sessions.insert().values(**row, created_at=MOMENT, last_seen_at=MOMENT))
            if number:
                row = {"id": user, "employee_no": name, "name": name, "user_id": user, "status": "active"}
                await connection.execute(employees.insert().values(**row, created_at=MOMENT, updated_at=MOMENT))
            for agent_id, source, first in accounts:
                row = {"employee_id": user, "source": source, "agent_id": agent_id, "valid_from": first}
                await connection.execute(employee_agents.insert().values(**row))
    await database.close()


def environment(url: str, home: Path, **more: str) -> dict[str, str]:
    """Everything on, as in production: log lines as JSON to a file, metrics, permissions."""
    return {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[1]), "APP_ENV": "production",
        "DATABASE_URL": url, "DATA_ENCRYPTION_KEY": SECRET, "JWT_SECRET_KEY": JWT_SECRET, "SECRET_KEY": JWT_SECRET,
        "LEADLINE_HOME": str(home), "LC_ALL": "C.UTF-8", **more,
    }  # fmt: skip


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(url: str, *, moved: bool = True, core: int | None = None) -> Iterator[Served]:
    """A server on `url`; `moved` sets its clock back, `core` pins it."""
    upgrade(url)
    asyncio.run(admit(url))
    port = free_port()
    command = [sys.executable, "-m", "bench.served" if moved else "leadline", "serve", "--port", str(port)]
    if core is not None:
        command = ["taskset", "-c", str(core), *command]
    with tempfile.TemporaryDirectory(prefix="leadline-bench-") as folder:
        home = Path(folder)
        with (home / "log").open("wb") as log:
            started = time.perf_counter()
            process = subprocess.Popen(command, env=environment(url, home), cwd=home, stdout=log, stderr=log)
            try:
                _wait(port, process, home / "log")
                yield Served(port, process, time.perf_counter() - started, home)
            finally:
                process.terminate()
                process.wait(60)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")


def family(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                found += [int(child) for child in children.read_text().split()]
    return found


def cpu_of(pid: int) -> float:
    """CPU seconds of one process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):  # a child that has just ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _set_clock_back() -> None:
    behind = datetime.now(UTC) - MOMENT
    clock.now = lambda: datetime.now(UTC) - behind


if __name__ == "__main__":
    _set_clock_back()
    from leadline.entrypoints.cli import main  # after the clock: modules take `now` by name

    main()

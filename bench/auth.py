"""What the check of a request costs, and whether sign-ins hold up anybody else."""

import asyncio
import gc
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from fastapi import APIRouter, Depends
from starlette.responses import Response

from bench.report import Report, announce
from bench.served import MOMENT, authorization, serving
from leadline.employees.models import users
from leadline.employees.service.hashing import PasswordHasher
from leadline.employees.service.sessions import Visitor
from leadline.employees.service.sign_in import sign_in_with_password
from leadline.entrypoints.wiring import assemble, assemble_authenticator, assemble_employees
from leadline.kernel.auth.dependencies import public, require
from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import upgrade
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.http.envelope import answer
from leadline.kernel.settings import load_settings
from tests.factories.people import PASSWORD, make_account

MICROSECONDS, MILLISECONDS, SIGN_INS = 60.0, 20.0, 20


def routes() -> APIRouter:
    """The same answer, once for everybody and once for who may."""
    router = APIRouter()

    @router.get("/open", dependencies=[Depends(public())])
    async def opened() -> Response:
        return answer("here")

    @router.get("/guarded", dependencies=[Depends(require("stats:read"))])
    async def guarded() -> Response:
        return answer("here")

    @router.get("/hot", dependencies=[Depends(require("stats:read", hot=True))])
    async def hot() -> Response:
        return answer("here")

    return router


async def version() -> str:
    """The data does not change."""
    return "1"


async def cpu_of_a_request(*, quick: bool) -> dict[str, float]:
    """Microseconds of CPU by route, the median of blocks that take turns."""
    with TemporaryDirectory(prefix="leadline-bench-") as folder:
        settings = load_settings(
            app_env="testing", leadline_home=Path(folder), database_url=f"sqlite:///{folder}/auth.db", password_cost=4
        )
        await asyncio.to_thread(upgrade, settings.effective_database_url)
        tools = assemble(settings)
        people = assemble_employees(tools)
        authenticator = assemble_authenticator(people)
        app = create_app_shell(settings, authenticator=authenticator, routers=[routes()], hot_version=version)
        await make_account(people, "li")
        token = (await sign_in_with_password(people, "li", PASSWORD, Visitor())).access_token
        taken: dict[str, list[float]] = {"/open": [], "/guarded": [], "/hot": []}
        for block in range(4 if quick else 25):
            for path, times in taken.items():
                microseconds = await _block(app, path, token)
                if block:  # the first one warms up
                    times.append(microseconds)
        await tools.database.close()
    return {path: statistics.median(times) for path, times in taken.items()}


async def _block(app: Any, path: str, token: str, size: int = 1000) -> float:
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "http",
        "http_version": "1.1", "server": ("bench", 80), "client": ("127.0.0.1", 1), "root_path": "",
        "headers": [(b"host", b"bench"), (b"authorization", f"Bearer {token}".encode())],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        assert message.get("status", 200) == 200

    gc.collect()
    started = time.process_time()
    for _ in range(size):
        await app(dict(scope), receive, send)
    return (time.process_time() - started) / size * 1e6


async def waits(port: int, seconds: float, *, sign_ins: int) -> tuple[list[float], list[float]]:
    """How long the overview took, in ms, asked for again and again; and the sign-ins beside it."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        await client.get("/api/stats/overview", headers=authorization())
        signing = [asyncio.create_task(_sign_in(client, number)) for number in range(sign_ins)]
        taken = []
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends or not all(task.done() for task in signing):
            started = time.perf_counter()
            (await client.get("/api/stats/overview", headers=authorization())).raise_for_status()
            taken.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(0.005)
        return taken, [await task for task in signing]


async def _sign_in(client: httpx.AsyncClient, number: int) -> float:
    started = time.perf_counter()
    body = {"username": f"user-{number}", "password": PASSWORD}
    (await client.post("/api/auth/login", json=body)).raise_for_status()
    return time.perf_counter() - started


async def hire(url: str) -> None:
    """Users with a password of the cost that is production's."""
    hashed = await PasswordHasher(12).hash(PASSWORD)
    database = Database(url)
    async with database.transaction() as connection:
        for number in range(SIGN_INS):
            name = f"user-{number}"
            row = {"username": name, "external_id": name, "name": name, "role": "employee", "password_hash": hashed}
            await connection.execute(users.insert().values(**row, created_at=MOMENT, updated_at=MOMENT))
    await database.close()


def measure(_calls: int, *, quick: bool) -> Report:
    """CPU of the check, and the wait beside sign-ins."""
    report = Report("auth", "Signing in and the check of a request", ("figure", "measured", "to reach"))
    announce(report.title)
    cpu = asyncio.run(cpu_of_a_request(quick=quick))
    more = cpu["/guarded"] - cpu["/open"]
    report.add("CPU of a route for everybody", f"{cpu['/open']:.1f} µs", "")
    report.add(
        "the same route, verified", f"{cpu['/guarded']:.1f} µs (+{more:.1f})", f"+{MICROSECONDS:.0f} µs",
        reached=more <= MICROSECONDS,
    )  # fmt: skip
    report.add("a ready answer, verified, in all", f"{cpu['/hot']:.1f} µs", "")
    with TemporaryDirectory(prefix="leadline-bench-") as folder:
        url = f"sqlite:///{folder}/auth.db"
        upgrade(url)
        asyncio.run(hire(url))
        with serving(url, moved=False) as served:
            idle, _ = asyncio.run(waits(served.port, 3 if quick else 8, sign_ins=0))
            busy, signed = asyncio.run(waits(served.port, 3, sign_ins=SIGN_INS))
    calm, beside = (statistics.quantiles(times, n=100)[98] for times in (idle, busy))
    report.add("p99 of an answer while nobody signs in", f"{calm:.1f} ms of {len(idle)}", "")
    report.add(
        f"p99 beside {SIGN_INS} sign-ins at once", f"{beside:.1f} ms of {len(busy)}", f"+{MILLISECONDS:.0f} ms",
        reached=beside <= calm + MILLISECONDS,
    )  # fmt: skip
    report.add(f"{SIGN_INS} sign-ins at once, the last after", f"{max(signed):.1f} s", "")
    return report

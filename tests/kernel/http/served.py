"""The program that the server's tests start: answers that take their time, and a lifespan that says goodbye.

Beside the farewell, `begun` is there once such an answer was begun, and while `broken` is there no process starts.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from starlette.responses import Response

from leadline.kernel.auth.dependencies import public
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.http.envelope import answer
from leadline.kernel.http.server import draining, run_server
from leadline.kernel.settings import Settings


def settings() -> Settings:
    return Settings(_env_file=None, jwt_secret_key="a secret of more than thirty-two characters", port=int(sys.argv[1]))


def beside(name: str) -> Path:
    return Path(sys.argv[2]).with_name(name)


def say_goodbye() -> None:
    with Path(sys.argv[2]).open("a") as file:
        file.write("goodbye\n")


def make() -> FastAPI:
    router = APIRouter(prefix="/api", dependencies=[Depends(public())])

    @router.get("/slow")
    async def slow() -> Response:
        await asyncio.to_thread(beside("begun").touch)
        await asyncio.sleep(1.2)
        return answer("finished")

    @router.get("/endless")
    async def endless() -> Response:
        await asyncio.to_thread(beside("begun").touch)
        await asyncio.sleep(600)
        return answer("never")

    @router.get("/ping")
    async def ping() -> Response:
        return answer("pong")

    @asynccontextmanager
    async def goodbye(_app: FastAPI) -> AsyncIterator[None]:
        if beside("broken").exists():
            raise RuntimeError("what it needs is away")
        yield
        await asyncio.to_thread(say_goodbye)

    drain = draining(float(os.environ.get("DRAIN", "1")))
    return create_app_shell(settings(), routers=[router], lifespans=[goodbye, drain])


if __name__ == "__main__":
    workers = int(sys.argv[3])
    run_server("tests.kernel.http.served:make" if workers > 1 else make, settings(), workers=workers)

"""A small application on the shell, with routes that show one thing each."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Form, Request
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError
from starlette.responses import Response, StreamingResponse

from leadline.kernel.auth.dependencies import public, require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.errors import NotFound
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.http.envelope import Answer, LocalTime, Meta, answer
from leadline.kernel.settings import Settings
from leadline.kernel.text import Text
from tests.factories.people import bearer as role_bearer

SECRET = "a secret of more than thirty-two characters"


class Seen(BaseModel):
    """What a route answers with."""

    days: int
    at: LocalTime
    rate: float


class Wish(BaseModel):
    """What a route takes."""

    name: str = Field(min_length=2)
    day: date | None = None


class World:
    """What the routes lean on, for the tests to change."""

    def __init__(self) -> None:
        self.version = "1"
        self.computed = 0
        self.hot_seconds: float | None = None
        self.during: Callable[[], None] = lambda: None
        self.check: Callable[[], Any] = lambda: asyncio.sleep(0)
        self.sent = 0


@pytest.fixture
def world() -> World:
    return World()


def answering_routes(world: World) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["things"])

    @router.get("/hot", dependencies=[Depends(require("stats:read", hot=True))], response_model=Answer[Seen])
    async def hot(days: Annotated[int, Field(ge=1, le=400)] = 3) -> Response:
        world.computed += 1
        world.during()
        await asyncio.sleep(0)
        body = [Seen(days=days, at=datetime(2025, 11, 30, 2, 30, tzinfo=UTC), rate=0.5)] * days
        return answer(body, Meta(source="cache", complete=True), hot_seconds=world.hot_seconds)

    @router.get("/mine", response_model=Answer[Seen])
    async def mine(caller: Annotated[Principal, Depends(require("call:read"))]) -> Response:
        return answer({"user": caller.user_id, "scope": caller.scope.key})

    @router.post("/sync", dependencies=[Depends(require("call:sync"))])
    async def sync(wish: Wish) -> Response:
        return answer(wish, status=201)

    @router.get("/sync", dependencies=[Depends(public())])
    async def synced() -> Response:
        return answer("synced")

    @router.post("/form", dependencies=[Depends(public())])
    async def form(text: Annotated[str, Form()]) -> Response:
        return answer(len(text))

    return router


def failing_routes(world: World) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["things"], dependencies=[Depends(public())])

    @router.get("/refused")
    async def refused() -> None:
        raise NotFound

    @router.get("/fault")
    async def fault() -> None:
        raise RuntimeError("the password is hunter22")

    @router.get("/locked")
    async def locked() -> None:
        raise OperationalError("UPDATE x", {}, sqlite3.OperationalError("database is locked"))

    @router.get("/export")
    async def export(request: Request, fail: bool = False) -> Response:
        async def rows() -> AsyncIterator[bytes]:
            for number in range(1000):
                world.sent += 1
                if fail and number == 2:
                    raise RuntimeError("cut")
                yield b"a,b,c\n" * 100
                await asyncio.sleep(0)

        return StreamingResponse(rows(), media_type="text/csv")

    return router


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, jwt_secret_key=SECRET, max_body_bytes=2048, cors_origins="http://page.example")


@pytest.fixture
def app(world: World, settings: Settings) -> FastAPI:
    async def version() -> str:
        return world.version

    async def check() -> None:
        await world.check()

    return create_app_shell(
        settings,
        routers=[answering_routes(world), failing_routes(world)],
        checks={"database": check},
        hot_version=version,
        body_limits={"/api/form": 8192},
        tags={"things": Text("各种", "Things")},
    )


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as one:
        yield one


@pytest.fixture
def bearer(app: FastAPI) -> Callable[..., dict[str, str]]:
    def of(role: str = "manager", user_id: int | str = 7, **more: Any) -> dict[str, str]:
        return role_bearer(app.state.tokens, role, more.get("agent_ids"), user=user_id)

    return of

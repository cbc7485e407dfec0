"""A calls context on a real database with a scripted dialer, and a desk to ask it things."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr

from leadline.calls.contracts import Completeness, Track
from leadline.calls.endpoints import grade_stats, settling, sources, sync
from leadline.calls.endpoints import settings as settings_routes
from leadline.calls.ports import PushedCalls
from leadline.calls.repository.sync_days import DayRow, TrackName, read_days
from leadline.calls.repository.sync_runs import RunRow, list_runs
from leadline.calls.repository.track_caches import GradeFigures, TaskFigures, grade_figures, task_figures
from leadline.calls.repository.vendor_figures import DayFigures, day_figures
from leadline.calls.service.ingest import Ingest
from leadline.calls.service.sync.contracts import SyncReport, SyncRequest
from leadline.calls.service.sync.run import sync_range
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.call_files import FilesOfCalls
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.settings import Settings
from tests.factories.calls import call
from tests.factories.people import bearer
from tests.fakes.dialer import FakeDialer

NINE = "AS1 成功单9元"
ONE = "AS2 成功单1元"
PUSH_SECRET = "a-push-secret"


class PinnedCalendar(BusinessCalendar):
    """A calendar whose today stays what it was when the test began."""

    def __init__(self) -> None:
        super().__init__("Asia/Shanghai")
        self._today = super().today()

    def today(self) -> date:
        return self._today


def parse_push(body: bytes, content_type: str) -> PushedCalls:
    """`id;id`, each a call at noon of the day before yesterday; `!` alone cannot be read."""
    if body == b"!":
        raise ValueError("not a push")
    at = noon(PinnedCalendar().today() - timedelta(days=2))
    rows = tuple(call(one, at) for one in body.decode().split(";"))
    return PushedCalls(rows, (), b'{"code": 200, "message": "OK"}')


def noon(day: date) -> datetime:
    return BusinessCalendar("Asia/Shanghai").window_of(day).start + timedelta(hours=12)


@dataclass
class Desk:
    """Asks for syncs and reads what is written."""

    tools: CallsToolbox
    dialer: FakeDialer
    today: date

    @property
    def day(self) -> date:
        return self.today - timedelta(days=1)

    async def sync(self, track: Track = "grade", first: date | None = None, last: date | None = None) -> SyncReport:
        request = SyncRequest("fake", first or self.day, last or first or self.day, track, "manual", "tester")
        return await sync_range(self.tools, request)

    async def state(self, day: date | None = None, track: TrackName = "grade") -> DayRow:
        day = day or self.day
        async with self.tools.database.reading() as connection:
            found = await read_days(connection, day, day, track=track)
        return found[0]

    async def shown(self, day: date | None = None, track: TrackName = "grade") -> Completeness:
        return (await self.state(day, track)).state

    async def cached(self, day: date | None = None) -> GradeFigures | None:
        async with self.tools.database.reading() as connection:
            found = await grade_figures(connection, day or self.day)
        return found[0] if found else None

    async def vendor(self, day: date | None = None) -> TaskFigures | None:
        day = day or self.day
        async with self.tools.database.reading() as connection:
            found = await task_figures(connection, day, day)
        return found[0] if found else None

    async def counted(self, day: date | None = None) -> DayFigures | None:
        day = day or self.day
        async with self.tools.database.reading() as connection:
            found = await day_figures(connection, day, day)
        return found[0] if found else None

    async def runs(self) -> list[RunRow]:
        async with self.tools.database.reading() as connection:
            return (await list_runs(connection, 1, 100))[0]


@pytest.fixture
async def desk(database_url: str, settings: Settings) -> AsyncIterator[Desk]:
    database = Database(database_url, pool_size=4)
    settings = settings.model_copy(update={"push_secret": SecretStr(PUSH_SECRET)})
    calendar, cipher, dialer = PinnedCalendar(), Cipher("k" * 40), FakeDialer()
    tools = CallsToolbox(
        settings,
        database,
        calendar,
        cipher,
        Ingest(database, calendar, cipher),
        {"fake": dialer},
        {"fake": parse_push},
        FilesOfCalls(),
    )
    yield Desk(tools, dialer, calendar.today())
    await database.close()


class Api(httpx.AsyncClient):
    """The routes of the sync, called with a token of a manager unless told otherwise."""

    tokens: Tokens

    def act_as(self, role: str, agent_ids: list[str] | None = None) -> None:
        self.headers.update(bearer(self.tokens, role, agent_ids, name="chen"))


@pytest.fixture
async def api(desk: Desk) -> AsyncIterator[Api]:
    routers = (sync.router, settling.router, sources.router, grade_stats.router, settings_routes.router)
    app = create_app_shell(desk.tools.settings, routers=routers)
    app.state.calls = desk.tools
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 4000))
    async with Api(transport=transport, base_url="http://test", headers={"accept-language": "en"}) as client:
        client.tokens = app.state.tokens
        client.act_as("manager")
        yield client

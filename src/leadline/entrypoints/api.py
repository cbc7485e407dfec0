"""The API: every context's routes on the kernel's shell."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from leadline.calls import endpoints as calls_endpoints
from leadline.calls.endpoints.imports import UPLOADS
from leadline.calls.service.metering import call_watches
from leadline.employees import endpoints as employees_endpoints
from leadline.entrypoints.background import beside_the_server
from leadline.entrypoints.live import assemble_hub, assemble_pulse, assemble_shelf
from leadline.entrypoints.warming import Warmth
from leadline.entrypoints.wiring import (
    assemble,
    assemble_authenticator,
    assemble_employees,
    assemble_jobs,
    assemble_notifications,
)
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.audit.endpoints import TAG as AUDIT_TAG
from leadline.kernel.audit.endpoints import audit_routes
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.auth.upkeep import upkeep
from leadline.kernel.crypto.data_keys import require_data_keys
from leadline.kernel.db.counters import read_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.db.schema import require_current_schema
from leadline.kernel.http.app import Shell, create_app_shell
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.idempotency import Idempotency, keep_answers
from leadline.kernel.http.page import built_page, page_routes
from leadline.kernel.http.server import draining
from leadline.kernel.jobs.watching import job_watches
from leadline.kernel.live.stream import beside_the_readers, stream_routes
from leadline.kernel.settings import Settings, load_settings
from leadline.kernel.text import Text
from leadline.notifications.endpoints import router as notifications_router
from leadline.operations import endpoints as operations_endpoints

VERSION_SECONDS = 0.2
ANY_SIZE = 1 << 62  # the route itself counts what comes, and says what can be done about too much
TAGS = {
    "auth": Text("登录：会话、密码、个人令牌", "Signing in: sessions, the password, personal tokens"),
    "calls": Text("通话记录：查询、导出、查看号码、录音", "Call records: list, export, reveal, recording"),
    "stats": Text(
        "统计：今日、趋势、坐席、任务、意向度、时段、地区",
        "Statistics: today, trends, agents, tasks, grades, hours, regions",
    ),
    "sync": Text("同步：两条轨道、运行记录、对账、推送", "Sync: the two tracks, runs, reconciliation, pushes"),
    "alerts": Text("告警：列表、确认、规则", "Alerts: the list, acknowledging, the rules"),
    "channels": Text("通知渠道与发送记录", "Channels, and the log of deliveries"),
    "jobs": Text("任务与调度：进度、重试、补数", "Jobs and schedules: progress, retries, back-fill"),
    "settings": Text("设置：意向度规则、非坐席账号", "Settings: grade rules, accounts that are no agents"),
    "employees": Text("员工：档案、坐席账号、KPI、客户", "Employees: records, dialer accounts, figures, customers"),
    "teams": Text("团队", "Teams"),
    "users": Text("用户账号", "User accounts"),
    "roles": Text("角色与权限", "Roles and permissions"),
    "views": Text("已保存的视图", "Saved views"),
    "live": Text("实时推送", "What happens, as it happens"),
}


class DataVersion:
    """The version of all call data, read at most every 0.2 s however many ask."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()
        self._read_at = float("-inf")
        self._version = ""

    async def __call__(self) -> str:
        """The version as of at most 0.2 s ago."""
        clock = asyncio.get_running_loop().time
        if clock() - self._read_at > VERSION_SECONDS:
            async with self._turn:
                if clock() - self._read_at > VERSION_SECONDS:
                    started = clock()
                    async with self._database.reading() as connection:
                        self._version = str(await read_counter(connection, "calls"))
                    self._read_at = started
        return self._version


class SchemaState(BaseModel):
    """Where the database's schema stands."""

    current: str | None = Field(description="The revision the database is at.")
    head: str = Field(description="The revision this program needs.")


def _system_routes(database: Database) -> APIRouter:
    router = APIRouter(tags=["system"])

    @router.post(
        "/api/db/migrate",
        summary="执行数据库迁移 · Apply the migrations",
        response_model=Answer[SchemaState],
        responses=error_responses(401, 403, 503),
    )
    async def migrate_database(
        request: Request, caller: Annotated[Principal, Depends(require("system:migrate"))]
    ) -> Response:
        """Brings the schema to the newest revision, all or nothing; a database that is there already stays as it is."""
        from leadline.kernel.db.migrate import migrate  # noqa: PLC0415  # Alembic is 0.1 s that a start need not wait for

        state = await migrate(database)
        async with database.transaction() as connection:
            did = actor_of(request, caller).did("database.migrate", "schema", {"revision": state.current})
            await write_down(connection, did)
        return answer(SchemaState(current=state.current, head=state.head))

    return router


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application. `settings` are read from the environment when none are given."""
    settings = settings or load_settings()
    toolbox = assemble(settings)
    database = toolbox.database
    employees = assemble_employees(toolbox)
    authenticator = assemble_authenticator(employees)
    warmth = Warmth(toolbox.calendar, settings.default_language)
    jobs = assemble_jobs(toolbox, warmth)
    pulse = assemble_pulse(database, settings)
    hub = assemble_hub(database, authenticator, pulse)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await require_current_schema(database)
        await require_data_keys(database, toolbox.cipher)
        try:
            async with upkeep(authenticator):
                yield
        finally:
            await app.state.hot.close()
            for source in toolbox.sources.values():
                await source.aclose()
            await database.close()

    app = create_app_shell(
        settings,
        authenticator=authenticator,
        routers=(
            _system_routes(database),
            audit_routes(database, settings),
            *calls_endpoints.routers(),
            *employees_endpoints.routers(),
            *operations_endpoints.routers(),
            notifications_router,
            stream_routes(),
            page_routes(built_page()),  # the page last
        ),
        lifespans=(
            lifespan,
            beside_the_readers(hub, pulse),
            beside_the_server(jobs, settings),
            draining(leaving=hub.close),
        ),
        checks={"database": database.ping},
        hot_version=DataVersion(database),
        hot_shelf=assemble_shelf(settings),
        tags={**TAGS, **AUDIT_TAG},
        body_limits={UPLOADS: ANY_SIZE},
        watches=(*call_watches(toolbox), *job_watches(database)),
    )
    keep_answers(app, Idempotency(database, toolbox.cipher))
    app.state.calls, app.state.employees = toolbox, employees
    if isinstance(app, Shell):
        warmth.app = app
    app.state.jobs, app.state.live, app.state.calendar = jobs, hub, toolbox.calendar
    app.state.notifications = assemble_notifications(toolbox)
    return app

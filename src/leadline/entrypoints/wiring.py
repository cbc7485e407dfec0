"""Wiring: which vendor stands behind which port, chosen by the settings. Nobody else knows both sides."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from stamina.instrumentation import RetryDetails, set_on_retry_hooks

import leadline.entrypoints.tables  # noqa: F401  # every table and every protected column is known from here on
from leadline.calls import public as calls_public
from leadline.calls.handlers import RecountLateChanges, ReopenDays
from leadline.calls.jobs import CallsJobs
from leadline.calls.ports import DialerSource, PushParser
from leadline.calls.service.ingest import Ingest
from leadline.calls.service.toolbox import CallsToolbox
from leadline.employees.jobs import EmployeesJobs
from leadline.employees.service.hashing import PasswordHasher
from leadline.employees.service.identities import StoredIdentities
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.entrypoints.call_files import FilesOfCalls
from leadline.entrypoints.warming import Warmth
from leadline.integrations.freeswitch.json_files import parse_push as parse_freeswitch_push
from leadline.integrations.guanke.client import Tuning
from leadline.integrations.guanke.parsing import push_parser
from leadline.integrations.guanke.source import GuankeSource
from leadline.integrations.guanke.tokens import Credentials
from leadline.integrations.messengers.mail import Mail
from leadline.integrations.messengers.robots import DingTalk, Feishu, WeCom
from leadline.integrations.messengers.webhook import Webhook
from leadline.integrations.messengers.wire import Wire
from leadline.kernel.auth.authenticator import Authenticator
from leadline.kernel.auth.cookies import Csrf
from leadline.kernel.auth.remote_keys import RemoteKeys
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.auth.version import AUTH, AuthVersion
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.data_keys import require_data_keys
from leadline.kernel.crypto.vault import SecretVault
from leadline.kernel.db.engine import Database
from leadline.kernel.db.schema import is_empty, require_current_schema
from leadline.kernel.errors import SettingsRefused
from leadline.kernel.jobs.system import JobSystem
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.spans import SdkMissing, flush_spans, start_tracing
from leadline.kernel.settings import Settings
from leadline.kernel.text import Text
from leadline.notifications.contracts import ChannelKind
from leadline.notifications.handlers import TellAlerts
from leadline.notifications.jobs import NotificationsJobs
from leadline.notifications.ports import Messenger
from leadline.notifications.service.toolbox import NotificationsToolbox
from leadline.operations.handlers import LookAtNews, TellWrongCounts
from leadline.operations.jobs import OperationsJobs
from leadline.operations.service.watch import Watch

log = get_logger(__name__)
GUANKE = "guanke"
NO_SDK = Text(
    "OTEL_EXPORTER_OTLP_ENDPOINT 需要安装 leadline[otel]", "OTEL_EXPORTER_OTLP_ENDPOINT needs the extra: leadline[otel]"
)
DEMO = "demo"
FREESWITCH = "freeswitch"
DEMO_SECRET = "demo-secret"  # noqa: S105  # the simulator's published log-in: it opens nothing but the demo


def _sources(settings: Settings, calendar: BusinessCalendar, vault: SecretVault) -> dict[str, DialerSource]:
    tuning = Tuning(
        timeout_seconds=settings.guanke_timeout_seconds,
        attempts=settings.guanke_attempts,
        parallel_pages=settings.guanke_parallel_pages,
        requests_per_second=settings.guanke_requests_per_second,
    )
    credentials = Credentials(
        settings.guanke_api_secret.get_secret_value(),
        settings.guanke_username,
        settings.guanke_password.get_secret_value(),
    )
    sources: dict[str, DialerSource] = {}
    if credentials.usable:
        sources[GUANKE] = GuankeSource(GUANKE, settings.guanke_base_url, credentials, calendar, vault, tuning)
    if settings.demo_base_url:
        quick = Tuning(timeout_seconds=60.0, attempts=5, parallel_pages=4, requests_per_second=1000.0)
        sources[DEMO] = GuankeSource(
            DEMO, settings.demo_base_url, Credentials(api_secret=DEMO_SECRET), calendar, vault, quick
        )
    return sources


def _tell_of_retry(details: RetryDetails) -> None:
    """One line of ours a retry; the library's own would print the call's arguments."""
    log.info("Asking the vendor again", attempt=details.retry_num, wait_seconds=round(details.wait_for, 2))


def _start_tracing(settings: Settings) -> None:
    try:
        start_tracing(settings.otel_exporter_otlp_endpoint, settings.service_name)
    except SdkMissing as error:
        raise SettingsRefused(problem=NO_SDK) from error


def assemble(settings: Settings) -> CallsToolbox:
    """The calls context with its database, secrets and vendors, as the settings say. Nothing is connected yet."""
    _start_tracing(settings)
    set_on_retry_hooks((_tell_of_retry,))
    calendar = BusinessCalendar(settings.business_timezone)
    database = Database.of(settings)
    cipher = Cipher(settings.data_encryption_key.get_secret_value(), settings.former_data_keys)
    parse_guanke_push = push_parser(calendar)
    pushes: dict[str, PushParser] = {
        GUANKE: parse_guanke_push,
        DEMO: parse_guanke_push,
        FREESWITCH: partial(parse_freeswitch_push, zone=settings.business_timezone),
    }
    return CallsToolbox(
        settings=settings,
        database=database,
        calendar=calendar,
        cipher=cipher,
        ingest=Ingest(database, calendar, cipher),
        sources=_sources(settings, calendar, SecretVault(database, cipher)),
        push_parsers=pushes,
        files=FilesOfCalls(settings.business_timezone),
    )


def assemble_employees(tools: CallsToolbox) -> EmployeesToolbox:
    """The employees context over the same database."""
    settings = tools.settings
    return EmployeesToolbox(
        settings=settings,
        database=tools.database,
        calendar=tools.calendar,
        cipher=tools.cipher,
        tokens=Tokens(settings.jwt_secret_key.get_secret_value()),
        csrf=Csrf(settings.secret_key.get_secret_value()),
        passwords=PasswordHasher(settings.password_cost),
        figures=calls_public,
    )


def assemble_authenticator(tools: EmployeesToolbox) -> Authenticator:
    """The check of every request, by the users that the employees context keeps."""
    settings = tools.settings
    identities = StoredIdentities(tools.database)
    version = AuthVersion(identities.version)
    tools.database.when_bumped(AUTH, version.forget)
    keys = None
    if settings.jwt_jwks_url:
        keys = RemoteKeys(settings.jwt_jwks_url, issuer=settings.jwt_issuer, audience=settings.jwt_audience)
    return Authenticator(
        tools.tokens, identities, version, tools.csrf, development=not settings.production, remote_keys=keys
    )


def assemble_notifications(tools: CallsToolbox) -> NotificationsToolbox:
    """The notifications context over the same database."""
    wire = Wire(tools.settings.notify_hosts)
    messengers: dict[ChannelKind, Messenger] = {
        ChannelKind.DINGTALK: DingTalk(wire),
        ChannelKind.WECOM: WeCom(wire),
        ChannelKind.FEISHU: Feishu(wire),
        ChannelKind.WEBHOOK: Webhook(wire),
        ChannelKind.EMAIL: Mail(wire),
    }
    return NotificationsToolbox(tools.settings, tools.database, tools.cipher, messengers)


def assemble_jobs(tools: CallsToolbox, warmth: Warmth | None = None) -> JobSystem:
    """What runs in the background: the jobs and schedules of every context, and of a server's ready answers."""
    calls, people = CallsJobs(tools), EmployeesJobs(assemble_employees(tools))
    watch = Watch(tools.database, tools.calendar, frozenset(tools.sources), {"home": tools.settings.leadline_home})
    operations = OperationsJobs(tools.settings, watch)
    told = NotificationsJobs(assemble_notifications(tools))
    kinds = [*calls.kinds(), *people.kinds(), *operations.kinds(), *told.kinds()]
    schedules = [*calls.schedules(), *people.schedules(), *operations.schedules(), *told.schedules()]
    if warmth is not None:
        kinds += warmth.kinds()
        schedules += warmth.schedules()
    subscribers = (
        RecountLateChanges(tools.calendar), ReopenDays(tools.calendar), LookAtNews(), TellWrongCounts(),
        TellAlerts(tools.settings.public_url),
    )  # fmt: skip
    return JobSystem(tools.database, kinds, schedules, subscribers)


@asynccontextmanager
async def open_toolbox(settings: Settings, *, any_schema: bool = False) -> AsyncIterator[CallsToolbox]:
    """`assemble`, closed at the end. Unless `any_schema`, the database is ours and at the program's schema."""
    async with opened(assemble(settings), any_schema=any_schema) as toolbox:
        yield toolbox


@asynccontextmanager
async def opened(toolbox: CallsToolbox, *, any_schema: bool = False) -> AsyncIterator[CallsToolbox]:
    """What is assembled already, checked and closed as `open_toolbox` does."""
    try:
        if not any_schema:
            if await is_empty(toolbox.database):
                from leadline.kernel.db.migrate import migrate  # noqa: PLC0415  # Alembic is 0.1 s of every other start

                await migrate(toolbox.database)
            await require_current_schema(toolbox.database)
            await require_data_keys(toolbox.database, toolbox.cipher)
        yield toolbox
    finally:
        for source in toolbox.sources.values():
            await source.aclose()
        await toolbox.database.close()
        await asyncio.to_thread(flush_spans)

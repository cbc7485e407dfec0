"""`leadline doctor`: what is wrong with this installation, and how to mend it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.errors import DatabaseReadOnly, LeadlineError
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.calls.service.toolbox import CallsToolbox
    from leadline.kernel.settings import Settings

MARKS = {True: "✓", False: "✗", None: "·"}
LABELS = {
    "settings": Text("配置", "settings"),
    "pushes": Text("推送", "pushes"),
    "disk": Text("磁盘", "disk"),
    "database": Text("数据库", "database"),
    "encryption key": Text("加密密钥", "encryption key"),
    "dialer": Text("外呼系统", "dialer"),
    "clock": Text("时钟", "clock"),
}
LEAST_FREE_BYTES = 1_000_000_000
MOST_CLOCK_SECONDS = 60


class Finding(NamedTuple):
    """One check: what was looked at, whether it is well (None: nothing to judge), and what to know or do."""

    name: str
    ok: bool | None
    says: Text

    @staticmethod
    def failed(name: str, findings: "list[Finding]") -> bool:
        """Whether the check of that name found something wrong."""
        return any(finding.name == name and finding.ok is False for finding in findings)


def doctor(
    json: common.JsonFlag = False,
    env_example: Annotated[
        bool, typer.Option("--env-example", help="Print a .env.example made from the settings, and end.")
    ] = False,
) -> None:
    """Check settings, database, disk, vendor and clock, and say how to mend what is wrong (exit status 1)."""
    if env_example:
        from leadline.kernel.env_example import env_example as example
        from leadline.kernel.settings import Settings

        typer.echo(example(Settings), nl=False)
        return
    settings = common.settings_or_exit()
    findings = common.run(_examine(settings))
    if json:
        common.print_json([{"check": name, "ok": ok, "says": common.say(says)} for name, ok, says in findings])
    else:
        for name, ok, says in findings:
            said = Text("：", ": ").to(common.language()) + common.say(says)
            common.results.print(f"{MARKS[ok]} {_label(name)}{said}", markup=False)
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(common.FAILED)


def _label(name: str) -> str:
    """The check's name in the reader's language; a dialer's own name stands behind its own."""
    kind, of = next((kind, name.removeprefix(kind)) for kind in LABELS if name.startswith(kind))
    return common.say(LABELS[kind]) + of


async def _examine(settings: "Settings") -> list[Finding]:
    from leadline.entrypoints.wiring import open_toolbox
    from leadline.kernel.http.failures import database_refusal

    findings = [*_settings(settings), _disk(settings)]
    async with open_toolbox(settings, any_schema=True) as toolbox:
        checks: list[tuple[str, Callable[[CallsToolbox], Awaitable[list[Finding]]]]] = [
            ("database", _database),
            ("encryption key", _encryption_key),
            ("dialer", _vendors),
        ]
        for name, check in checks:
            if Finding.failed("database", findings):
                break  # the others ask it: for what was written with which key, for a dialer's token
            try:
                findings += await check(toolbox)
            except LeadlineError as error:
                findings.append(Finding(name, ok=False, says=error.text))
            except Exception as error:
                refusal = database_refusal(error)
                if refusal is None:
                    raise
                findings.append(Finding(name, ok=False, says=refusal.text))
    return findings


def _settings(settings: "Settings") -> list[Finding]:
    said = Text("环境 {env}，时区 {zone}，服务端口 {port}", "environment {env}, time zone {zone}, port {port}").fill(
        env=settings.app_env, zone=settings.business_timezone, port=settings.port
    )
    findings = [Finding("settings", ok=True, says=said)]
    if settings.push_secret.get_secret_value() == "":
        note = Text("未设置 PUSH_SECRET，推送接口关闭。", "PUSH_SECRET is not set: the dialer's pushes are refused.")
        findings.append(Finding("pushes", ok=None, says=note))
    return findings


def _disk(settings: "Settings") -> Finding:
    import shutil

    home = settings.leadline_home
    nearest = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    said = Text("{home} 剩余 {free} GB", "{free} GB free at {home}").fill(home=home, free=f"{free / 1e9:.1f}")
    if free < LEAST_FREE_BYTES:
        return Finding("disk", ok=False, says=Text(f"{said.zh}，请清理空间。", f"{said.en}: make room."))
    return Finding("disk", ok=True, says=said)


async def _database(toolbox: "CallsToolbox") -> list[Finding]:
    from leadline.kernel.db.schema import is_empty, require_current_schema

    database = toolbox.database
    hint = _flask_file(toolbox.settings)
    if hint:
        said = Text(
            "当前目录没有 {named}，但有 {there}（Flask 的位置）：请把 DATABASE_URL 改成 sqlite:///{there}。",
            "There is no {named} here, but {there} (where Flask put it): set DATABASE_URL to sqlite:///{there}.",
        ).fill(named=hint.name, there=hint)
        return [Finding("database", ok=False, says=said)]
    await database.ping()
    if await is_empty(database):  # a new one is given its schema by whichever command comes first
        from leadline.kernel.db.migrate import migrate

        await migrate(database)
    await require_current_schema(database)
    if not _may_write(database.url.database if database.dialect == "sqlite" else None):
        return [Finding("database", ok=False, says=DatabaseReadOnly.message)]
    where = database.url.set(drivername=database.dialect).render_as_string(hide_password=True)  # as one sets it
    return [Finding("database", ok=True, says=Text("{where}，结构最新", "{where}, newest schema").fill(where=where))]


def _may_write(file: str | None) -> bool:
    import os

    return not file or all(os.access(place, os.W_OK) for place in (file, Path(file).absolute().parent))


async def _encryption_key(toolbox: "CallsToolbox") -> list[Finding]:
    """Whether the keys that are set are the database's, and the newest number that is stored can be read with them."""
    from sqlalchemy import select

    from leadline.calls.models import call_records
    from leadline.calls.repository.records import PHONE_PURPOSE
    from leadline.kernel.crypto.data_keys import require_data_keys

    await require_data_keys(toolbox.database, toolbox.cipher)  # what it raises says what is wrong
    number = call_records.c.phone_cipher
    newest = select(number).where(number.is_not(None)).order_by(call_records.c.id.desc()).limit(1)
    async with toolbox.database.reading() as connection:
        stored = (await connection.execute(newest)).scalar()
    if stored is not None:
        toolbox.cipher.decrypt(bytes(stored), PHONE_PURPOSE)
    said = Text("密钥 {key}，可解密已存数据", "key {key}, it reads what is stored").fill(
        key=toolbox.cipher.key_id.hex()
    )
    return [Finding("encryption key", ok=True, says=said)]


def _flask_file(settings: "Settings") -> Path | None:
    """The file that Flask would have meant by a relative SQLite address, when only that one exists."""
    if not settings.database_url.startswith("sqlite:///") or settings.database_url.startswith("sqlite:////"):
        return None
    named = Path(settings.database_url.removeprefix("sqlite:///"))
    beside = Path("instance") / named
    return beside if not named.exists() and beside.exists() else None


async def _vendors(toolbox: "CallsToolbox") -> list[Finding]:
    if not toolbox.sources:
        said = Text(
            "没有外呼来源：设置 GUANKE_API_SECRET（或 GUANKE_USERNAME 与 GUANKE_PASSWORD）；试用请运行 leadline demo。",
            "No dialer: set GUANKE_API_SECRET (or GUANKE_USERNAME and GUANKE_PASSWORD); to try it: `leadline demo`.",
        )
        return [Finding("dialer", ok=None, says=said)]
    findings = [await _clock(toolbox)]
    for name, source in toolbox.sources.items():
        report = await source.check()
        findings.append(Finding(f"dialer {name}", report.ok, report.steps[-1]))
    return findings


async def _clock(toolbox: "CallsToolbox") -> Finding:
    """This machine's clock against the vendor's `Date` header."""
    from email.utils import parsedate_to_datetime

    import httpx

    from leadline.kernel.clock import now

    settings = toolbox.settings
    address = settings.guanke_base_url if "guanke" in toolbox.sources else settings.demo_base_url
    try:
        async with httpx.AsyncClient(timeout=5.0) as client:
            answer = await client.head(address)
        off = abs((now() - parsedate_to_datetime(answer.headers["date"])).total_seconds())
    except (httpx.HTTPError, KeyError, ValueError):
        return Finding(
            "clock", ok=True, says=Text("无法对时（供应商未答复时间）。", "Not compared: the vendor told no time.")
        )
    if off > MOST_CLOCK_SECONDS:
        said = Text(
            "本机时钟与供应商相差 {off} 秒，请校时。", "This machine's clock is {off} s off the vendor's: set it (NTP)."
        )
        return Finding("clock", ok=False, says=said.fill(off=int(off)))
    return Finding("clock", ok=True, says=Text("与供应商相差 {off} 秒", "{off} s off the vendor's").fill(off=int(off)))

"""`leadline audit`: read the audit log, and check its chain."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.kernel.audit.reading import Found
    from leadline.kernel.audit.verify import Verdict

app = typer.Typer(no_args_is_help=True)
SHOWN = ("id", "at", "actor", "action", "subject", "result", "address")


@app.command()
def verify(
    anchor: Annotated[
        str | None, typer.Option("--anchor", help="A checkpoint from the server's log, NUMBER:MAC, to hold it against.")
    ] = None,
    json: common.JsonFlag = False,
) -> None:
    """Check every entry of the audit log against the chain and its signed head.

    A changed, removed, re-ordered or inserted entry, a cut end and a recomputed chain are found; the first is named,
    and the exit status is 1. It can run while the server writes.
    """
    from leadline.kernel.audit.keys import AuditKeys
    from leadline.kernel.audit.verify import Anchor, count_entries, verify_chain
    from leadline.kernel.db.engine import Database
    from leadline.kernel.db.schema import require_current_schema

    settings = common.settings_or_exit()

    async def work() -> "Verdict":
        place = Anchor.parse(anchor) if anchor else None
        database = Database.of(settings)
        try:
            await require_current_schema(database)
            with common.Bar("audit verify", await count_entries(database), unit=common.ENTRIES) as bar:
                return await verify_chain(database, AuditKeys(database.signing), place, bar.to)
        finally:
            await database.close()

    verdict = common.run(work())
    damage = verdict.damage
    if json:
        found = damage and {"entry": damage.entry, "kind": damage.kind, "says": common.say(damage.says)}
        common.print_json({"entries": verdict.entries, "anchor": verdict.anchor, "damage": found})
    elif damage is None:
        line = Text("审计日志完整：{entries}。锚点 {anchor}", "The audit log is sound: {entries}. Anchor {anchor}")
        entries = common.counted(verdict.entries, common.ENTRIES)
        common.results.print(common.say(line.fill(entries=entries, anchor=verdict.anchor)), markup=False)
    else:
        line = Text("前 {entries} 条完整；{damage}。", "The first {entries} entries are sound; {damage}.")
        said = line.to(common.language()).format(entries=verdict.entries, damage=common.say(damage.says))
        common.results.print(said, markup=False)
    if damage is not None:
        raise typer.Exit(common.FAILED)


@app.command("list")
def list_entries(
    actor: Annotated[str | None, typer.Option("--actor", help="Only what this user, or cli:NAME, did.")] = None,
    action: Annotated[
        str | None, typer.Option("--action", help="Only this action, such as user.create; user: all of users.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", help="Only this record, such as user:7; user:*: all that begin so.")
    ] = None,
    first: common.FromDay = None,
    last: common.ToDay = None,
    text: Annotated[str | None, typer.Option("--text", help="A text anywhere in the entry.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="How many entries at the most.")] = 50,
    json: common.JsonFlag = False,
) -> None:
    """Show entries of the audit log, newest first."""
    from leadline.kernel.audit.reading import HEADERS, AuditQuery, read_entries
    from leadline.kernel.clock import BusinessCalendar
    from leadline.kernel.db.engine import Database
    from leadline.kernel.db.schema import require_current_schema

    settings = common.settings_or_exit()
    calendar = BusinessCalendar(settings.business_timezone)
    query = AuditQuery(
        actor=actor,
        action=action,
        subject=subject,
        start=calendar.window_of(first.date()).start if first else None,
        end=calendar.window_of(last.date()).end if last else None,
        text=text,
    )

    async def work() -> "list[Found]":
        database = Database.of(settings)
        try:
            await require_current_schema(database)
            async with database.reading() as connection:
                return list(await read_entries(connection, query, None, limit))
        finally:
            await database.close()

    rows = common.run(work())
    if json:
        common.print_json([dict(zip(HEADERS, row, strict=True)) for row in rows])
        return
    names = Text("编号 时间 操作人 动作 对象 结果 来源地址", " ".join(SHOWN))
    common.print_table(
        common.say(names).split(), [[_cell(calendar.zone, getattr(row, name)) for name in SHOWN] for row in rows]
    )


def _cell(zone: object, value: object) -> object:
    from zoneinfo import ZoneInfo

    if isinstance(value, datetime) and isinstance(zone, ZoneInfo):
        return value.astimezone(zone).isoformat(sep=" ", timespec="seconds")
    return value


@app.command()
def reseal(
    reason: Annotated[str, typer.Option("--reason", help="What happened; it goes into the log.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Begin a new chain after a damaged one, so that what is audited can be written again.

    Only after `leadline audit verify` has named the damage, and it is understood. The damage stays visible: verify goes
    on to report it.
    """
    from leadline.kernel.audit.actors import operator
    from leadline.kernel.audit.chain import reseal as begin_anew
    from leadline.kernel.db.engine import Database
    from leadline.kernel.db.schema import require_current_schema

    settings = common.settings_or_exit()
    question = Text(
        "审计日志将从此处重新起链，原有损坏仍会被报告。继续？",
        "A new chain begins here; the damage stays reported. Go on?",
    )
    if not yes and not common.confirmed(question):
        raise typer.Exit(common.FAILED)

    async def work() -> int:
        database = Database.of(settings)
        try:
            await require_current_schema(database)
            async with database.transaction() as connection:
                return await begin_anew(connection, database.signing, operator().name, reason)
        finally:
            await database.close()

    entry = common.run(work())
    line = Text("新链自第 {entry} 条起。", "The new chain begins with entry {entry}.")
    common.results.print(common.say(line.fill(entry=entry)))

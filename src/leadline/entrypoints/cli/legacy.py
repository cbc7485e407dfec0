"""`leadline import-legacy`: the first system's data, taken over."""

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from sqlalchemy import URL

    from leadline.entrypoints.legacy.moving import Moves
    from leadline.entrypoints.legacy.takeover import TakeoverReport
    from leadline.kernel.settings import Settings

MOST_SHOWN = 10
NO_ZONE = Text("没有这个时区：{zone}", "no such time zone: {zone}")


def import_legacy(
    origin: Annotated[
        str | None,
        typer.Option(
            "--from", help="The first system's database, only read: sqlite:///instance/business_data.db, postgresql://…"
        ),
    ] = None,
    zone: Annotated[
        str, typer.Option("--zone", help="The zone of its times. It wrote UTC unless somebody changed that.")
    ] = "UTC",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before tables are renamed.")] = False,
    json: common.JsonFlag = False,
) -> None:
    """Take over the calls and cached figures of the first system; repeating it is safe.

    With --from its database is only read. Without, DATABASE_URL itself is the first system's: its tables are renamed to
    legacy_* in one transaction, none of their rows is changed, and then taken over. Stop the first system before that.

    Its calls mostly have no start time: these are refused, and the summary says which days to sync again. Exit status 1
    when a row was refused. docs/migrating.md leads through the whole move.
    """
    try:
        read_in = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise typer.BadParameter(common.say(NO_ZONE.fill(zone=zone)), param_hint="--zone") from error
    settings = common.settings_or_exit()
    url = common.run(_origin(origin, settings))
    moves = common.run(_planned(settings)) if origin is None else None
    if moves and moves.renamed:
        _ask(moves, yes=yes)
    report = common.run(_take_over(settings, url, read_in, in_place=origin is None))
    _print(report, url, moves, as_json=json)
    if report.refused:
        raise typer.Exit(common.FAILED)


async def _origin(named: str | None, settings: "Settings") -> "URL":
    """Where the rows are. A relative SQLite address is looked up in Flask's folder too, where it is only read."""
    from leadline.entrypoints.legacy.origin import flask_file, origin_url, require_file

    url = origin_url(named or settings.effective_database_url)
    there = flask_file(url) if named else None
    if there is not None:
        notice = Text("使用 {there}（Flask 的位置）。", "Taking {there}, where Flask put it.").fill(there=there)
        common.notices.print(common.say(notice), markup=False)
        url = url.set(database=str(there))
    require_file(url)
    return url


async def _planned(settings: "Settings") -> "Moves":
    from leadline.entrypoints.legacy.moving import moves_of
    from leadline.kernel.db.engine import Database

    database = Database.of(settings)
    try:
        return await moves_of(database)
    finally:
        await database.close()


def _ask(moves: "Moves", *, yes: bool) -> None:
    said = Text(
        "DATABASE_URL 是第一代系统的数据库。以下数据表将改名为 legacy_*，数据不变：{tables}",
        "DATABASE_URL is the first system's. These tables are renamed to legacy_*, their rows unchanged: {tables}",
    ).fill(tables=", ".join(moves.renamed))
    common.notices.print(common.say(said), markup=False)
    if moves.left:
        left = Text("其余数据表保持原名：{tables}", "These stay as they are: {tables}").fill(
            tables=", ".join(moves.left)
        )
        common.notices.print(common.say(left), markup=False)
    question = Text("第一代系统已停止，并已备份。继续？", "The first system is stopped, and there is a backup. Go on?")
    if not yes and not common.confirmed(question):
        raise typer.Exit(common.FAILED)


async def _take_over(settings: "Settings", url: "URL", zone: ZoneInfo, *, in_place: bool) -> "TakeoverReport":
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.legacy.origin import shown
    from leadline.entrypoints.legacy.takeover import open_takeover

    async with open_takeover(settings, url, zone, in_place=in_place) as takeover:
        asked = {"from": shown(url), "in_place": in_place, "calls": takeover.report.total}
        await tell_deed(takeover.database, "legacy.import", "calls", asked)
        with common.Bar("import-legacy", takeover.report.total, unit=common.CALLS) as bar:
            return await takeover.run(lambda report: bar.to(report.read))


def _print(report: "TakeoverReport", url: "URL", moves: "Moves | None", *, as_json: bool) -> None:
    from leadline.entrypoints.legacy.origin import shown
    from leadline.entrypoints.legacy.rows import REASONS

    refused = {reason.value: count for reason, count in sorted(report.refused.items())}
    days = sorted(report.without_time)
    figures: dict[str, object] = {
        "from": shown(url),
        "renamed": list(moves.renamed) if moves else [],
        "calls": report.read,
        "taken": report.result.new,
        "updated": report.result.updated,
        "unchanged": report.result.unchanged + report.result.repeated,
        "grade_days": report.grade_days,
        "task_days": report.task_days,
        "refused": sum(refused.values()),
    }
    if as_json:
        shown_rows = [{"table": one.table, "id": one.id, "reason": one.reason.value} for one in report.samples]
        again = {"sync_again_from": days[0] if days else None, "sync_again_to": days[-1] if days else None}
        common.print_json({**figures, "refused_by_reason": refused, "refusals": shown_rows, **again})
        return
    common.print_pairs({name: value for name, value in figures.items() if name != "renamed"})
    for reason, count in sorted(report.refused.items()):
        common.results.print(f"  {count:,} {common.say(REASONS[reason])}", markup=False)
    for one in report.samples[:MOST_SHOWN]:
        common.notices.print(f"{one.table} id {one.id}: {common.say(REASONS[one.reason])}", markup=False)
    if days:
        _advise(days[0].isoformat(), days[-1].isoformat())


def _advise(first: str, last: str) -> None:
    said = Text(
        "第一代系统读取的字段供应商并不提供，所以这些通话没有开始时间。它们取于 {first} 至 {last}；请重新同步这些日期"
        "（以及当时一并拉取的更早日期）：leadline sync --from {first} --to {last}",
        "The first system read a field that the vendor does not send, so these calls have no start time. They were got "
        "between {first} and {last}: sync these days again, and earlier ones that were pulled then too: "
        "leadline sync --from {first} --to {last}",
    ).fill(first=first, last=last)
    common.notices.print(common.say(said), markup=False)

"""`leadline sync`, `import` and `export`: calls in and calls out."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.calls.service.sync.contracts import SyncReport, SyncStep


class TrackChoice(StrEnum):
    """Which track to pull."""

    GRADE = "grade"
    TASK = "task"
    BOTH = "both"


class FileSource(StrEnum):
    """What wrote the file."""

    AUTO = "auto"
    FREESWITCH = "freeswitch"
    ASTERISK = "asterisk"
    CSV = "csv"
    XLSX = "xlsx"


def sync(
    days: common.Days = None,
    first: common.FromDay = None,
    last: common.ToDay = None,
    track: Annotated[
        TrackChoice, typer.Option("--track", help="grade: the call records; task: the vendor's totals.")
    ] = TrackChoice.BOTH,
    source: Annotated[str, typer.Option("--source", help="Which source to ask.")] = "guanke",
    replay: Annotated[
        bool, typer.Option("--replay", help="Read the archived answers again instead of asking the vendor.")
    ] = False,
    json: common.JsonFlag = False,
) -> None:
    """Pull calls and totals from the dialer, the newest day first; without options today and yesterday.

    Repeating it is safe: a call is counted once. Exit status 1 when a day stays incomplete: run it again.
    """
    from leadline.calls.service.sync.contracts import SyncRequest
    from leadline.calls.service.sync.run import sync_range
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.wiring import open_toolbox

    settings = common.settings_or_exit()

    async def work() -> "SyncReport":
        async with open_toolbox(settings) as toolbox:
            start, end = common.day_range(first, last, days, toolbox.calendar.today(), 2)
            request = SyncRequest(source, start, end, track.value, requested_by="command line")
            await tell_deed(toolbox.database, "sync.request", f"{source}:{start}..{end}", {"track": track.value})
            with common.Bar("sync", (end - start).days + 1, unit=common.DAYS) as bar:
                return await sync_range(toolbox, request, lambda step: bar.to(step.days_done, _where(step)))

    if replay:
        _replay(source, days, first, last, as_json=json)
        return
    report = common.run(work())
    _print_sync(report, as_json=json)
    if not report.complete:
        raise typer.Exit(common.FAILED)


def _where(step: "SyncStep") -> str:
    return f"{step.day} {step.received:,}" + (f"/{step.expected:,}" if step.expected else "")


def _replay(source: str, days: "common.Days", first: "common.FromDay", last: "common.ToDay", *, as_json: bool) -> None:
    from leadline.calls.service.sync.replay import replay_range
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.wiring import open_toolbox

    settings = common.settings_or_exit()

    async def work() -> None:
        async with open_toolbox(settings) as toolbox:
            start, end = common.day_range(first, last, days, toolbox.calendar.today(), 2)
            await tell_deed(toolbox.database, "sync.replay", f"{source}:{start}..{end}")
            report = await replay_range(toolbox, source, start, end)
        figures = {
            "start_date": start,
            "end_date": end,
            "answers": report.answers,
            "unreadable": report.unreadable,
            "refused": report.refused,
            "new_count": report.result.new,
            "updated_count": report.result.updated,
        }
        common.print_json(figures) if as_json else common.print_pairs(figures)

    common.run(work())


def _print_sync(report: "SyncReport", *, as_json: bool) -> None:
    figures = {
        "source": report.request.source,
        "start_date": report.request.first,
        "end_date": report.request.last,
        "state": report.state,
        "total_records": report.records,
        "new_count": report.result.new,
        "updated_count": report.result.updated,
        "refused": report.refused,
        "complete": report.complete,
        "incomplete_days": list(report.incomplete_days),
    }
    if as_json:
        common.print_json(figures)
        return
    common.print_pairs({name: value for name, value in figures.items() if name != "incomplete_days"})
    for day in report.days:
        if not day.whole and day.reason:
            common.notices.print(f"{day.day} {day.track}: {common.say(day.reason)}", markup=False)
    if report.failure:
        common.notices.print(common.say(report.failure), markup=False)


def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders with files.", exists=True)],
    source: Annotated[
        FileSource, typer.Option("--source", help="What wrote them; auto looks at the name and the first bytes.")
    ] = FileSource.AUTO,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", exists=True, dir_okay=False, help="Which column is what (csv, xlsx).")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--as", help="The source's name in Leadline; the kind by default.")
    ] = None,
    json: common.JsonFlag = False,
) -> None:
    """Import calls from files; repeating it is safe. What is refused is printed with its line and the reason.

    Exit status 1 when a row was refused. docs/mappings.md says how a mapping is written.
    """
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.importing import import_paths
    from leadline.entrypoints.wiring import open_toolbox

    settings = common.settings_or_exit()

    async def work() -> bool:
        async with open_toolbox(settings) as toolbox:
            asked = {"files": [path.name for path in paths], "kind": source.value, "source": name}
            await tell_deed(toolbox.database, "calls.import", "calls", asked)
            outcome = await import_paths(toolbox, paths, source.value, mapping, name)
            came = {"files": outcome.files, "new": outcome.result.new, "updated": outcome.result.updated}
            await tell_deed(toolbox.database, "calls.imported", "calls", {**came, "refused": outcome.refused_count})
        outcome.print(as_json=json)
        return outcome.clean

    if not common.run(work()):
        raise typer.Exit(common.FAILED)


class ExportKind(StrEnum):
    """The file's kind."""

    CSV = "csv"
    XLSX = "xlsx"


def export(
    out: Annotated[Path, typer.Option("--out", help="The file to write; an existing one is replaced.")],
    first: common.FromDay = None,
    last: common.ToDay = None,
    days: common.Days = None,
    kind: Annotated[ExportKind | None, typer.Option("--format", help="By the file's ending, unless given.")] = None,
    source: Annotated[list[str] | None, typer.Option("--source", help="Only this source (repeatable).")] = None,
    agent: Annotated[list[str] | None, typer.Option("--agent", help="Only this agent (repeatable).")] = None,
    task: Annotated[list[str] | None, typer.Option("--task", help="Only this task (repeatable).")] = None,
    grade: Annotated[list[str] | None, typer.Option("--grade", help="Only this grade code (repeatable).")] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="Whole telephone numbers (audited).")] = False,
    json: common.JsonFlag = False,
) -> None:
    """Write call records to a file, without options those of the last 7 days, oldest first."""
    from leadline.calls.domain.record_query import RecordQuery, RecordSort
    from leadline.calls.service.export import Export, export_calls
    from leadline.calls.service.records import Reader
    from leadline.entrypoints.wiring import open_toolbox
    from leadline.kernel.audit.actors import operator
    from leadline.kernel.auth.permissions import ADMIN, permissions_of
    from leadline.kernel.auth.principal import DataScope, Principal

    settings = common.settings_or_exit()
    wanted = kind or (ExportKind.XLSX if out.suffix.lower() == ".xlsx" else ExportKind.CSV)
    everything = Principal("command line", "command line", ADMIN, permissions_of(ADMIN), DataScope(all=True))

    async def work() -> int:
        async with open_toolbox(settings) as toolbox:
            window = toolbox.calendar.window(*common.day_range(first, last, days, toolbox.calendar.today(), 7))
            query = RecordQuery(
                window.start,
                window.end,
                sources=tuple(source or ()),
                agents=tuple(agent or ()),
                tasks=tuple(task or ()),
                grades=tuple(grade or ()),
                sort=RecordSort.OLDEST,
            )
            asked = Export(query, Reader(everything, operator()), common.language(), unmasked)
            with common.Bar("export", None, unit=common.CALLS) as bar:
                return await export_calls(toolbox, asked, wanted.value, out, bar.to)

    written = common.run(work())
    if json:
        common.print_json({"file": str(out), "format": wanted.value, "calls": written})
        return
    line = Text("已导出 {count}到 {out}。", "Exported {count} to {out}.")
    told = line.fill(count=common.counted(written, common.CALLS), out=out)
    common.results.print(common.say(told), markup=False)

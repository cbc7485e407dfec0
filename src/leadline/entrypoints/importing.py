"""Files of calls: told apart, read, stored, and reported on."""

import os
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from leadline.calls.contracts import BatchResult, CallRow, Refusal
from leadline.calls.ports import CallFileReader
from leadline.calls.service.importing import ImportReport, import_stream
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.cli import common
from leadline.integrations.asterisk.master_csv import MasterCsvReader
from leadline.integrations.freeswitch.csv_cdr import CsvCdrReader
from leadline.integrations.freeswitch.json_files import JsonCdrReader
from leadline.integrations.tabular.mapping import load_mapping
from leadline.integrations.tabular.reader import MappedFileReader
from leadline.kernel.errors import LeadlineError
from leadline.kernel.http.failures import database_refusal
from leadline.kernel.text import Text

KINDS: Final = {".json": "freeswitch", ".jsonl": "freeswitch", ".cdr": "freeswitch", ".xlsx": "xlsx", ".xls": "xlsx"}
READABLE: Final = (".csv", ".json", ".jsonl", ".cdr", ".xlsx", ".xls", ".txt")
ASTERISK_COLUMNS: Final = range(16, 22)
FREESWITCH_COLUMNS: Final = 15
MOST_SHOWN: Final = 20


class NothingToImport(LeadlineError):
    """A folder without a readable file."""

    code = "nothing_to_import"
    message = Text(
        "{path} 中没有可导入的文件(支持 {kinds})。", "{path} holds no file that can be imported (these can: {kinds})."
    )


class UnreadableFile(LeadlineError):
    """A file that the system will not open."""

    code = "unreadable_file"
    message = Text("无法读取 {path}:{problem}", "Cannot read {path}: {problem}")


@dataclass
class ImportOutcome:
    """What all files together brought."""

    result: BatchResult = field(default_factory=BatchResult)
    refused: list[tuple[str, Refusal]] = field(default_factory=list)
    refused_count: int = 0
    files: int = 0

    @property
    def clean(self) -> bool:
        """Whether every row was taken."""
        return self.refused_count == 0

    def add(self, file: Path, report: ImportReport) -> None:
        """One more file's report."""
        self.files += 1
        self.result += report.result
        self.refused_count += report.refused_count
        self.refused += [(file.name, refusal) for refusal in report.refused]

    def print(self, *, as_json: bool) -> None:
        """The figures on standard output; the refusals too, as far as there is room."""
        figures = {
            "files": self.files,
            "new_count": self.result.new,
            "updated_count": self.result.updated,
            "unchanged": self.result.unchanged,
            "not_dialled": self.result.not_dialled,
            "repeated": self.result.repeated,
            "refused": self.refused_count,
        }
        if as_json:
            shown = [
                {"file": name, "line": refusal.line, "call_id": refusal.call_id, "reason": common.say(refusal.reason)}
                for name, refusal in self.refused
            ]
            common.print_json({**figures, "refusals": shown})
            return
        common.print_pairs(figures)
        for name, refusal in self.refused[:MOST_SHOWN]:
            place = f"{name}:{refusal.line}" if refusal.line is not None else name
            common.notices.print(f"{place}: {common.say(refusal.reason)}", markup=False)
        if self.refused_count > MOST_SHOWN:
            more = Text(
                "……另有 {count} 行被拒绝(--json 可列出前 100 行)。", "… and {count} more (--json lists the first 100)."
            )
            common.notices.print(common.say(more.fill(count=self.refused_count - MOST_SHOWN)))


def files_in(paths: list[Path]) -> list[Path]:
    """The files named, and those in the folders named, in order. Raises `NothingToImport`."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in READABLE)
            if not inside:
                raise NothingToImport(path=path, kinds=", ".join(READABLE))
            found += inside
        else:
            found.append(path)
    return found


def kind_of(file: Path, mapped: bool) -> str:  # noqa: FBT001  # one question, answered inside this module
    """Which reader fits: by the mapping, the name's ending, and the first line's columns."""
    ending = file.suffix.lower()
    if ending in KINDS:
        return KINDS[ending]
    if mapped:
        return "csv"
    with file.open("rb") as stream:
        head = stream.readline(100_000).decode("utf-8", "replace").lstrip("\ufeff")
    if head.lstrip().startswith(("{", "[")):
        return "freeswitch"
    columns = head.count(",") + 1
    if columns in ASTERISK_COLUMNS and head.startswith('"'):
        return "asterisk"
    return "freeswitch-csv" if columns == FREESWITCH_COLUMNS and "-" in head else "csv"


def reader_of(kind: str, file: Path, mapping: Path | None, zone: str) -> CallFileReader:
    """The reader of that kind. `freeswitch` alone is told apart by whether the file holds JSON."""
    if kind == "freeswitch" and KINDS.get(file.suffix.lower()) != "freeswitch":
        found = kind_of(file, mapped=False)
        kind = "freeswitch" if found == "freeswitch" else "freeswitch-csv"
    if kind == "freeswitch":
        return JsonCdrReader(zone)
    if kind == "freeswitch-csv":
        return CsvCdrReader(zone)
    if kind == "asterisk":
        return MasterCsvReader(zone)
    return MappedFileReader(load_mapping(mapping) if mapping else None, zone)


async def import_paths(
    toolbox: CallsToolbox, paths: list[Path], source: str, mapping: Path | None, name: str | None
) -> ImportOutcome:
    """Imports every file; each is stored under `name`, or under its kind (`freeswitch`, `asterisk`, `csv`, `xlsx`)."""
    outcome = ImportOutcome()
    files = files_in(paths)
    size = sum(file.stat().st_size for file in files)
    with common.Bar("import", size, unit="bytes") as bar:
        before = 0
        for file in files:
            try:
                kind = kind_of(file, mapping is not None) if source == "auto" else source
                reader = reader_of(kind, file, mapping, toolbox.settings.business_timezone)
                with file.open("rb") as stream:
                    report = await _import_file(toolbox, name or kind.split("-")[0], reader, stream, file, bar, before)
            except OSError as error:
                # a database that is gone is an OSError as well, and no fault of the file
                unreadable = UnreadableFile(path=file, problem=os.strerror(error.errno or 0))
                raise (database_refusal(error) or unreadable) from error
            outcome.add(file, report)
            before += file.stat().st_size
            bar.to(before, file.name)
    return outcome


async def _import_file(
    toolbox: CallsToolbox,
    source: str,
    reader: CallFileReader,
    stream: BinaryIO,
    file: Path,
    bar: common.Bar,
    before: int,
) -> ImportReport:
    def tell(report: ImportReport) -> None:
        bar.to(before + stream.tell(), f"{file.name} {report.result.received:,}")

    with closing(_rows(reader, stream, file.name)) as rows:
        return await import_stream(toolbox, source, rows, tell)


def _rows(reader: CallFileReader, stream: BinaryIO, name: str) -> Generator[CallRow | Refusal]:
    """The reader's rows as a generator, which can be closed before the file is."""
    yield from reader.read(stream, name)

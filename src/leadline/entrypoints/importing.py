"""`leadline import`: files of calls, read, stored, and reported on."""

import os
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from leadline.calls.contracts import BatchResult, Refusal
from leadline.calls.ports import CallFileReader
from leadline.calls.service.importing import ImportReport, import_stream, rows_of
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.call_files import READABLE
from leadline.entrypoints.cli import common
from leadline.integrations.tabular.mapping import load_mapping
from leadline.kernel.errors import LeadlineError
from leadline.kernel.http.failures import database_refusal
from leadline.kernel.text import Text

MOST_SHOWN: Final = 20


class NothingToImport(LeadlineError):
    """A folder without a readable file."""

    code = "nothing_to_import"
    message = Text(
        "{path} 中没有可导入的文件（支持 {kinds}）。", "{path} holds no file that can be imported (these can: {kinds})."
    )


class UnreadableFile(LeadlineError):
    """A file that the system will not open."""

    code = "unreadable_file"
    message = Text("无法读取 {path}：{problem}", "Cannot read {path}: {problem}")


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
                "……另有 {count} 行被拒绝（--json 可列出前 100 行）。",
                "… and {count} more (--json lists the first 100).",
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


async def import_paths(
    toolbox: CallsToolbox, paths: list[Path], source: str, mapping: Path | None, name: str | None
) -> ImportOutcome:
    """Imports every file; each is stored under `name`, or under its kind (`freeswitch`, `asterisk`, `csv`, `xlsx`)."""
    outcome = ImportOutcome()
    files = files_in(paths)
    size = sum(file.stat().st_size for file in files)
    with common.Bar("import", size, unit=common.BYTES) as bar:
        before = 0
        for file in files:
            try:
                with file.open("rb") as stream:
                    mapped = mapping is not None
                    kind = source if source != "auto" else toolbox.files.kind_of(stream, file.name, mapped=mapped)
                    reader = toolbox.files.reader(kind, stream, file.name, load_mapping(mapping) if mapping else None)
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

    with closing(rows_of(reader, stream, file.name)) as rows:
        return await import_stream(toolbox, source, rows, tell)

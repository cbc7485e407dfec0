"""Files of calls, told apart: which of the readers fits a file, and how it looks."""

import os
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO, Final, cast

from leadline.calls.contracts import FileKind
from leadline.calls.errors import ImportFileRefused
from leadline.calls.ports import CallFileReader, FileLine, FileLook
from leadline.integrations.asterisk.master_csv import MasterCsvReader
from leadline.integrations.freeswitch.csv_cdr import CsvCdrReader
from leadline.integrations.freeswitch.json_files import JsonCdrReader
from leadline.integrations.tabular.guessing import propose_mapping
from leadline.integrations.tabular.mapping import FileMapping, FileShape, MappingRefused, parse_mapping
from leadline.integrations.tabular.reader import Line, MappedFileReader, first_lines
from leadline.integrations.tabular.records import read_records
from leadline.integrations.tabular.text_lines import IS_EMPTY, IS_WORKBOOK, WORKBOOK_MARKS, read_lines
from leadline.integrations.tabular.values import DEFAULT_ZONE
from leadline.kernel.text import Text

KINDS: Final = {".json": "freeswitch", ".jsonl": "freeswitch", ".cdr": "freeswitch", ".xlsx": "xlsx", ".xls": "xlsx"}
READABLE: Final = (".csv", ".json", ".jsonl", ".cdr", ".xlsx", ".xls", ".txt")
ASTERISK_COLUMNS: Final = range(16, 22)
FREESWITCH_COLUMNS: Final = 15
HEAD_BYTES: Final = 100_000
MOST_CELLS: Final = 200
LONGEST_CELL: Final = 200
MOST_TITLES: Final = 10
HEAD_ROWS: Final = 400
MOST_SKIPPED: Final = 100
MOST_HEADS: Final = 16
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MOST_CONTROLS: Final = 0.02

WRONG_ENDING = Text(
    "不支持这种文件（可以导入的有 {kinds}）。", "Calls cannot be read from this kind of file; these can: {kinds}."
)
NOT_TEXT = Text(
    "“{name}”的内容不是文本，也不是 Excel 工作簿，读不出话单。",
    "“{name}” holds neither text nor an Excel workbook: no calls can be read from it.",
)


class FilesOfCalls:
    """Every kind that there is a reader for; times without an offset are on the wall clock of `zone`."""

    def __init__(self, zone: str = DEFAULT_ZONE) -> None:
        self._zone = zone
        self._heads: dict[tuple[int, int, int], list[Line]] = {}

    def kind_of(self, stream: BinaryIO, name: str, *, mapped: bool = False) -> str:
        """By the name's ending, whether there is a mapping, and the first line's columns."""
        ending = PurePath(name).suffix.lower()
        if ending in KINDS:
            return KINDS[ending]
        if mapped:
            return "csv"
        head = stream.readline(HEAD_BYTES).decode("utf-8", "replace").lstrip("\ufeff")
        stream.seek(0)
        if head.lstrip().startswith(("{", "[")):
            return "freeswitch"
        columns = head.count(",") + 1
        if columns in ASTERISK_COLUMNS and head.startswith('"'):
            return "asterisk"
        return "freeswitch-csv" if columns == FREESWITCH_COLUMNS and "-" in head else "csv"

    def reader(
        self, kind: str, stream: BinaryIO, name: str, mapping: object = None, *, first_only: bool = False
    ) -> CallFileReader:
        """`freeswitch` alone is told apart by whether the file holds JSON."""
        if kind == "freeswitch" and KINDS.get(PurePath(name).suffix.lower()) != "freeswitch":
            kind = "freeswitch" if self.kind_of(stream, name) == "freeswitch" else "freeswitch-csv"
        if kind == "freeswitch":
            return JsonCdrReader(self._zone)
        if kind == "freeswitch-csv":
            return CsvCdrReader(self._zone)
        if kind == "asterisk":
            return MasterCsvReader(self._zone)
        known = mapping if mapping is None or isinstance(mapping, FileMapping) else parse_mapping(mapping, "mapping")
        shape = known.file if known else FileShape()
        if first_only and kind == "xlsx" and shape.sheet is None and shape.skip_rows <= MOST_SKIPPED:
            return MappedFileReader(known, self._zone, self._head(stream, name))
        return MappedFileReader(known, self._zone)

    def _head(self, stream: BinaryIO, name: str) -> list[Line]:
        """A workbook's first rows. Its parser reads all of it to tell them: seconds, which each preview would cost."""
        status = os.fstat(stream.fileno())
        key = (status.st_ino, status.st_size, status.st_mtime_ns)
        head = self._heads.get(key)
        if head is None:
            head = first_lines(stream, name, HEAD_ROWS)
            while len(self._heads) >= MOST_HEADS:
                self._heads.pop(next(iter(self._heads)), None)
            self._heads[key] = head
        return head

    def look(self, stream: BinaryIO, name: str, most: int) -> FileLook:
        """Refuses what is not of a kind, whatever its name says; a workbook is opened, and must be one."""
        if PurePath(name).suffix.lower() not in READABLE:
            raise _refused(WRONG_ENDING.fill(kinds=" ".join(READABLE)))
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        if not head.strip():
            raise _refused(IS_EMPTY)
        kind = cast(FileKind, self.kind_of(stream, name).split("-")[0])
        try:
            if kind != "xlsx":
                _refuse_binary(head, kind, name)
            lines = self._lines(kind, stream, name, most)
        except MappingRefused as refused:
            raise _refused(refused.text) from None
        finally:
            stream.seek(0)
        proposal = propose_mapping(lines[:MOST_TITLES], self._zone) if lines else None
        return FileLook(kind, tuple(_shown(line, cells) for line, cells in lines), proposal)

    def _lines(self, kind: FileKind, stream: BinaryIO, name: str, most: int) -> list[tuple[int, list[str]]]:
        if kind == "xlsx":
            return self._head(stream, name)[:most]
        if kind == "csv":
            return first_lines(stream, name, most)
        if kind == "freeswitch" and self.kind_of(stream, name) == "freeswitch":
            return []
        records = ((line, cells) for line, cells in read_records(read_lines(stream)) if not isinstance(cells, Text))
        return list(islice(records, most))


def _refuse_binary(head: bytes, kind: FileKind, name: str) -> None:
    if head.startswith(WORKBOOK_MARKS) and kind != "csv":  # of tables the reader itself says what is wrong
        raise _refused(IS_WORKBOOK)
    marked = head.startswith(UTF16_MARKS)
    if not marked and not head.startswith(WORKBOOK_MARKS) and len(CONTROLS.findall(head)) > MOST_CONTROLS * len(head):
        raise _refused(NOT_TEXT.fill(name=name))


def _refused(reason: Text) -> ImportFileRefused:
    return ImportFileRefused(reason=reason)


def _shown(line: int, cells: Sequence[str]) -> FileLine:
    return FileLine(line, tuple(cell[:LONGEST_CELL] for cell in cells[:MOST_CELLS]))

"""Calls out of CSV and XLSX files of any columns, through a mapping."""

import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from leadline.calls.contracts import CallRow, Refusal
from leadline.integrations.tabular.guessing import guess_mapping
from leadline.integrations.tabular.mapping import FileMapping, FileShape, MappingRefused
from leadline.integrations.tabular.plan import Plan
from leadline.integrations.tabular.records import Record, read_records
from leadline.integrations.tabular.text_lines import AUTO, BLOCK_BYTES, IS_EMPTY, WORKBOOK_MARKS, read_lines
from leadline.integrations.tabular.values import DEFAULT_ZONE, Unreadable
from leadline.integrations.tabular.workbook import read_workbook
from leadline.kernel.text import Text

Line = tuple[int, list[str]]
LONGEST_RECORD_LINES = 50
DELIMITERS = ",;\t|"
ZIP_MARK, OLD_EXCEL_MARK = WORKBOOK_MARKS
WORKBOOK_ENDINGS = {".xlsx", ".xlsm"}

NOT_A_WORKBOOK = Text(
    "“{name}”的扩展名是 Excel，内容却不是（可能是 CSV 或网页）。请用 Excel 打开后另存为 .xlsx，或改成 .csv 再导入。",
    "“{name}” is named like an Excel workbook but is none (perhaps CSV or a web page). Open it in Excel and save it as"
    " .xlsx, or rename it to .csv.",
)
NOT_TEXT = Text(
    "“{name}”其实是 Excel 工作簿。请把扩展名改成 .xlsx 再导入。",
    "“{name}” is really an Excel workbook. Rename it to .xlsx and import it again.",
)
OLD_EXCEL = Text(
    "“{name}”是旧版 .xls 或带密码的工作簿。请在 Excel 中另存为不带密码的 .xlsx。",
    "“{name}” is an old .xls workbook, or one with a password. Save it in Excel as .xlsx without a password.",
)
WEB_PAGE = Text(
    "“{name}”其实是网页（有些系统导出的“Excel”如此）。请用 Excel 打开后另存为 .xlsx。",
    "“{name}” is really a web page, as some systems export their “Excel”. Open it in Excel and save it as .xlsx.",
)
ONLY_HEADERS = Text("文件里只有表头，没有数据。", "There is a header in the file and nothing below it.")


class MappedFileReader:
    """Reads tables through `mapping`; without one it guesses it from the headers, with times on the clock of `zone`.

    What is wrong with the file as a whole (empty, no such column, not what its name says) is one refusal. With `head`,
    its first lines as they were read before, the file itself is not opened.
    """

    def __init__(
        self, mapping: FileMapping | None = None, zone: str = DEFAULT_ZONE, head: Sequence[Line] | None = None
    ) -> None:
        self._mapping = mapping
        self._zone = zone
        self._head = head

    def read(self, stream: BinaryIO, name: str) -> Iterator[CallRow | Refusal]:
        """Every row's call, or why there is none."""
        try:
            yield from self._read(stream, PurePath(name))
        except MappingRefused as refused:
            yield Refusal(refused.text, 1)

    def _read(self, stream: BinaryIO, path: PurePath) -> Iterator[CallRow | Refusal]:
        shape = self._mapping.file if self._mapping else FileShape()
        found = _records(stream, path, shape) if self._head is None else ((line, [*row]) for line, row in self._head)
        records = (record for record in found if isinstance(record[1], Text) or any(record[1]))
        plan: Plan | None = None
        count = 0
        for line, cells in records:
            if line <= shape.skip_rows:
                continue
            count += 1
            if isinstance(cells, Text):
                yield Refusal(cells, line)
                continue
            if plan is None:
                plan = self._plan(cells, path.stem)
                if shape.header:
                    continue
            try:
                yield plan.call(cells, line)
            except Unreadable as error:
                yield Refusal(error.reason, line, error.call_id)
        if plan is None and not count:
            yield Refusal(IS_EMPTY, 1)
        elif plan is not None and count == 1 and shape.header:
            yield Refusal(ONLY_HEADERS, 1)

    def _plan(self, cells: list[str], stem: str) -> Plan:
        mapping = self._mapping or guess_mapping(cells, self._zone)
        return Plan(mapping, cells if mapping.file.header else (), len(cells), stem)


def first_lines(stream: BinaryIO, name: str, most: int) -> list[Line]:
    """The first lines of a table that hold anything, as they stand; raises `MappingRefused` where it is none."""
    records = _records(stream, PurePath(name), FileShape())
    readable = ((line, cells) for line, cells in records if not isinstance(cells, Text) and any(cells))
    return list(islice(readable, most))


def _records(stream: BinaryIO, path: PurePath, shape: FileShape) -> Iterator[Record]:
    head = stream.read(BLOCK_BYTES)
    if not head:
        return iter(())
    is_workbook = path.suffix.lower() in WORKBOOK_ENDINGS
    if head.startswith(OLD_EXCEL_MARK):
        raise MappingRefused(OLD_EXCEL.fill(name=path.name))
    if head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<meta")):
        raise MappingRefused(WEB_PAGE.fill(name=path.name))
    if head.startswith(ZIP_MARK) != is_workbook:
        raise MappingRefused((NOT_A_WORKBOOK if is_workbook else NOT_TEXT).fill(name=path.name))
    if is_workbook:
        whole = stream if stream.seekable() else io.BytesIO(head + stream.read())
        return iter(read_workbook(whole, shape.sheet))
    lines = read_lines(stream, shape.encoding, head=head)
    return read_records(lines, shape.delimiter or _delimiter(head, shape), LONGEST_RECORD_LINES)


def _delimiter(head: bytes, shape: FileShape) -> str:
    # the first line that counts says it: the character that stands in it most often
    _, lines = next(read_lines(io.BytesIO(head), shape.encoding if shape.encoding != AUTO else AUTO), (1, [""]))
    first = next((line for line in lines[shape.skip_rows :] if line.strip()), "")
    return max(DELIMITERS, key=first.count)

"""Lines of comma-separated text to records, so that a damaged line costs that line and no other."""

import csv
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import takewhile
from typing import BinaryIO

from leadline.calls.contracts import CallRow, Refusal
from leadline.integrations.tabular.text_lines import (
    BLOCK_BYTES,
    IS_EMPTY,
    IS_WORKBOOK,
    OVERLONG,
    WORKBOOK_MARKS,
    read_lines,
)
from leadline.integrations.tabular.values import Unreadable
from leadline.kernel.text import Text

Record = tuple[int, list[str] | Text]

OPEN_QUOTE = Text(
    "有一个双引号打开后没有关闭：这一行很可能在写入时被截断（最后一个字段不完整）。请补全或删除这一行。",
    "A double quote is opened and never closed: the line was probably cut off while it was written (its last field is"
    " incomplete). Complete the line or delete it.",
)
STRAY_QUOTE = Text(
    "双引号或回车的位置不对：字段内的双引号必须写两遍。",
    "A double quote or a carriage return is out of place: inside a field, a double quote must be written twice.",
)
TOO_LONG = Text(
    "这一行或其中一个字段太长，不是话单。", "The line, or a field in it, is too long to be a call's record."
)


def read_records(lines: Iterable[tuple[int, list[str]]], delimiter: str = ",", span: int = 1) -> Iterator[Record]:
    """Every record with the number of its first line; in a damaged one's place, the reason.

    `span` is how many lines a record may take: 1 for what a switch writes, more where people type line breaks into
    cells. A quote that stays open longer than that costs its own line only: reading starts again at the next line.
    """
    held: list[str] = []
    first = 1
    for start, block in lines:
        first = start - len(held)
        held = yield from _records_of(first, held + block, delimiter, span, final=False)
        first = start + len(block) - len(held)
    if held:
        yield from _records_of(first, held, delimiter, span, final=True)


def _records_of(
    first: int, block: list[str], delimiter: str, span: int, *, final: bool
) -> Generator[Record, None, list[str]]:
    if OVERLONG not in block:
        try:
            records = list(csv.reader(block, delimiter=delimiter, strict=True))
        except csv.Error:
            records = []
        # as many records as lines: each line is one whole record, and none has swallowed its neighbour
        if len(records) == len(block):
            yield from enumerate(records, first)
            return []
    return (yield from _carefully(first, block, delimiter, span, final=final))


def _carefully(
    first: int, block: list[str], delimiter: str, span: int, *, final: bool
) -> Generator[Record, None, list[str]]:
    at = 0
    while at < len(block):
        if block[at] == OVERLONG:
            yield first + at, TOO_LONG
            at += 1
            continue
        piece = list(takewhile(lambda line: line != OVERLONG, block[at : at + span]))
        reader = csv.reader((line + "\n" for line in piece), delimiter=delimiter, strict=True)
        try:
            found: list[str] | Text = next(reader)
            used = reader.line_num
        except csv.Error as error:
            found, used = _reason(error), 1
            if found is OPEN_QUOTE and not final and len(piece) == len(block) - at < span:
                return block[at:]
        yield first + at, found
        at += used
    return []


def _reason(error: csv.Error) -> Text:
    said = str(error)
    if "unexpected end" in said:
        return OPEN_QUOTE
    return TOO_LONG if "field limit" in said else STRAY_QUOTE


def read_switch_calls(stream: BinaryIO, parse: Callable[[list[str]], CallRow]) -> Iterator[CallRow | Refusal]:
    """The calls of a switch's own comma-separated file: no header, a line a record; `parse` raises `Unreadable`."""
    head = stream.read(BLOCK_BYTES)
    if not head or head.startswith(WORKBOOK_MARKS):
        yield Refusal(IS_WORKBOOK if head else IS_EMPTY, 1)
        return
    for line, cells in read_records(read_lines(stream, head=head)):
        if isinstance(cells, Text):
            yield Refusal(cells, line)
        elif cells:
            try:
                yield parse(cells)
            except Unreadable as error:
                yield Refusal(error.reason, line, error.call_id)

"""The rows of an Excel workbook as texts, so that one mapping reads CSV and XLSX alike."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from leadline.integrations.tabular.mapping import MappingRefused
from leadline.kernel.text import Text

LARGEST_UNPACKED = 1 << 30
Cell = str | int | float | bool | date | datetime | time | timedelta

LOCKED = Text("工作簿有密码，请先在 Excel 中去掉密码。", "The workbook has a password. Remove it in Excel first.")
DAMAGED = Text("工作簿已损坏，无法打开：{why}", "The workbook is damaged and cannot be opened: {why}")
TOO_LARGE = Text(
    "工作簿解压后超过 1 GB，请拆分或另存为 CSV。", "The workbook unpacks to over 1 GB. Split it, or save it as CSV."
)
NO_SHEET = Text("没有名为“{sheet}”的工作表。已有：{names}", "There is no sheet “{sheet}”. There are: {names}")


def read_workbook(stream: BinaryIO, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    """The rows of one sheet (the first that has any, unless `sheet` names one), each with its number in Excel.

    Raises `MappingRefused` where there is no such workbook or sheet. The workbook's own parser holds a whole sheet in
    memory; what is larger than any real export is refused before it is unpacked.
    """
    seekable = stream if stream.seekable() else io.BytesIO(stream.read())
    _refuse_bomb(seekable)
    seekable.seek(0)
    try:
        with CalamineWorkbook.from_filelike(seekable) as workbook:
            found = _choose(workbook, sheet)
            first = (found.start or (0, 0))[0] + 1
            for number, cells in enumerate(found.iter_rows(), first):
                yield number, [cell_text(cell) for cell in cells]
    except PasswordError:
        raise MappingRefused(LOCKED) from None
    except (CalamineError, OSError, ValueError) as error:
        raise MappingRefused(DAMAGED.fill(why=str(error)[:200])) from None


def _refuse_bomb(stream: BinaryIO) -> None:
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise MappingRefused(DAMAGED.fill(why=str(error)[:200])) from None
    if unpacked > LARGEST_UNPACKED:
        raise MappingRefused(TOO_LARGE)


def _choose(workbook: CalamineWorkbook, sheet: str | None) -> CalamineSheet:
    if sheet is not None:
        if sheet not in workbook.sheet_names:
            raise MappingRefused(NO_SHEET.fill(sheet=sheet, names=", ".join(workbook.sheet_names)))
        return workbook.get_sheet_by_name(sheet)
    first: CalamineSheet | None = None
    for name in workbook.sheet_names:  # each is parsed as a whole when it is asked for
        candidate = workbook.get_sheet_by_name(name)
        if candidate.height:
            return candidate
        first = first or candidate
    if first is None:
        raise MappingRefused(NO_SHEET.fill(sheet="1", names="-"))
    return first


def cell_text(cell: Cell) -> str:
    """A cell as a person would have typed it: whole numbers without `.0`, times in ISO form, durations as h:mm:ss."""
    if isinstance(cell, str):
        return cell.replace("\x00", "")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        # Excel keeps days as fractions: what was typed as 09:00:00 may come back a millisecond early
        return (cell + timedelta(milliseconds=500)).isoformat(" ", "seconds")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)

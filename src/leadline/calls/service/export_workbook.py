"""Writes one workbook from rows on standard input, in a process of its own.

The writer holds Python's lock while it compresses, keeps its unfinished sheet in TMPDIR, and may meet a full disk:
none of that may touch the server. Lines of JSON: first what to write, then batches of rows, at last `null`; without
that last line the rows broke off, and no workbook is made.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from rustpy_xlsxwriter import FastExcel

MOST_ROWS = 1_048_575  # and one for the headers
DISK_FULL, BROKE_OFF = 28, 3


class RowsBrokeOff(Exception):
    """The other side went away before its last row."""


def rows_of(stream: BinaryIO, headers: list[str]) -> Iterator[dict[str, Any]]:  # Any: cells
    """Every row by its headers."""
    for line in stream:
        batch = orjson.loads(line)
        if batch is None:
            return
        for cells in batch:
            yield dict(zip(headers, cells, strict=True))
    raise RowsBrokeOff


def sheet_of(rows: Iterator[dict[str, Any]], headers: list[str]) -> Iterator[dict[str, Any]]:  # Any: cells
    """The next rows, as many as a sheet holds; one empty row where there are none, for its headers."""
    number = 0
    for number, row in enumerate(rows, 1):
        yield row
        if number == MOST_ROWS:
            return
    if number == 0:
        yield dict.fromkeys(headers)


def main() -> int:
    """Reads the order, writes the workbook, and returns the exit status."""
    order = orjson.loads(sys.stdin.buffer.readline())
    target = Path(order["path"])
    rows = rows_of(sys.stdin.buffer, order["headers"])
    workbook = FastExcel(str(target))
    for number in range(1, order["sheets"] + 1):
        name = order["sheet"] if number == 1 else f"{order['sheet']} {number}"
        workbook.sheet(name, sheet_of(rows, order["headers"]))
    try:
        workbook.save()
    except RowsBrokeOff:
        target.unlink(missing_ok=True)
        return BROKE_OFF
    except (OSError, RuntimeError, ValueError) as error:
        target.unlink(missing_ok=True)
        sys.stderr.write(str(error))
        return DISK_FULL if "No space left" in str(error) or "os error 28" in str(error) else 1
    with target.open("rb") as written:
        os.fsync(written.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Bytes of an unknown encoding to numbered lines of text, a block at a time."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from leadline.kernel.text import Text

BLOCK_BYTES = 1 << 18
LONGEST_LINE = 131_072  # what the csv module takes for one field
# stands for a line that was too long; NULs are taken out of the text, so no real line reads like this
OVERLONG = "\x00"
AUTO = "auto"

IS_WORKBOOK = Text(
    "这是 Excel 工作簿，不是文本文件；请在 Excel 中另存为 CSV，或用 .xlsx 扩展名按表格导入。",
    "This is an Excel workbook, not a text file. Save it as CSV, or import it as a table under the extension .xlsx.",
)
IS_EMPTY = Text("文件是空的，没有任何话单。", "The file is empty: there is no call in it.")
WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Decoder(Protocol):
    """The part of an incremental decoder that is used here."""

    def decode(self, data: bytes, final: bool = False, /) -> str: ...  # noqa: FBT001, FBT002 - the codecs' signature


class _Utf8OrGb18030:
    """Decodes UTF-8, and as GB18030 what is not UTF-8: Excel on a Chinese Windows saves CSV so without saying it.

    It decides by blocks and lines, not once for the file: the first Chinese character may come after a megabyte of
    digits, and one damaged byte in a UTF-8 file must not garble the rest.
    """

    def __init__(self) -> None:
        self._held = b""

    def decode(self, data: bytes, final: bool = False, /) -> str:  # noqa: FBT001, FBT002 - as above
        data = self._held + data
        cut = len(data) if final or len(data) > 4 * BLOCK_BYTES else data.rfind(b"\n") + 1
        self._held, data = data[cut:], data[:cut]
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return _decode_doubtful(data)


def _decode_doubtful(data: bytes) -> str:
    lines = data.split(b"\n")
    telling = [line for line in lines if not line.isascii()]
    utf8 = [line for line in telling if _is_utf8(line)]
    # some GB18030 words happen to be valid UTF-8 (联通): the majority of the block decides about them
    if 2 * len(utf8) < len(telling):
        return data.decode("gb18030", "replace")
    return "\n".join(line.decode("utf-8") if _is_utf8(line) else line.decode("gb18030", "replace") for line in lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoder_for(head: bytes, encoding: str) -> Decoder:
    if encoding != AUTO:
        name = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
        return codecs.getincrementaldecoder(name)("replace")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.getincrementaldecoder("utf-16")("replace")
    return _Utf8OrGb18030()


def _texts(stream: BinaryIO, head: bytes, encoding: str) -> Iterator[str]:
    decoder = _decoder_for(head, encoding)
    data = head.removeprefix(codecs.BOM_UTF8)
    while data:
        yield decoder.decode(data).replace("\x00", "")
        data = stream.read(BLOCK_BYTES)
    yield decoder.decode(b"", True).replace("\x00", "")  # noqa: FBT003 - the codecs' own signature


def read_lines(
    stream: BinaryIO, encoding: str = AUTO, longest: int = LONGEST_LINE, head: bytes = b""
) -> Iterator[tuple[int, list[str]]]:
    """Blocks of lines without their line feeds, each with the number of its first line (from 1).

    `head` is what the caller already took off the stream. A line of more than `longest` characters stands as `OVERLONG`
    and is not kept, so that a file without line feeds costs no more memory than another.
    """
    number, tail, dropping = 1, "", False
    # a short read may be a part of a byte order mark: the first block must hold it whole
    head = head or stream.read(BLOCK_BYTES)
    for text in _texts(stream, head, encoding):
        *lines, tail = (tail + text).split("\n")
        if dropping:
            if not lines:
                tail = ""
                continue
            lines[0], dropping = OVERLONG, False
        if len(tail) > longest:
            tail, dropping = "", True
        if lines:
            if max(map(len, lines)) > longest:
                lines = [line if len(line) <= longest else OVERLONG for line in lines]
            yield number, lines
            number += len(lines)
    if tail or dropping:
        yield number, [OVERLONG if dropping else tail]

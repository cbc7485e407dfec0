"""One file out of a multipart body, straight to disk: never whole in memory, and never in the event loop's way."""

import asyncio
import hashlib
import os
from pathlib import Path
from typing import BinaryIO, NamedTuple

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

AT_ONCE = 1 << 20
LONGEST_NAME = 200
FORM_BYTES = 1 << 16  # what the form around the file may take


class NotAnUpload(LeadlineError):
    """The body is no form."""

    status = 415
    code = "not_an_upload"
    message = Text(
        "请以 multipart/form-data 上传一个文件（字段 file）。", "Send one file as multipart/form-data (field: file)."
    )


class UploadBroken(LeadlineError):
    """The form holds no file, several, or ends before its end."""

    status = 422
    code = "upload_broken"
    message = Text(
        "上传内容不完整，或不是恰好一个文件；请重新上传。",
        "The upload is incomplete, or is not exactly one file. Send it again.",
    )


class Received(NamedTuple):
    """The file as it came: its name without a folder, and what its content is."""

    name: str
    size: int
    sha256: str


async def receive_file(request: Request, path: Path, limit: int, too_large: LeadlineError) -> Received:
    """Writes the one file of the form to `path`, which is new, and returns once the disk has it.

    NotAnUpload, UploadBroken; `too_large` past `limit` bytes. Whatever is raised, there is no file at `path` then.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise NotAnUpload
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared[:20]) > limit + FORM_BYTES:
        raise too_large
    target = await asyncio.to_thread(path.open, "xb")
    whole = False
    try:
        sink = _Sink(target, limit, too_large)
        name = await _copied(request, boundary, sink)
        await asyncio.to_thread(sink.finish)
        whole = True
        return Received(name, sink.size, sink.digest.hexdigest())
    finally:
        if not whole:
            await asyncio.shield(asyncio.to_thread(_drop, target, path))


async def _copied(request: Request, boundary: bytes, sink: "_Sink") -> str:
    form = _Form(boundary)
    try:
        async for chunk in request.stream():
            await sink.add(form.feed(chunk))
    except (FormParserError, ClientDisconnect) as error:
        raise UploadBroken from error
    if not form.whole or not form.name:
        raise UploadBroken
    return form.name


class _Sink:
    """Gathers pieces, and writes a megabyte at a time in a thread."""

    def __init__(self, target: BinaryIO, limit: int, too_large: LeadlineError) -> None:
        self.size = 0
        self.digest = hashlib.sha256()
        self._target = target
        self._limit = limit
        self._too_large = too_large
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0

    async def add(self, pieces: list[bytes]) -> None:
        self._waiting += pieces
        self._waiting_bytes += sum(map(len, pieces))
        if self.size + self._waiting_bytes > self._limit:
            raise self._too_large
        if self._waiting_bytes >= AT_ONCE:
            await asyncio.to_thread(self._write)

    def finish(self) -> None:
        """Writes the rest, and waits until it is on the disk."""
        self._write()
        self._target.flush()
        os.fsync(self._target.fileno())
        self._target.close()

    def _write(self) -> None:
        piece = b"".join(self._waiting)
        self._target.write(piece)
        self.digest.update(piece)
        self.size += len(piece)
        self._waiting, self._waiting_bytes = [], 0


class _Form:
    """What the parser tells of; other fields than the file are passed over."""

    def __init__(self, boundary: bytes) -> None:
        self.name = ""
        self.whole = False
        self._in_file = False
        self._pieces: list[bytes] = []
        self._field, self._value = b"", b""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_part_data": self._data,
                "on_end": self._end,
            },
        )

    def feed(self, chunk: bytes) -> list[bytes]:
        """What of the file is in this chunk."""
        self._parser.write(chunk)
        pieces, self._pieces = self._pieces, []
        return pieces

    def _begin(self) -> None:
        self._in_file = False

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        field, value, self._field, self._value = self._field, self._value, b"", b""
        if field.lower() != b"content-disposition":
            return
        _, options = parse_options_header(value)
        name = options.get(b"filename")
        if name is None:
            return
        if self.name:
            raise UploadBroken  # a second file
        self.name = _plain_name(name.decode("utf-8", "replace"))
        self._in_file = True

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._pieces.append(data[start:end])

    def _end(self) -> None:
        self.whole = True


def _plain_name(name: str) -> str:
    """The name without folders and without what cannot be shown; its ending stays when it is cut."""
    shown = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable()).strip()
    if len(shown) <= LONGEST_NAME:
        return shown
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: LONGEST_NAME - 20]}{dot}{ending[:10]}"


def _drop(target: BinaryIO, path: Path) -> None:
    target.close()
    path.unlink(missing_ok=True)

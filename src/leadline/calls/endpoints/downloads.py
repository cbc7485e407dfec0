"""What downloads of files have in common."""

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO
from urllib.parse import quote

from leadline.kernel.text import Language

MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
CHUNK = 256 * 1024


def download_headers(about: str, kind: str, language: Language) -> dict[str, str]:
    """The headers of a file of calls; its name tells what it is about."""
    subject = "calls" if language == "en" else "通话记录"
    named = quote(f"{subject}_{about}.{kind}")
    disposition = f"attachment; filename=\"calls.{kind}\"; filename*=UTF-8''{named}"
    return {"content-disposition": disposition, "cache-control": "no-store", "x-content-type-options": "nosniff"}


async def pieces_of(file: BinaryIO) -> AsyncIterator[bytes]:
    """The file in pieces, closed at its end."""
    with file:
        while piece := await asyncio.to_thread(file.read, CHUNK):
            yield piece

"""The whole application with a worker that tests start, and files to send to it."""

import asyncio
import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import rustpy_xlsxwriter
from sqlalchemy import func, select

from leadline.calls.models import call_records
from tests.operations.conftest import Office, office, settings

__all__ = ["Counter", "office", "settings"]
HEADERS = ("通话ID", "坐席工号", "电话", "开始时间", "通话时长", "呼叫结果", "意向度")


def csv_of(count: int, first: int = 1, *, day: str = "2026-10-20", headers: tuple[str, ...] = HEADERS) -> str:
    """A table of so many calls of one day, a second apart."""
    lines = [",".join(headers)]
    for number in range(first, first + count):
        clock = f"{8 + number // 3600 % 12:02}:{number // 60 % 60:02}:{number % 60:02}"
        lines.append(f"C{number},A{number % 7},138{number:08},{day} {clock},{number % 90},接通,A")
    return "\n".join(lines) + "\n"


def workbook() -> bytes:
    buffer = io.BytesIO()
    rows = [{"电话": f"138000000{n:02}", "开始时间": f"2026-10-20 09:{n:02}:00", "通话时长": n} for n in range(30)]
    rustpy_xlsxwriter.write_worksheet(rows, buffer)
    return buffer.getvalue()


class Counter:
    """What the tests of imports ask of an office."""

    def __init__(self, desk: Office) -> None:
        self.desk = desk

    async def send(self, content: bytes | str, name: str = "calls.csv") -> httpx.Response:
        data = content.encode() if isinstance(content, str) else content
        return await self.desk.post("/api/calls/imports/files", files={"file": (name, io.BytesIO(data))})

    async def upload(self, content: bytes | str, name: str = "calls.csv") -> dict[str, Any]:
        answer = await self.send(content, name)
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()["data"]
        return seen

    async def start(self, seen: dict[str, Any], **more: Any) -> int:
        answer = await self.desk.post(
            "/api/calls/imports", json={"file_id": seen["file_id"], "kind": seen["kind"], **more}
        )
        assert answer.status_code == 202, answer.text
        return int(answer.json()["data"]["job_id"])

    async def taken(self, content: bytes | str, file: str = "calls.csv", **more: Any) -> dict[str, Any]:
        """Uploads, imports to the end, and returns what came of it."""
        job_id = await self.start(await self.upload(content, file), **more)
        await self.desk.ended(job_id)
        return await self.outcome(job_id)

    async def outcome(self, job_id: int) -> dict[str, Any]:
        found: dict[str, Any] = await self.desk.data(f"/api/calls/imports/{job_id}")
        return found

    async def until(self, job_id: int, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The import once it is so."""
        async with asyncio.timeout(60):
            while not wanted(found := await self.outcome(job_id)):  # noqa: ASYNC110  # the news is in the database
                await asyncio.sleep(0.02)
        return found

    async def stored(self) -> int:
        async with self.desk.database.reading() as connection:
            return (await connection.execute(select(func.count()).select_from(call_records))).scalar_one()

    def files(self) -> list[str]:
        folder = self.desk.tools.settings.leadline_home / "imports"
        return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


@pytest.fixture
def counter(office: Office) -> Counter:  # the fixture of that name
    return Counter(office)

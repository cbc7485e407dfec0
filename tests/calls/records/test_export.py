"""Exports: the same calls as the list, harmless to open, whole or not there at all."""

import asyncio
import csv
import io
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from python_calamine import CalamineWorkbook

from leadline.calls.contracts import Outcome
from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.service import export
from leadline.calls.service.export import Export, csv_chunks, export_calls
from leadline.calls.service.records import Reader
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.api import create_app
from leadline.kernel.auth.permissions import permissions_of
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.settings import Settings
from tests.calls.records.conftest import Client
from tests.calls.records.test_reveal import entries
from tests.factories.calls import NOON, call

RANGE = {"start": "2026-10-18", "end": "2026-10-22"}
BOSS = Principal(1, "boss", "admin", permissions_of("admin"), DataScope(all=True))
QUERY = RecordQuery(NOON - timedelta(days=1), NOON + timedelta(days=9))


def table(body: bytes) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


async def test_a_csv_holds_the_filtered_calls_masked_under_headers_of_the_readers_language(
    client: Client, store: Any
) -> None:
    await store(call("1", cost_cents=1234, remark='说"好",\n再联系 😀'), call("2", outcome=Outcome.BUSY))
    response = await client.get("/api/calls/export", language="zh-CN", connected=True, **RANGE)
    head, row = table(response.content)
    assert len(head) == len(row) == 16
    assert head[:3] == ["通话ID", "来源", "开始时间"]
    assert row == [
        "1", "guanke", "2026-10-20 12:00:00", "2026-10-20 12:00:30", "30", "接通", "", "A1", "王芳", "十月名单",
        "138****8000", "广东", "深圳", "NORMAL_CLEARING", "12.34", '说"好",\n再联系 😀',
    ]  # fmt: skip
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "filename*=UTF-8''%E9%80%9A" in response.headers["content-disposition"]
    assert "_20261018-20261022_" in response.headers["content-disposition"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@x", "\tx", "\rx", "＝1"])
async def test_no_text_of_a_csv_is_a_formula(text: str, client: Client, store: Any) -> None:
    await store(call("1", remark=text, agent_name=text, province=text))
    _, row = table((await client.get("/api/calls/export", **RANGE)).content)
    assert [row[8], row[11], row[15]] == [f"'{text}"] * 3


async def test_an_export_is_every_batch_in_order_and_written_down(
    client: Client, store: Any, toolbox: CallsToolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "BATCH", 4)
    await store(*(call(str(n), NOON + timedelta(seconds=n // 3)) for n in range(13)))
    rows = table((await client.get("/api/calls/export", sort="start_time", agent="A1", **RANGE)).content)[1:]
    assert sorted(row[0] for row in rows) == sorted(str(n) for n in range(13))
    assert [row[2] for row in rows] == sorted(row[2] for row in rows)
    (begun,), (ended,) = await entries(toolbox, "calls.export"), await entries(toolbox, "calls.exported")
    assert (begun.details["filters"]["agents"], begun.details["unmasked"]) == (["A1"], False)
    assert (ended.details["rows"], ended.details["complete"]) == (13, True)


async def test_full_numbers_are_exported_only_with_the_right_to(
    client: Client, store: Any, toolbox: CallsToolbox
) -> None:
    await store(call("1"))
    refused = await client.get("/api/calls/export", unmasked=True, **RANGE)
    assert (refused.status_code, "phone:export" in refused.text) == (403, True)
    assert (await client.get("/api/calls/export", role="employee", agents=["A1"], **RANGE)).status_code == 403
    _, row = table((await client.get("/api/calls/export", role="admin", unmasked=True, **RANGE)).content)
    assert row[10] == "13800138000"
    assert [entry.details["unmasked"] for entry in await entries(toolbox, "calls.export")] == [True]


async def test_a_workbook_holds_the_same_and_leaves_no_file_behind(
    client: Client, store: Any, settings: Settings
) -> None:
    await store(call("1", remark="=1+1", cost_cents=50), call("2", NOON + timedelta(days=1)))
    response = await client.get("/api/calls/export", format="xlsx", sort="start_time", **RANGE)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    head, first, second = sheet.to_python()
    assert (sheet.name, head[0], first[0], second[0]) == ("Calls", "Call id", "1", "2")
    assert (first[4], first[14], first[15]) == (30.0, 0.5, "=1+1")
    assert os.listdir(settings.leadline_home / "exports") == []  # noqa: PTH208  # a short list of names


async def test_an_empty_export_has_its_headers(client: Client) -> None:
    assert len(table((await client.get("/api/calls/export", **RANGE)).content)) == 1
    response = await client.get("/api/calls/export", format="xlsx", **RANGE)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    assert sheet.to_python(skip_empty_area=False)[0][0] == "Call id"


async def test_what_is_written_while_an_export_runs_is_left_out(
    store: Any, toolbox: CallsToolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "BATCH", 3)
    await store(*(call(str(n), NOON + timedelta(hours=n)) for n in range(9)))
    body = b""
    async for chunk in csv_chunks(toolbox, Export(QUERY, Reader(BOSS), "en")):
        body += chunk
        await store(call(f"late{len(body)}", NOON + timedelta(minutes=1)))
    assert sorted(row[0] for row in table(body)[1:]) == [str(n) for n in range(9)]


async def test_a_reader_that_goes_away_ends_the_export_and_that_is_written_down(
    store: Any, toolbox: CallsToolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "BATCH", 2)
    await store(*(call(str(n)) for n in range(9)))
    chunks = export.batches(toolbox, Export(QUERY, Reader(BOSS), "en"), "csv")
    await anext(chunks)
    await chunks.aclose()
    (ended,) = await entries(toolbox, "calls.exported")
    assert (ended.details["rows"], ended.details["complete"]) == (0, False)


async def test_a_file_is_written_whole_and_the_progress_is_told(
    store: Any, toolbox: CallsToolbox, tmp_path: Path
) -> None:
    await store(*(call(str(n)) for n in range(5)))
    told: list[int] = []
    target = tmp_path / "out.csv"
    assert await export_calls(toolbox, Export(QUERY, Reader(BOSS), "en"), "csv", target, told.append) == 5
    assert (len(table(target.read_bytes())), told) == (6, [5])


async def test_a_failed_export_leaves_nothing_behind(store: Any, toolbox: CallsToolbox, tmp_path: Path) -> None:
    await store(call("1"))

    def fail(_: int) -> None:
        raise RuntimeError("no terminal")

    target = tmp_path / "folder" / "out.csv"
    target.parent.mkdir()
    with pytest.raises(RuntimeError):
        await export_calls(toolbox, Export(QUERY, Reader(BOSS), "en"), "csv", target, fail)
    assert list(target.parent.iterdir()) == []


async def begin_and_go_away(port: int, path: str, authorization: str) -> None:
    """Asks over a socket, reads the first bytes of the answer, and closes it in the middle."""
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plain, ("127.0.0.1", port))
        request = f"GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: {authorization}\r\n\r\n"
        await asyncio.get_running_loop().sock_sendall(plain, request.encode())
        assert (await asyncio.get_running_loop().sock_recv(plain, 4096)).startswith(b"HTTP/1.1 200")


async def test_a_client_that_hangs_up_ends_the_export_and_leaves_no_connection_behind(
    settings: Settings, store: Any, toolbox: CallsToolbox, client: Client
) -> None:
    await store(*(call(str(number), remark="说" * 2000) for number in range(9000)))
    app = create_app(settings)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
        serving = asyncio.create_task(server.serve([listening]))
        await begin_and_go_away(
            listening.getsockname()[1],
            f"/api/calls/export?start={RANGE['start']}&end={RANGE['end']}",
            client.headers()["authorization"],
        )
        async with asyncio.timeout(60):
            while not (found := await entries(toolbox, "calls.exported")):  # noqa: ASYNC110  # nothing tells of its end
                await asyncio.sleep(0.05)
        server.should_exit = True
        await serving
    assert found[0].details["complete"] is False
    assert app.state.calls.database.engine.pool.checkedout() == 0
    await app.state.calls.database.close()

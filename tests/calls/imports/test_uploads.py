"""What is uploaded to be imported: kept, told apart, refused, and nobody else's."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any

import pytest
from sqlalchemy import select, update

from leadline.calls.contracts import TidyCalls
from leadline.calls.models import import_files
from leadline.kernel.audit.log import audit_entries
from leadline.kernel.clock import now
from leadline.kernel.jobs.queue import enqueue
from tests.calls.imports.conftest import Counter, csv_of, workbook
from tests.file_sources.reading import SAMPLES

BOUNDARY = "x" * 20
JSON_CDR = (
    '{"variables": {"uuid": "u-1", "direction": "inbound", "start_stamp": "2025-10-26 09:00:00", "billsec": "60",'
    ' "hangup_cause": "NORMAL_CLEARING"}}\n'
)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (JSON_CDR, "cdr.json", "freeswitch"),
        (JSON_CDR, "cdr.txt", "freeswitch"),
        ((SAMPLES / "cdr.csv").read_bytes(), "cdr.csv", "freeswitch"),
        ((SAMPLES / "master.csv").read_bytes(), "Master.csv", "asterisk"),
        (csv_of(3), "通话.csv", "csv"),
        (workbook(), "通话.xlsx", "xlsx"),
    ],
)
async def test_a_file_is_told_apart_and_its_calls_are_taken(
    counter: Counter, content: bytes | str, name: str, kind: str
) -> None:
    seen = await counter.upload(content, name)
    assert (seen["kind"], seen["name"], seen["imported_before"]) == (kind, name, None)
    job_id = await counter.start(seen)
    await counter.desk.ended(job_id)
    came = await counter.outcome(job_id)
    assert (came["state"], came["new"], came["source"]) == ("done", await counter.stored(), kind)
    assert came["new"] > 0


async def test_a_table_is_shown_as_it_stands_with_a_mapping_by_its_headers(counter: Counter) -> None:
    seen = await counter.upload("四月外呼,,\n" + csv_of(30))
    assert [one["line"] for one in seen["lines"][:3]] == [1, 2, 3]
    assert len(seen["lines"]) == 21
    assert seen["lines"][2]["cells"][:3] == ["C1", "A1", "13800000001"]
    assert seen["mapping"]["file"] == {"skip_rows": 1}
    assert seen["mapping"]["fields"]["start_time"] == {"column": 4}
    assert (await counter.desk.get(f"/api/calls/imports/files/{seen['file_id']}")).json()["data"] == seen


async def test_what_the_headers_do_not_tell_is_left_out_of_the_mapping(counter: Counter) -> None:
    seen = await counter.upload("甲,乙,手机号\n1,2,13800000000\n")
    assert set(seen["mapping"]["fields"]) == {"phone", "call_id"}
    assert seen["mapping"]["outcome"].keys() == {"values", "otherwise"}


async def test_a_table_in_the_encoding_of_a_chinese_windows_reads_as_any_other(counter: Counter) -> None:
    seen = await counter.upload(csv_of(2).encode("gb18030"))
    assert seen["columns"][1] == "坐席工号"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "empty"),
        (b" \n ", "a.csv", "empty"),
        (b"%PDF-1.4", "a.pdf", ".csv"),
        (bytes(range(256)) * 20, "a.csv", "neither text"),
        (b"<html><table>", "a.csv", "web page"),
        (b"id,when\n1,2\n", "a.xlsx", "is none"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", ".xls"),
        (workbook(), "a.csv", "Rename it to .xlsx"),
        (workbook(), "a.json", "Excel workbook"),
    ],
)
async def test_what_is_no_file_of_calls_is_refused_and_not_kept(
    counter: Counter, content: bytes, name: str, words: str
) -> None:
    answer = await counter.send(content, name)
    assert (answer.status_code, answer.json()["code"]) == (422, "import_file_refused")
    assert words in answer.json()["error"]
    assert counter.files() == []


@pytest.mark.parametrize("pieces", [1, 30])
async def test_a_file_over_the_limit_is_refused_with_what_can_be_done(counter: Counter, pieces: int) -> None:
    counter.desk.tools.settings.import_max_mb = 1
    body = b"x" * (2_000_000 // pieces)

    async def chunks() -> Any:  # Any: an iterator of bytes
        yield f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'.encode()
        for _ in range(pieces):
            yield body
        yield f"\r\n--{BOUNDARY}--\r\n".encode()

    whole = b"".join([chunk async for chunk in chunks()])
    headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    for content in (whole, chunks()):
        answer = await counter.desk.post("/api/calls/imports/files", content=content, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "import_file_too_large")
        assert "IMPORT_MAX_MB" in answer.json()["error"]
    assert counter.files() == []


def form(*parts: str, end: str = f"--{BOUNDARY}--\r\n") -> str:
    head = f"--{BOUNDARY}\r\ncontent-disposition: form-data; "
    return "".join(f"{head}{part}\r\n" for part in parts) + end


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no form at all",
        form(),
        form('name="file"\r\n\r\nx'),
        form('filename=""\r\n\r\nx'),
        form('filename="a.csv"\r\n\r\nid,when', end=""),
        form('filename="a.csv"\r\n\r\na', 'filename="b.csv"\r\n\r\nb'),
    ],
)
async def test_a_form_that_is_not_exactly_one_whole_file_leaves_nothing_behind(counter: Counter, body: str) -> None:
    headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = await counter.desk.post("/api/calls/imports/files", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "upload_broken")
    assert counter.files() == []


async def test_a_body_of_another_type_is_refused_as_such(counter: Counter) -> None:
    answer = await counter.desk.post("/api/calls/imports/files", json={"file": "x"})
    assert (answer.status_code, answer.json()["code"]) == (415, "not_an_upload")


async def test_a_name_is_kept_without_its_folder_and_what_cannot_be_shown(counter: Counter) -> None:
    seen = await counter.upload(csv_of(1), "C:\\导出\\四月\u202e.csv")
    assert seen["name"] == "四月.csv"


async def test_another_users_file_is_not_there(counter: Counter) -> None:
    seen = await counter.upload(csv_of(1))
    body = {"file_id": seen["file_id"], "kind": "csv"}
    counter.desk.act_as("admin", "somebody else")
    desk = counter.desk
    answers = [
        await desk.get(f"/api/calls/imports/files/{seen['file_id']}"),
        await desk.post("/api/calls/imports/preview", json=body),
        await desk.post("/api/calls/imports", json=body),
    ]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "import_file_not_found")}


async def test_another_users_import_is_not_there(counter: Counter) -> None:
    job_id = await counter.start(await counter.upload(csv_of(1)))
    counter.desk.act_as("manager", "somebody else")
    assert (await counter.desk.get(f"/api/calls/imports/{job_id}")).json()["code"] == "import_not_found"
    assert (await counter.desk.data("/api/calls/imports"))["imports"] == []


async def test_only_who_may_import_may_do_any_of_it(counter: Counter) -> None:
    counter.desk.act_as("analyst")
    answers = [
        await counter.send(csv_of(1)),
        await counter.desk.get("/api/calls/imports"),
        await counter.desk.get("/api/calls/imports/1"),
        await counter.desk.get("/api/calls/imports/files/1"),
        await counter.desk.post("/api/calls/imports/preview", json={"file_id": 1, "kind": "csv"}),
        await counter.desk.post("/api/calls/imports", json={"file_id": 1, "kind": "csv"}),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert counter.files() == []


async def test_an_upload_and_a_start_are_in_the_audit_log_and_a_preview_is_not(counter: Counter) -> None:
    async def entries() -> list[tuple[str, str]]:
        async with counter.desk.database.reading() as connection:
            query = select(audit_entries.c.action, audit_entries.c.actor).order_by(audit_entries.c.id)
            return [tuple(row) for row in await connection.execute(query)]

    seen = await counter.upload(csv_of(1))
    await counter.desk.post("/api/calls/imports/preview", json={"file_id": seen["file_id"], "kind": "csv"})
    assert await entries() == [("calls.import_file", "chen")]
    job_id = await counter.start(seen)
    assert (await entries())[1:] == [("calls.import", "chen")]
    await counter.desk.ended(job_id)
    assert (await entries())[2:] == [("calls.imported", "chen")]


async def test_the_same_content_again_is_told_of(counter: Counter) -> None:
    first = await counter.taken(csv_of(3))
    again = await counter.upload(csv_of(3), "another name.csv")
    assert again["imported_before"]["job_id"] == first["job_id"]
    assert (await counter.upload(csv_of(4)))["imported_before"] is None


async def test_files_that_nobody_imported_are_deleted_after_a_while(counter: Counter) -> None:
    old, busy, fresh = [await counter.upload(csv_of(1, n)) for n in range(3)]
    job_id = await counter.start(busy)
    folder: Path = counter.desk.tools.settings.leadline_home / "imports"
    (folder / "stray.part").write_bytes(b"x")
    os.utime(folder / "stray.part", (time() - 90_000,) * 2)
    async with counter.desk.database.transaction() as connection:
        long_ago = now() - timedelta(days=8)
        chosen = import_files.c.id.in_([old["file_id"], busy["file_id"]])
        await connection.execute(update(import_files).where(chosen).values(uploaded_at=long_ago))
        tidy = await enqueue(connection, TidyCalls(), priority=1)
    done = await counter.desk.ended(tidy)
    assert done["result"]["uploads"] == 2
    assert (await counter.desk.get(f"/api/calls/imports/files/{old['file_id']}")).status_code == 404
    assert (await counter.desk.get(f"/api/calls/imports/files/{fresh['file_id']}")).status_code == 200
    assert (await counter.desk.ended(job_id))["state"] == "done"


async def test_uploads_beside_each_other_do_not_mix(counter: Counter) -> None:
    seen = await asyncio.gather(*(counter.upload(csv_of(400 + n, 1000 * n), f"{n}.csv") for n in range(4)))
    for number, one in enumerate(seen):
        assert one["lines"][1]["cells"][0] == f"C{1000 * number}"
        assert one["bytes"] == len(csv_of(400 + number, 1000 * number).encode())

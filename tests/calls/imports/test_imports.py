"""What an import does with a file: the preview, the job, its figures, and how it ends otherwise."""

import asyncio
import threading
from typing import Any, BinaryIO

import pytest
from sqlalchemy import update

from leadline.calls.contracts import Refusal
from leadline.calls.service import import_files, import_job
from leadline.integrations.tabular.reader import first_lines
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.tables import jobs
from tests.calls.imports.conftest import HEADERS, Counter, csv_of, workbook

ODD = ("记录号", "对方", "拨打于", "秒", "客户反馈")
MAPPING: dict[str, Any] = {
    "time": {"zone": "Asia/Shanghai", "formats": ["%d/%m/%Y %H:%M"]},
    "fields": {
        "call_id": {"column": 1},
        "phone": "对方",
        "start_time": {"column": 3},
        "duration": {"column": 4},
        "grade": 5,
    },
}
FIGURES = ("received", "new", "updated", "unchanged", "not_dialled", "repeated", "refused")


def odd_csv() -> str:
    return "\n".join([",".join(ODD), "1,13912345678,20/10/2026 09:00,30,好", "2,13912345679,20-10-2026,9,好", ""])


def figures(came: dict[str, Any]) -> dict[str, int]:
    return {name: came[name] for name in FIGURES}


async def test_a_preview_shows_calls_and_refusals_and_writes_nothing(counter: Counter) -> None:
    seen = await counter.upload(odd_csv())
    body = {"file_id": seen["file_id"], "kind": "csv", "mapping": MAPPING}
    shown = (await counter.desk.post("/api/calls/imports/preview", json=body)).json()["data"]
    assert (shown["read"], shown["refused"], shown["whole"]) == (2, 1, True)
    assert (shown["calls"][0]["phone"], shown["calls"][0]["outcome_label"]) == ("139****5678", "Connected")
    assert (shown["refusals"][0]["line"], shown["refusals"][0]["call_id"]) == (3, "2")
    assert "20-10-2026" in shown["refusals"][0]["reason"]
    assert await counter.stored() == 0


async def test_a_workbook_is_parsed_once_for_its_previews(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def noted(stream: BinaryIO, name: str, most: int) -> Any:  # Any: what the parser gives
        parsed.append(name)
        return first_lines(stream, name, most)

    monkeypatch.setattr("leadline.entrypoints.call_files.first_lines", noted)
    seen = await counter.upload(workbook(), "a.xlsx")
    body = {"file_id": seen["file_id"], "kind": "xlsx", "mapping": seen["mapping"]}
    shown = [(await counter.desk.post("/api/calls/imports/preview", json=body)).json()["data"] for _ in range(2)]
    assert shown[0] == shown[1]
    assert (shown[0]["read"], len(shown[0]["calls"]), shown[0]["whole"]) == (30, 20, True)
    assert parsed == ["a.xlsx"]


async def test_a_wrong_mapping_is_refused_by_place(counter: Counter) -> None:
    seen = await counter.upload(odd_csv())
    wrong = {"fields": {"call_id": {"column": 0}, "start_time": {"column": 3}, "nonsense": 1}}
    body = {"file_id": seen["file_id"], "kind": "csv", "mapping": wrong}
    for path in ("/api/calls/imports/preview", "/api/calls/imports"):
        answer = await counter.desk.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "mapping_refused")
        assert len(answer.json()["details"]) >= 2


async def test_an_import_through_a_mapping_counts_every_row_once(counter: Counter) -> None:
    came = await counter.taken(odd_csv(), mapping=MAPPING, name="campaign")
    assert figures(came) == dict.fromkeys(FIGURES, 0) | {"received": 1, "new": 1, "refused": 1}
    assert (came["source"], came["first_day"], came["last_day"]) == ("campaign", "2026-10-20", "2026-10-20")
    assert came["refusals"][0]["line"] == 3
    assert came["file_is_there"] is False
    assert counter.files() == []


async def test_a_reason_does_not_tell_a_whole_number(counter: Counter) -> None:
    mixed = {"fields": {"call_id": 1, "start_time": 3, "duration": 2}}
    seen = await counter.upload("a,b,c\n1,5,2026-10-20 09:00\n2,5,13912345678x\n3,5,号13912345678\n")
    job_id = await counter.start(seen, mapping=mixed)
    await counter.desk.ended(job_id)
    told = str(await counter.outcome(job_id)) + str(await counter.desk.data(f"/api/jobs/{job_id}"))
    assert "139****5678" in told
    assert "号13912345678" not in told


async def test_the_same_file_again_changes_nothing(counter: Counter) -> None:
    await counter.taken(csv_of(20))
    again = await counter.taken(csv_of(20))
    assert figures(again) == dict.fromkeys(FIGURES, 0) | {"received": 20, "unchanged": 20}
    assert (again["first_day"], again["last_day"]) == ("2026-10-20", "2026-10-20")


async def test_two_imports_of_the_same_file_at_once_come_to_the_figures_of_one(counter: Counter) -> None:
    content = csv_of(12_000)
    begun = [await counter.start(await counter.upload(content, f"{n}.csv")) for n in range(2)]
    async with counter.desk.working():
        came = [await counter.until(job, lambda one: bool(one["finished_at"])) for job in begun]
    assert [one["state"] for one in came] == ["done", "done"]
    assert sum(one["new"] for one in came) == await counter.stored() == 12_000
    assert sum(one["unchanged"] for one in came) == 12_000
    day = (await counter.desk.data("/api/stats/daily", start="2026-10-20", end="2026-10-20"))["rows"][0]
    assert day["calls"] == 12_000


async def test_a_file_without_one_readable_row_fails_and_is_kept_for_another_mapping(counter: Counter) -> None:
    seen = await counter.upload(odd_csv())
    job_id = await counter.start(seen, mapping={"fields": {"call_id": 1, "start_time": 2, "duration": 4}})
    job = await counter.desk.ended(job_id)
    assert (job["state"], job["error"]["code"]) == ("failed", "import_took_nothing")
    assert (await counter.outcome(job_id))["file_is_there"] is True
    second = await counter.start(seen, mapping=MAPPING)
    await counter.desk.ended(second)
    assert (await counter.outcome(second))["new"] == 1


async def test_a_file_that_is_being_imported_is_not_imported_beside_it(counter: Counter) -> None:
    seen = await counter.upload(csv_of(3))
    job_id = await counter.start(seen)
    answer = await counter.desk.post("/api/calls/imports", json={"file_id": seen["file_id"], "kind": "csv"})
    assert (answer.status_code, answer.json()["code"]) == (409, "import_under_way")
    await counter.desk.post(f"/api/jobs/{job_id}/cancel")
    assert await counter.start(seen) > job_id


async def test_a_cancelled_import_goes_on_where_it_was(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted, tell, masked = threading.Event(), JobRun.tell, import_files.masked

    async def told(run: JobRun) -> bool:
        if wanted := await tell(run):
            asyncio.get_running_loop().call_soon(interrupted.set)  # after the worker has interrupted the work
        return wanted

    def stuck(refusal: Refusal) -> Refusal:
        interrupted.wait(20)
        return masked(refusal)

    monkeypatch.setattr(JobRun, "tell", told)
    monkeypatch.setattr(import_job, "masked", stuck)
    monkeypatch.setattr(import_job, "BATCH", 100)
    job_id = await counter.start(await counter.upload(csv_of(450) + "bad\n" + csv_of(550, 451).partition("\n")[2]))
    async with counter.desk.working():
        await counter.until(job_id, lambda one: one["new"] == 400)
        await counter.desk.post(f"/api/jobs/{job_id}/cancel")
        half = await counter.until(job_id, lambda one: one["state"] == "cancelled")
    assert half["new"] == await counter.stored() == 400
    await counter.desk.post(f"/api/jobs/{job_id}/resume")
    await counter.desk.ended(job_id)
    whole = await counter.outcome(job_id)
    assert (whole["state"], whole["new"], whole["unchanged"], whole["refused"]) == ("done", 1000, 0, 1)


async def test_an_import_from_the_start_counts_anew(counter: Counter) -> None:
    seen = await counter.upload(odd_csv())
    job_id = await counter.start(seen, mapping={"fields": {"call_id": 1, "start_time": 2, "duration": 4}})
    await counter.desk.ended(job_id)
    await counter.desk.post(f"/api/jobs/{job_id}/retry", json={"from_start": True})
    await counter.desk.ended(job_id)
    assert (await counter.outcome(job_id))["refused"] == 2


async def test_an_import_whose_end_was_not_written_ends_with_the_same_figures(counter: Counter) -> None:
    came = await counter.taken(csv_of(20))
    async with counter.desk.database.transaction() as connection:  # as if killed between the last note and the end
        await connection.execute(update(jobs).where(jobs.c.id == came["job_id"]).values(state="queued", result=None))
    job = await counter.desk.ended(came["job_id"])
    again = await counter.outcome(came["job_id"])
    assert (job["state"], job["result"]["new"], figures(again)) == ("done", 20, figures(came))


async def test_a_job_whose_file_is_gone_says_so(counter: Counter) -> None:
    job_id = await counter.start(await counter.upload(csv_of(3)))
    for name in counter.files():
        (counter.desk.tools.settings.leadline_home / "imports" / name).unlink()
    job = await counter.desk.ended(job_id)
    assert (job["state"], job["error"]["code"]) == ("failed", "import_file_not_found")


async def test_the_last_imports_are_the_readers_own_newest_first(counter: Counter) -> None:
    first = await counter.taken(csv_of(2), "a.csv")
    second = await counter.taken("x,y\n1,2\n", "b.csv")
    listed = await counter.desk.data("/api/calls/imports")
    assert [one["job_id"] for one in listed["imports"]] == [second["job_id"], first["job_id"]]
    assert [one["state"] for one in listed["imports"]] == ["failed", "done"]
    assert listed["max_bytes"] == 512_000_000


async def test_the_columns_of_a_file_may_stand_in_any_order(counter: Counter) -> None:
    content = csv_of(5, headers=(*HEADERS[:-1], "意向度"))
    came = await counter.taken(content)
    day = await counter.desk.data("/api/calls", start="2026-10-20", end="2026-10-20")
    assert came["new"] == len(day) == 5

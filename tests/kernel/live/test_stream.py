"""/api/stream, over real sockets: who hears what, how soon, and what a reader that was away is told."""

import asyncio
import resource

import httpx
import pytest
from prometheus_client import REGISTRY

from leadline.calls.handlers import HOT_SECONDS
from leadline.entrypoints.api import VERSION_SECONDS
from leadline.entrypoints.seed import seed_calls
from leadline.kernel.db.counters import read_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.live import hub as hub_module
from leadline.kernel.live import listener as listener_module
from leadline.kernel.live import stream as stream_module
from tests.factories.people import change_account, make_account, session_of
from tests.kernel.jobs.conftest import Chat
from tests.kernel.live.conftest import Station
from tests.kernel.live.listening import Reader

LISTENERS = 500


async def test_a_change_of_the_figures_is_heard_at_once(station: Station) -> None:
    reader = await station.reader()
    hello = await reader.next()
    assert (hello.name, hello.data) == ("hello", {"events": ["figures", "sync", "alert", "job"], "changed": []})
    station.looks_by_itself_no_more()
    await station.rests()
    await station.bump()
    heard = await reader.next()
    assert heard.name == "figures"
    assert heard.data == {"version": 1}
    assert heard.id != hello.id


async def test_who_asks_when_it_is_told_gets_the_new_figures(station: Station) -> None:
    headers = {"authorization": f"Bearer {station.token()}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{station.port}", headers=headers) as client:

        async def calls() -> int:
            answer = await client.get("/api/stats/overview")
            return int(answer.json()["data"]["today"]["calls"]) + int(answer.json()["data"]["yesterday"]["calls"])

        async def ask_all_the_time() -> None:
            while True:
                await calls()
                await asyncio.sleep(0.01)

        assert HOT_SECONDS > VERSION_SECONDS
        reader = await station.reader(query="?events=figures")
        await reader.next()
        others = asyncio.create_task(ask_all_the_time())
        for number in range(1, 6):
            before = await calls()
            await seed_calls(station.app.state.calls, 2, 100 * number)
            async with station.database.reading() as connection:
                version = await read_counter(connection, "calls")
            while (await reader.next()).data["version"] < version:  # a seed is several batches
                pass
            assert await calls() > before
        others.cancel()
        await asyncio.gather(others, return_exceptions=True)


async def test_what_another_process_wrote_without_a_word_is_found_within_seconds(
    station: Station, database_url: str
) -> None:
    reader = await station.reader()
    await reader.next()
    other = Database(database_url)
    await station.bump("sync", other)
    await other.close()
    assert (await reader.next()).name == "sync"


async def test_a_job_is_followed_from_the_queue_to_its_progress(station: Station) -> None:
    reader = await station.reader(query="?events=job")
    assert (await reader.next()).data["events"] == ["job"]
    async with station.database.transaction() as connection:
        job_id = await enqueue(connection, Chat(word="hello"))
    heard = await reader.next()
    assert heard.name == "job"
    assert heard.data == {
        "id": job_id, "kind": "test.chat", "state": "queued", "done": 0, "total": None, "attempt": 0,
        "cancel_requested": False,
    }  # fmt: skip


async def test_nobody_hears_what_they_may_not_know_of(station: Station) -> None:
    reader = await station.reader("employee")
    assert (await reader.next()).data["events"] == ["figures", "sync"]
    async with station.database.transaction() as connection:
        await enqueue(connection, Chat(word="hello"))
    assert await reader.rest(1.5) == []


async def test_without_a_token_there_is_no_stream(station: Station) -> None:
    assert (await station.reader(token="nonsense")).status == 401


async def test_one_who_was_away_is_told_once_what_has_moved(station: Station) -> None:
    reader = await station.reader(query="?events=figures&events=sync")
    last = (await reader.next()).id
    await reader.close()
    for _ in range(3):
        await station.bump()
    back = await station.reader(query="?events=figures&events=sync", last_event_id=last)
    hello = await back.next()
    assert hello.data["changed"] == ["figures"]
    assert await back.rest(1.5) == []
    again = await station.reader(query=f"?events=figures&events=sync&last_id={hello.id}")
    assert (await again.next()).data["changed"] == []


@pytest.mark.parametrize("last_id", ["nonsense", "figures=,=", "figures=999999"])
async def test_an_id_that_makes_no_sense_means_that_everything_may_have_moved(station: Station, last_id: str) -> None:
    reader = await station.reader(query="?events=figures&events=sync", last_event_id=last_id)
    assert "figures" in (await reader.next()).data["changed"]


async def test_the_answer_is_neither_compressed_nor_held_back(station: Station) -> None:
    reader = await station.reader()
    assert "content-type: text/event-stream; charset=utf-8" in reader.head
    assert "cache-control: no-cache, no-transform" in reader.head
    assert "x-accel-buffering: no" in reader.head
    assert not any(line.startswith(("content-encoding", "content-length")) for line in reader.head)


async def test_a_quiet_line_is_kept_open(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "HEARTBEAT_SECONDS", 0.2)
    reader = await station.reader()
    async with asyncio.timeout(20):
        for _ in range(3):
            await reader.until("beat")
    assert reader.comments >= 2


async def test_a_stream_ends_when_its_time_is_over(station: Station) -> None:
    reader = await station.reader(query="?seconds=1")
    assert (await reader.until("bye")).data == {"reason": "done"}
    await station.quiet()


async def test_one_who_leaves_is_forgotten(station: Station) -> None:
    reader = await station.reader()
    await reader.next()
    assert len(station.hub) == 1
    await reader.close()
    await station.quiet()


async def test_a_session_that_ends_takes_its_stream_along(station: Station) -> None:
    tools = station.app.state.employees
    user_id = await make_account(tools, "zhang")
    token = await session_of(tools, user_id)
    reader = await station.reader(token=token)
    await reader.next()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{station.port}") as client:
        await client.post("/api/auth/logout", headers={"authorization": f"Bearer {token}"})
    assert (await reader.until("bye")).data == {"reason": "signed_out"}


async def test_a_right_that_is_taken_away_is_gone_before_the_next_event(station: Station) -> None:
    tools = station.app.state.employees
    user_id = await make_account(tools, "zhang", "manager")
    reader = await station.reader(token=await session_of(tools, user_id))
    assert "job" in (await reader.next()).data["events"]
    await change_account(tools, user_id, role="employee")
    async with station.database.transaction() as connection:
        await enqueue(connection, Chat(word="hello"))
    await station.bump()
    assert (await reader.next()).name == "figures"
    assert await reader.rest(1) == []


async def test_a_process_that_ends_says_so_at_once(station: Station) -> None:
    reader = await station.reader()
    await reader.next()
    station.hub.close()
    assert (await reader.until("bye", 10)).data == {"reason": "restart"}
    assert (await station.reader()).status == 503


async def test_one_who_reads_nothing_is_dropped(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "PATIENCE_SECONDS", 0.5)
    reader = await station.reader()
    (listener,) = station.hub._listeners
    async with asyncio.timeout(20):
        while len(station.hub):
            listener.put("noise", b": " + b"x" * 1_000_000 + b"\n\n")
            await asyncio.sleep(0.02)
    assert listener.ending == "slow"
    assert reader.status == 200


async def test_more_than_a_reader_can_take_at_once_ends_its_stream(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener_module, "MOST_WAITING", 3)
    reader = await station.reader(query="?events=job")
    await reader.next()
    async with station.database.transaction() as connection:
        for number in range(8):
            await enqueue(connection, Chat(word=str(number)))
    assert (await reader.until("bye")).data == {"reason": "slow"}


async def test_no_more_are_taken_than_a_process_can_serve(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "MOST_LISTENERS", 1)
    await (await station.reader()).next()
    assert (await station.reader()).status == 503


def readings() -> float:
    """How often this process has read the database."""
    return REGISTRY.get_sample_value("leadline_db_wait_seconds_count", {"kind": "reading"}) or 0.0


async def test_five_hundred_listeners_cost_one_query_a_change(station: Station, database_url: str) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    station.looks_by_itself_no_more()  # what is asked without a change is not counted
    token = station.token()
    readers = [await Reader.open(station.port, token, "?events=figures") for _ in range(LISTENERS)]
    await asyncio.gather(*(reader.next() for reader in readers))
    await station.rests()  # the last one that came was looked for
    other = Database(database_url)
    before = readings()
    for _ in range(3):
        await station.bump("calls", other)
        station.hub.hear({"calls"})
        heard = await asyncio.gather(*(reader.next(60) for reader in readers))
        assert {one.name for one in heard} == {"figures"}
    assert readings() - before == 3
    await asyncio.gather(*(reader.close() for reader in readers))
    await other.close()
    await station.quiet()

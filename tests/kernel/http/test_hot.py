"""The hot door: who may pass, what is served, and when an answer is stale."""

import asyncio
import gzip
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from leadline.kernel.http.hot import HotAnswer, HotAnswers, takes_gzip

Bearer = Callable[..., dict[str, str]]


async def test_the_second_request_is_served_without_computing(
    client: httpx.AsyncClient, bearer: Bearer, world: Any
) -> None:
    first, second = [await client.get("/api/hot?days=3", headers=bearer()) for _ in range(2)]
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert world.computed == 1


async def test_without_a_token_or_the_permission_the_door_stays_shut(
    client: httpx.AsyncClient, bearer: Bearer, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await client.get("/api/hot", headers=bearer())
    assert (await client.get("/api/hot")).status_code == 401
    assert (await client.get("/api/hot", headers={"authorization": "Bearer x.y.z"})).json()["success"] is False
    monkeypatch.setattr("leadline.kernel.auth.authenticator.permissions_of", lambda _role: frozenset())
    refused = await client.get("/api/hot", headers=bearer("trainer"))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


async def test_scopes_languages_and_queries_have_answers_of_their_own(
    client: httpx.AsyncClient, bearer: Bearer, world: Any
) -> None:
    await client.get("/api/hot", headers=bearer())
    await client.get("/api/hot", headers=bearer("analyst"))  # sees all too: the same answer
    assert world.computed == 1
    await client.get("/api/hot", headers=bearer("employee", agent_ids=["a"]))
    await client.get("/api/hot", headers=bearer("employee", agent_ids=["b"]))
    await client.get("/api/hot", headers={**bearer(), "accept-language": "en"})
    await client.get("/api/hot?days=4", headers=bearer())
    assert world.computed == 5


async def test_a_new_version_makes_it_compute_again(client: httpx.AsyncClient, bearer: Bearer, world: Any) -> None:
    await client.get("/api/hot", headers=bearer())
    world.version = "2"
    await client.get("/api/hot", headers=bearer())
    assert world.computed == 2


async def test_a_change_during_the_computation_is_not_lost(
    client: httpx.AsyncClient, bearer: Bearer, world: Any
) -> None:
    world.during = lambda: setattr(world, "version", "2")
    await client.get("/api/hot", headers=bearer())
    world.during = lambda: None
    await client.get("/api/hot", headers=bearer())
    assert world.computed == 2


async def test_an_answer_that_depends_on_the_clock_ends_with_its_seconds(
    client: httpx.AsyncClient, bearer: Bearer, world: Any
) -> None:
    world.hot_seconds = 0.05
    first = await client.get("/api/hot", headers=bearer())
    assert "x-hot-seconds" not in first.headers
    await asyncio.sleep(0.06)
    world.hot_seconds = 0
    for _ in range(2):
        await client.get("/api/hot", headers=bearer())
    assert world.computed == 3


async def test_the_etag_spares_the_body(client: httpx.AsyncClient, bearer: Bearer) -> None:
    for encoding in ("identity", "gzip"):
        asked = {**bearer(), "accept-encoding": encoding}
        first = await client.get("/api/hot?days=30", headers=asked)
        again = await client.get("/api/hot?days=30", headers={**asked, "if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    changed = await client.get("/api/hot?days=30", headers={**bearer(), "if-none-match": '"0123456789abcdef"'})
    assert changed.status_code == 200


async def test_long_answers_come_compressed_when_asked_with_a_tag_of_their_own(
    client: httpx.AsyncClient, bearer: Bearer
) -> None:
    plain = await client.get("/api/hot?days=30", headers={**bearer(), "accept-encoding": "identity"})
    packed = await client.get("/api/hot?days=30", headers={**bearer(), "accept-encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.content == packed.content
    assert plain.headers["etag"] != packed.headers["etag"]


async def test_an_allowed_origin_gets_its_headers_from_the_door_too(client: httpx.AsyncClient, bearer: Bearer) -> None:
    for _ in range(2):
        response = await client.get("/api/hot", headers={**bearer(), "origin": "http://page.example"})
        assert response.headers["access-control-allow-origin"] == "http://page.example"
    assert "access-control-allow-origin" not in (await client.get("/api/hot", headers=bearer())).headers


async def test_refusals_are_answered_and_never_kept(client: httpx.AsyncClient, bearer: Bearer, app: Any) -> None:
    for _ in range(2):
        response = await client.get("/api/hot?days=x", headers=bearer())
        assert (response.status_code, response.json()["details"][0]["field"]) == (422, "days")
    assert len(app.state.hot) == 0


async def test_many_who_ask_at_once_cost_one_computation(client: httpx.AsyncClient, bearer: Bearer, world: Any) -> None:
    answers = await asyncio.gather(*(client.get("/api/hot?days=9", headers=bearer()) for _ in range(20)))
    assert {response.status_code for response in answers} == {200}
    assert world.computed == 1


async def test_a_fault_while_computing_lets_the_waiting_go_on(
    client: httpx.AsyncClient, bearer: Bearer, world: Any
) -> None:
    def break_once() -> None:
        world.during = lambda: None
        raise RuntimeError("once")

    world.during = break_once
    answers = await asyncio.gather(*(client.get("/api/hot", headers=bearer()) for _ in range(3)))
    assert sorted(response.status_code for response in answers) == [200, 200, 500]


async def test_a_version_that_cannot_be_read_is_a_refusal(client: httpx.AsyncClient, bearer: Bearer, app: Any) -> None:
    async def gone() -> str:
        raise ConnectionRefusedError

    app.state.hot.version = gone
    response = await client.get("/api/hot", headers=bearer())
    assert (response.status_code, response.json()["code"]) == (503, "database_unavailable")


async def test_the_store_is_bounded_by_entries_and_by_bytes() -> None:
    async def version() -> str:
        return "1"

    few, small = HotAnswers(version, max_entries=3), HotAnswers(version, max_bytes=20_000)
    for number in range(20):
        ready = await HotAnswer.make(b"x" * 900, "1", None)
        few.keep(("/", b"%d" % number, "all", "en"), ready)
        small.keep(("/", b"%d" % number, "all", "en"), ready)
    assert len(few) == 3
    assert small.bytes_held <= 20_000
    small.keep(("/", b"giant", "all", "en"), await HotAnswer.make(b"x" * 9_000, "1", None))
    assert small.find(("/", b"giant", "all", "en"), "1") is None


async def test_a_large_answer_is_compressed_off_the_loop_to_the_same_bytes() -> None:
    body = b"0123456789" * 10_000
    ready = await HotAnswer.make(body, "1", None)
    assert ready.packed is not None
    assert gzip.decompress(ready.packed.body) == body


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        (b"gzip", True),
        (b"br, GZIP;q=0.5", True),
        (b"*", True),
        (b"gzip;q=0", False),
        (b"identity", False),
        (b"", False),
    ],
)
def test_gzip_is_sent_only_to_those_who_take_it(header: bytes, takes: bool) -> None:
    assert takes_gzip(header) is takes

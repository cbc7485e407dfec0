"""A creating POST sent twice with one Idempotency-Key is carried out once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from leadline.calls.models import agent_exclusions
from leadline.entrypoints.api import create_app
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.http.idempotency_keys import idempotency_keys, take
from leadline.kernel.settings import Settings, load_settings

SECRET = "s" * 40
URL = "/api/settings/agent-exclusions"
BODY = {"source": "demo", "agent_id": "A1", "reason": "测试账号"}


def headers(who: str, key: str | None, role: str = "admin") -> dict[str, str]:
    token = {"Authorization": f"Bearer {Tokens(SECRET).mint(who, who, role)}"}
    return token if key is None else {**token, "Idempotency-Key": key}


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(
        load_settings(app_env="testing", leadline_home=tmp_path, database_url=database_url, jwt_secret_key=SECRET)
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://leadline") as made:
        yield made
    await app.state.calls.database.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    yield made
    await made.close()


async def send(client: httpx.AsyncClient, key: str | None, who: str = "boss", **body: str) -> httpx.Response:
    return await client.post(URL, json={**BODY, **body}, headers=headers(who, key))


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return len((await connection.execute(select(agent_exclusions.c.id))).all())


async def test_the_second_is_answered_like_the_first_and_not_carried_out(
    client: httpx.AsyncClient, database: Database
) -> None:
    first, second = await send(client, "k1"), await send(client, "k1")
    assert (first.status_code, second.status_code, await count(database)) == (201, 201, 1)
    assert (second.content, second.headers["Idempotent-Replay"]) == (first.content, "true")
    assert "Idempotent-Replay" not in first.headers
    assert (await send(client, None)).status_code == 409  # without a key it is a second exclusion


async def test_a_key_with_another_body_is_refused(client: httpx.AsyncClient, database: Database) -> None:
    await send(client, "k1")
    other = await send(client, "k1", agent_id="A2")
    assert (other.status_code, other.json()["code"], await count(database)) == (422, "idempotency_key_reused", 1)


async def test_a_key_counts_within_its_caller(client: httpx.AsyncClient) -> None:
    await send(client, "k1")
    assert (await send(client, "k1", who="another", agent_id="A2")).status_code == 201


async def test_a_key_opens_nothing_to_who_may_not(client: httpx.AsyncClient) -> None:
    await send(client, "k1")
    answers = [
        await client.post(URL, json=BODY, headers=headers("boss", "k1", "employee")),
        await client.post(URL, json=BODY, headers={"Idempotency-Key": "k1"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 401]


async def test_what_was_refused_may_be_sent_again(client: httpx.AsyncClient) -> None:
    assert (await send(client, "k1", source="")).status_code == 422
    assert (await send(client, "k1")).status_code == 201


async def test_many_at_once_are_carried_out_once(client: httpx.AsyncClient, database: Database) -> None:
    answers = await asyncio.gather(*(send(client, "k1") for _ in range(6)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.json().get("code") for answer in answers if answer.status_code == 409} <= {"request_in_flight"}
    assert await count(database) == 1
    assert (await send(client, "k1")).status_code == 201


@pytest.mark.parametrize(
    "state, older, expected",
    [
        ("running", timedelta(0), (409, "request_in_flight")),
        ("written", timedelta(0), (409, "request_in_flight")),  # its answer is about to be kept
        ("running", timedelta(minutes=3), (409, "already_excluded")),  # its process died: carried out anew
        ("written", timedelta(minutes=3), (409, "answer_lost")),
        ("written", timedelta(hours=25), (409, "already_excluded")),
    ],
)
async def test_a_process_that_ended_in_between_leaves_what_is_known(
    client: httpx.AsyncClient, database: Database, state: str, older: timedelta, expected: tuple[int, str]
) -> None:
    await send(client, "k1")
    async with database.transaction() as connection:
        values = {"state": state, "created_at": now() - older}
        await connection.execute(update(idempotency_keys).values(values))
    answer = await send(client, "k1")
    assert (answer.status_code, answer.json()["code"]) == expected


async def test_the_work_marks_its_key_in_its_own_transaction(client: httpx.AsyncClient, database: Database) -> None:
    states = []

    async def watch(connection: object, digest: str, holder: str, stored: object) -> None:
        async with database.reading() as reading:
            states.append((await reading.execute(select(idempotency_keys.c.state))).scalar_one())

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("leadline.kernel.http.idempotency.keep", watch)
        await send(client, "k1")
    assert states == ["written"]


@pytest.mark.parametrize("key", ["", "a b", "k" * 201])
async def test_a_malformed_key_is_named(client: httpx.AsyncClient, key: str) -> None:
    answer = await send(client, key)
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, "Idempotency-Key")


async def test_a_stored_answer_is_encrypted(client: httpx.AsyncClient, database: Database) -> None:
    await send(client, "k1")
    async with database.reading() as connection:
        stored = (await connection.execute(select(idempotency_keys))).one()
    assert b"success" not in stored.answer
    assert "k1" not in str(stored[:4])


async def test_a_key_is_forgotten_after_a_day(database: Database) -> None:
    async with database.transaction() as connection:
        await take(connection, "a", "r")
        await connection.execute(update(idempotency_keys).values(created_at=now() - timedelta(hours=25)))
        await take(connection, "b", "r")
    async with database.reading() as connection:
        assert list((await connection.execute(select(idempotency_keys.c.digest))).scalars()) == ["b"]


async def test_the_document_tells_of_the_key_where_something_is_made(settings: Settings) -> None:
    paths = create_app(settings).openapi()["paths"]
    routes = [(path, method, one) for path, several in paths.items() for method, one in several.items()]
    assert [(path, "201" in one["responses"]) for path, _, one in routes] == [
        (path, _takes_key(one)) for path, _, one in routes
    ]
    assert {"409", "422"} <= paths["/api/users"]["post"]["responses"].keys()


def _takes_key(operation: dict[str, Any]) -> bool:
    return any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", ()))

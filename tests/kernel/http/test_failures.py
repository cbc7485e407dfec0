"""How each failure reads."""

import sqlite3
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from leadline.kernel.errors import DatabaseBusy, DatabaseFileClosed, DatabaseRefused, DatabaseUnavailable, DiskFull
from leadline.kernel.http.failures import database_refusal
from leadline.kernel.http.reasons import details_of, worded
from leadline.kernel.text import Text

Bearer = Callable[..., dict[str, str]]
English = {"accept-language": "en-GB,zh;q=0.5"}


class Postgres(Exception):  # as asyncpg's own: with an SQLSTATE
    def __init__(self, sqlstate: str) -> None:
        super().__init__("said by the server")
        self.sqlstate = sqlstate


def wrapped(original: BaseException) -> DBAPIError:
    return OperationalError("SELECT 1", {}, original)


async def test_malformed_input_names_each_field_in_the_readers_language(
    client: httpx.AsyncClient, bearer: Bearer
) -> None:
    wrong = {"name": "x", "day": "yesterday"}
    chinese = (await client.post("/api/sync", json=wrong, headers=bearer())).json()
    english = (await client.post("/api/sync", json=wrong, headers={**bearer(), **English})).json()
    assert chinese["details"][0] == {"field": "name", "reason": "至少 2 个字符"}
    assert chinese["details"][1] == {"field": "day", "reason": "应为日期，格式 YYYY-MM-DD"}
    assert english["details"][0] == {"field": "name", "reason": "String should have at least 2 characters"}
    assert (english["success"], english["code"]) == (False, "invalid_input")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 1900, b"", b"null", b'"text"', b"[]", b"NaN"])
async def test_a_body_that_is_no_object_is_a_422(client: httpx.AsyncClient, bearer: Bearer, body: bytes) -> None:
    headers = {**bearer(), "content-type": "application/json"}
    response = await client.post("/api/sync", content=body, headers=headers)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_input")
    assert response.json()["details"][0]["field"] == "body"


async def test_an_unknown_address_and_a_wrong_method_are_json(client: httpx.AsyncClient) -> None:
    nothing = await client.get("/api/nothing")
    assert (nothing.status_code, nothing.json()["code"], nothing.json()["error"]) == (
        404,
        "not_found",
        "没有这个地址。",
    )
    wrong = await client.delete("/api/sync")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "GET, HEAD, OPTIONS, POST"


async def test_a_refusal_of_the_trade_keeps_its_status_and_code(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/refused", headers=English)
    assert (response.status_code, response.json()["error"]) == (404, "Not found.")


async def test_who_has_no_token_is_told_how_to_bring_one(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/mine")
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")


async def test_who_lacks_a_permission_is_told_which(client: httpx.AsyncClient, bearer: Bearer) -> None:
    response = await client.post("/api/sync", json={"name": "xx"}, headers=bearer("employee"))
    assert response.status_code == 403
    assert "call:sync" in response.json()["error"]


async def test_a_locked_database_is_a_503_worth_trying_again(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/locked")
    assert (response.status_code, response.json()["code"]) == (503, "database_busy")
    assert response.headers["retry-after"] == "2"


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (wrapped(sqlite3.OperationalError("database is locked")), DatabaseBusy),
        (wrapped(sqlite3.OperationalError("database table is locked: calls")), DatabaseBusy),
        (wrapped(sqlite3.OperationalError("database or disk is full")), DiskFull),
        (wrapped(sqlite3.OperationalError("unable to open database file")), DatabaseFileClosed),
        (sqlite3.OperationalError("database is locked"), DatabaseBusy),
        (wrapped(sqlite3.OperationalError("no such table: calls")), None),
        (wrapped(Postgres("53100")), DiskFull),
        (wrapped(Postgres("55P03")), DatabaseBusy),
        (wrapped(Postgres("40P01")), DatabaseBusy),
        (wrapped(Postgres("08006")), DatabaseUnavailable),
        (wrapped(Postgres("57P01")), DatabaseUnavailable),
        (Postgres("57P03"), DatabaseUnavailable),
        (wrapped(Postgres("28P01")), DatabaseRefused),
        (wrapped(Postgres("3D000")), DatabaseRefused),
        (wrapped(Postgres("42601")), None),
        (IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE constraint failed")), None),
        (PoolTimeout("QueuePool limit"), DatabaseBusy),
        (OperationalError("SELECT 1", {}, Exception("closed"), connection_invalidated=True), DatabaseUnavailable),
        (ConnectionRefusedError(111, "refused"), DatabaseUnavailable),
        (OSError(28, "No space left on device"), DiskFull),
        (FileNotFoundError(2, "no such file"), None),
        (ValueError("is locked"), None),
    ],
)
def test_what_the_database_says_becomes_a_refusal_or_stays_a_fault(error: Exception, refusal: Any) -> None:
    found = database_refusal(error)
    assert type(found) is refusal if refusal else found is None


def test_a_driver_error_inside_a_wrapper_of_the_dialect_is_found() -> None:
    outer = Exception("wrapper")
    outer.__cause__ = Postgres("53100")
    assert isinstance(database_refusal(wrapped(outer)), DiskFull)


def test_a_validator_may_speak_both_languages() -> None:
    error = {
        "type": "value_error",
        "loc": ("query", "end"),
        "msg": "Value error, x",
        "ctx": {"error": ValueError(Text("止早于起", "ends before it starts"))},
    }
    assert details_of([error])[0] == ("end", Text("止早于起", "ends before it starts"))


def test_an_error_type_nobody_translated_still_has_a_reason() -> None:
    detail = details_of([{"type": "new_in_pydantic", "loc": ("body", "rows", 3, "x"), "msg": "Odd"}])[0]
    assert (detail.field, detail.reason) == ("rows.3.x", Text("取值无效", "Odd"))


def test_a_pattern_is_refused_in_its_words_and_not_as_an_expression() -> None:
    words = Text("应为六位数字", "six digits")
    context = {"pattern": worded(r"^[0-9]{6}$", words)}
    error = {"type": "string_pattern_mismatch", "loc": ("body", "code"), "msg": "String should match", "ctx": context}
    assert details_of([error])[0] == ("code", words)

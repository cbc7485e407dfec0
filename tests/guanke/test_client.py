import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

import httpx
import pytest

from leadline.integrations.guanke.client import Answer, GuankeClient, Tuning
from leadline.integrations.guanke.failures import LogInFailed, VendorFailure
from leadline.integrations.guanke.pacing import LONGEST_PAUSE, Pace, seconds_to_wait
from leadline.integrations.guanke.tokens import Credentials, MemoryTokenStore
from leadline.kernel.clock import now

SECRET = "s3cr&t/金"
OK = {"code": 200, "message": "OK", "data": {"rows": 1}}
QUICK = Tuning(timeout_seconds=2, attempts=3, requests_per_second=10_000, backoff_seconds=0.001)
Reply = httpx.Response | httpx.TransportError
STORED = f"guanke {Credentials(api_secret=SECRET).mark}"  # a token is kept for the credentials that brought it


class Vendor:
    """Answers log-ins with token-1, token-2, …, and every other request with the next of `replies`, then with OK."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.log_ins: list[httpx.Request] = []
        self.asked: list[httpx.Request] = []
        self.good: str | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/token"):
            self.log_ins.append(request)
            return answer({"code": 200, "data": {"token": f"token-{len(self.log_ins)}"}})
        self.asked.append(request)
        if self.good and request.headers["Authorization"] != self.good:
            return answer({"code": 1000002, "message": "token已过期"})
        reply = self.replies.pop(0) if self.replies else answer(OK)
        if isinstance(reply, httpx.TransportError):
            raise reply
        return reply

    def client(self, credentials: Credentials | None = None, store: MemoryTokenStore | None = None) -> GuankeClient:
        known = credentials or Credentials(api_secret=SECRET)
        transport = httpx.MockTransport(self)
        return GuankeClient("guanke", "https://vendor.test", known, store or MemoryTokenStore(), QUICK, transport)


def answer(body: object) -> httpx.Response:
    return httpx.Response(200, json=body)


def data_of(found: Answer) -> object:
    return found.data


async def ask(client: GuankeClient) -> object:
    return await client.get("/device/list", {}, data_of)


async def test_the_raw_token_goes_out_without_bearer() -> None:
    vendor = Vendor()
    assert await ask(vendor.client()) == {"rows": 1}
    assert vendor.asked[0].headers["Authorization"] == "token-1"


async def test_the_secret_is_preferred_and_percent_encoded() -> None:
    vendor = Vendor()
    await ask(vendor.client(Credentials(SECRET, "user", "password")))
    assert vendor.log_ins[0].url.path == "/token/secret"
    assert b"s3cr%26t" in vendor.log_ins[0].url.query


async def test_a_user_name_and_password_log_in_where_there_is_no_secret() -> None:
    vendor = Vendor()
    await ask(vendor.client(Credentials(username="user", password="p&w")))
    assert vendor.log_ins[0].url.path == "/token"
    assert dict(vendor.log_ins[0].url.params) == {"username": "user", "password": "p&w"}


async def test_without_credentials_nothing_is_asked() -> None:
    vendor = Vendor()
    with pytest.raises(LogInFailed) as refused:
        await ask(vendor.client(Credentials()))
    assert "GUANKE_API_SECRET" in refused.value.reason.zh
    assert not vendor.log_ins


async def test_a_stored_token_saves_the_log_in() -> None:
    vendor, store = Vendor(), MemoryTokenStore()
    await store.put(STORED, "kept", now() + timedelta(days=3))
    await ask(vendor.client(store=store))
    assert vendor.asked[0].headers["Authorization"] == "kept"
    assert not vendor.log_ins


async def test_a_new_token_is_stored_to_end_before_its_thirty_days() -> None:
    vendor, store = Vendor(), MemoryTokenStore()
    await ask(vendor.client(store=store))
    token, expires_at = store._tokens[STORED]
    assert token == "token-1"
    assert timedelta(days=28) < expires_at - now() < timedelta(days=30)


@pytest.mark.parametrize("code", [1000001, 1000002, "1000002"])
async def test_a_refused_token_is_renewed_once_and_the_request_repeated(code: object) -> None:
    vendor = Vendor(answer({"code": code, "message": "token"}))
    assert await ask(vendor.client()) == {"rows": 1}
    assert [request.headers["Authorization"] for request in vendor.asked] == ["token-1", "token-2"]


async def test_a_token_refused_right_after_its_log_in_is_a_failure() -> None:
    vendor = Vendor(*[answer({"code": 1000001}) for _ in range(9)])
    with pytest.raises(VendorFailure):
        await ask(vendor.client())
    assert len(vendor.log_ins) == 2


async def test_many_requests_refused_at_once_log_in_once() -> None:
    vendor, store = Vendor(), MemoryTokenStore()
    await store.put(STORED, "stale", now() + timedelta(days=3))
    vendor.good = "token-1"
    client = vendor.client(store=store)
    assert await asyncio.gather(*(ask(client) for _ in range(12))) == [{"rows": 1}] * 12
    assert len(vendor.log_ins) == 1


async def test_a_token_that_another_process_renewed_is_taken_from_the_store() -> None:
    vendor, store = Vendor(), MemoryTokenStore()
    client = vendor.client(store=store)
    await ask(client)
    await store.put(STORED, "theirs", now() + timedelta(days=3))
    vendor.good = "theirs"
    await ask(client)
    assert len(vendor.log_ins) == 1


@pytest.mark.parametrize(
    "broken",
    [
        lambda: httpx.Response(500),
        lambda: httpx.Response(302, headers={"Location": "https://elsewhere.test"}),
        lambda: httpx.Response(200, content=b"<html>"),
        lambda: httpx.Response(200, json=[]),
        lambda: answer({"code": 500100, "data": {"data": [], "totalCount": 0}}),
        lambda: httpx.ReadError("broken"),
        lambda: httpx.ReadTimeout("slow"),
    ],
)
async def test_a_passing_failure_is_tried_again(broken: Callable[[], Reply]) -> None:
    vendor = Vendor(broken(), broken())
    assert await ask(vendor.client()) == {"rows": 1}
    assert len(vendor.asked) == 3


async def test_a_lasting_failure_names_what_happened_after_its_attempts() -> None:
    vendor = Vendor(*[httpx.Response(503) for _ in range(9)])
    with pytest.raises(VendorFailure, match=r"/device/list did not succeed in 3 attempts: .*HTTP 503"):
        await ask(vendor.client())
    assert len(vendor.asked) == 3


async def test_retry_after_is_honoured() -> None:
    vendor = Vendor(httpx.Response(429, headers={"Retry-After": "0.2"}))
    started = monotonic()
    await ask(vendor.client())
    assert monotonic() - started >= 0.2


def test_retry_after_may_be_a_date_and_is_never_endless() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=20)
    assert 10 < (seconds_to_wait(f"{soon:%a, %d %b %Y %H:%M:%S} GMT") or 0) <= 20
    assert seconds_to_wait("86400") == LONGEST_PAUSE
    assert seconds_to_wait("soon") is None
    assert seconds_to_wait("nan") is None


async def test_requests_are_spaced() -> None:
    pace, started = Pace(100), monotonic()
    await asyncio.gather(*(pace.turn() for _ in range(11)))
    assert monotonic() - started >= 0.095


async def test_a_wrong_secret_is_refused_after_one_try() -> None:
    tries: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        tries.append(request)
        return answer({"code": 1000003, "message": f"bad secret {SECRET}"})

    known = Credentials(api_secret=SECRET)
    transport = httpx.MockTransport(refuse)
    client = GuankeClient("guanke", "https://vendor.test", known, MemoryTokenStore(), QUICK, transport)
    with pytest.raises(LogInFailed) as refused:
        await ask(client)
    assert len(tries) == 1
    assert SECRET not in refused.value.reason.zh + refused.value.reason.en


async def test_no_log_line_holds_the_secret_or_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vendor = Vendor(httpx.Response(500), answer({"code": 1000001, "message": "token-1"}))
    await ask(vendor.client(Credentials(username="user", password="hunter2")))
    assert "/token" in caplog.text
    assert not [word for word in ("hunter2", "token-1", "token-2") if word in caplog.text]


def test_credentials_do_not_show_when_printed() -> None:
    assert SECRET not in repr(Credentials(SECRET, "user", "hunter2")) + str(Credentials(SECRET))


async def test_a_token_is_not_used_with_other_credentials() -> None:
    store = MemoryTokenStore()
    await ask(Vendor().client(store=store))
    other = Vendor()
    await ask(other.client(Credentials(api_secret="another secret"), store))
    assert len(other.log_ins) == 1

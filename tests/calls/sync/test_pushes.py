"""Pushes over HTTP."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from leadline.calls.contracts import Completeness
from leadline.calls.models import raw_batches
from leadline.calls.service.pushes import allowed
from tests.calls.sync.conftest import PUSH_SECRET, Api, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import page

URL = f"/api/sources/fake/push/{PUSH_SECRET}"


async def test_a_push_is_acknowledged_and_counted_and_its_day_unverified(api: Api, desk: Desk) -> None:
    answer = await api.post(URL, content=b"a;b")
    day = desk.today - timedelta(days=2)
    counted = await desk.counted(day)
    assert (answer.status_code, answer.json()) == (200, {"code": 200, "message": "OK"})
    assert counted
    assert counted.calls == 2
    assert await desk.shown(day) is Completeness.UNVERIFIED


async def test_a_push_that_is_repeated_changes_nothing(api: Api, desk: Desk) -> None:
    for _ in range(3):
        assert (await api.post(URL, content=b"a;b")).status_code == 200
    counted = await desk.counted(desk.today - timedelta(days=2))
    async with desk.tools.database.reading() as connection:
        kept = (await connection.execute(select(func.count()).select_from(raw_batches))).scalar_one()
    assert counted
    assert (counted.calls, kept) == (2, 1)


async def test_a_push_leaves_a_day_that_was_pulled_as_it_is(api: Api, desk: Desk) -> None:
    day = desk.today - timedelta(days=2)
    desk.dialer.gives(day, [page(1, [call("a", noon(day))], 1)])
    await desk.sync(first=day)
    await api.post(URL, content=b"b")
    assert await desk.shown(day) is Completeness.COMPLETE


@pytest.mark.parametrize("url", ["/api/sources/fake/push/wrong", f"/api/sources/none/push/{PUSH_SECRET}"])
async def test_another_secret_or_source_finds_nothing(api: Api, desk: Desk, url: str) -> None:
    answer = await api.post(url, content=b"a")
    assert (answer.status_code, answer.json()["code"]) == (404, "push_not_found")
    assert await desk.counted(desk.today - timedelta(days=2)) is None


async def test_without_a_secret_pushes_are_off(api: Api, desk: Desk) -> None:
    desk.tools.settings.push_secret = SecretStr("")
    assert (await api.post("/api/sources/fake/push/x", content=b"a")).status_code == 404


async def test_an_address_that_is_not_on_the_list_is_refused(api: Api, desk: Desk) -> None:
    desk.tools.settings.push_allowed_addresses = ["198.51.100.0/24"]
    assert (await api.post(URL, content=b"a")).status_code == 403
    desk.tools.settings.push_allowed_addresses = ["198.51.100.0/24", "203.0.113.7"]
    assert (await api.post(URL, content=b"a")).status_code == 200


async def test_a_body_that_cannot_be_read_is_a_422(api: Api) -> None:
    answer = await api.post(URL, content=b"!")
    assert (answer.status_code, answer.json()["code"]) == (422, "push_unreadable")


@pytest.mark.parametrize(
    ("address", "networks", "may"),
    [
        ("10.0.0.1", [], True),
        ("10.0.0.1", ["10.0.0.0/8"], True),
        ("::ffff:10.0.0.1", ["10.0.0.0/8"], True),
        ("2001:db8::1", ["10.0.0.0/8", "2001:db8::/32"], True),
        ("11.0.0.1", ["10.0.0.0/8", "nonsense"], False),
        ("", ["10.0.0.0/8"], False),
    ],
)
def test_networks_decide_who_may_push(address: str, networks: list[str], may: bool) -> None:
    assert allowed(address, networks) is may

"""The bytes of an answer."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from leadline.kernel.http.envelope import Cursor, JsonAnswer, LocalTime, Meta, Page, answer, use_zone

MOMENT = datetime(2025, 11, 30, 10, 30, tzinfo=UTC)


class Row(BaseModel):
    at: LocalTime
    ended: LocalTime | None = None
    rate: float = 0.5


@dataclass(frozen=True)
class Fact:
    at: LocalTime
    rate: float


def said(response: JsonAnswer) -> Any:
    return json.loads(bytes(response.body))


def test_an_answer_holds_success_and_data_and_only_what_was_given() -> None:
    assert said(answer({"a": 1})) == {"success": True, "data": {"a": 1}}


def test_times_carry_the_business_zones_offset() -> None:
    assert said(answer(Row(at=MOMENT)))["data"]["at"] == "2025-11-30T18:30:00+08:00"
    assert said(answer([Fact(MOMENT, 0.5)]))["data"][0]["at"] == "2025-11-30T18:30:00+08:00"
    assert said(answer(Fact(MOMENT, 0.5)))["data"]["at"] == "2025-11-30T18:30:00+08:00"


def test_another_business_zone_is_another_offset() -> None:
    use_zone("Asia/Kolkata")
    try:
        assert said(answer(Row(at=MOMENT)))["data"]["at"] == "2025-11-30T16:00:00+05:30"
    finally:
        use_zone("Asia/Shanghai")


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_becomes_null(bad: float) -> None:
    assert said(answer({"rate": bad}))["data"] == {"rate": None}
    assert said(answer([Row(at=MOMENT, rate=bad)]))["data"][0]["rate"] is None
    assert said(answer(Fact(MOMENT, bad)))["data"]["rate"] is None


def test_a_page_stands_beside_the_data() -> None:
    assert said(answer([], pagination=Page.of(2, 20, 41)))["pagination"] == {
        "page": 2,
        "per_page": 20,
        "total": 41,
        "pages": 3,
    }
    assert said(answer([], pagination=Cursor(next_cursor=None)))["pagination"] == {"next_cursor": None}


def test_meta_says_what_was_set_and_may_say_more() -> None:
    meta = Meta(source="cache", updated_at=MOMENT, days=[1])
    assert said(answer(1, meta))["meta"] == {"source": "cache", "updated_at": "2025-11-30T18:30:00+08:00", "days": [1]}


def test_an_answer_is_not_kept_by_caches_and_its_status_is_mine_to_say() -> None:
    response = answer(None, status=202)
    assert (response.status_code, response.headers["cache-control"]) == (202, "no-store")
    assert response.headers["content-type"] == "application/json"

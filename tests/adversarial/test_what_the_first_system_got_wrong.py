"""Mistakes of the first system that no other test names; the rest of the list is held where its code is tested."""

from datetime import date, timedelta

import httpx

from tests.adversarial.asking import BOSS


async def test_three_days_are_today_and_the_two_before_divided_by_three(client: httpx.AsyncClient) -> None:
    summary = (await client.get("/api/calls/summary?days=3", headers=BOSS)).json()["data"]
    first, last = (date.fromisoformat(summary[name]) for name in ("start_date", "end_date"))
    assert last - first == timedelta(days=2)
    assert (summary["total_calls"], summary["avg_per_day"]) == (1, 0.33)


async def test_the_overview_and_the_trend_are_no_zeros(client: httpx.AsyncClient) -> None:
    overview = (await client.get("/api/stats/overview", headers=BOSS)).json()["data"]
    trend = (await client.get("/api/stats/trend", headers=BOSS)).json()["data"]
    assert overview["today"]["calls"] == sum(trend["total_calls"]) == 1


async def test_no_figure_is_told_without_a_token(client: httpx.AsyncClient) -> None:
    for path in ("/api/stats/grade-stats?date=2025-10-24", "/api/stats/overview", "/api/calls/summary", "/api/calls"):
        assert (await client.get(path)).status_code == 401

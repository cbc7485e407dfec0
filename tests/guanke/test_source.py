import asyncio
from collections import Counter
from contextlib import aclosing
from datetime import date
from typing import Any

import httpx
import pytest

from leadline.calls.contracts import Outcome
from leadline.calls.ports import SourceFailure
from leadline.integrations.guanke.client import Tuning
from leadline.integrations.guanke.failures import LogInFailed, VendorFailure
from leadline.integrations.guanke.source import GuankeSource
from leadline.integrations.guanke.tokens import Credentials, MemoryTokenStore
from leadline.kernel.clock import BusinessCalendar
from tests.guanke.simulated import FRIDAY, QUICK, SECRET, SimulatedVendor, pulled


async def test_a_calm_day_adds_up_to_the_truth(vendor: SimulatedVendor) -> None:
    pages, failures = await pulled(vendor.source())
    truth = vendor.truth()
    rows = [row for page in pages for row in page.rows]
    outcomes = Counter(row.outcome for row in rows)
    assert not failures
    assert len({row.call_id for row in rows}) == truth["rows"] == pages[0].expected_total
    assert len(rows) - outcomes[Outcome.NOT_DIALLED] == truth["dialled"]
    assert outcomes[Outcome.CONNECTED] == truth["connected"]
    assert outcomes[Outcome.UNKNOWN] == 0


async def test_the_grades_of_connected_calls_are_the_vendors(vendor: SimulatedVendor) -> None:
    vendor.set(now="2025-11-08 08:00:00")
    pages, _ = await pulled(vendor.source())
    dialled = [row for page in pages for row in page.rows if row.outcome is not Outcome.NOT_DIALLED]
    assert Counter(row.grade or "null" for row in dialled) == vendor.truth()["by_grade"]


async def test_grades_are_corrected_in_the_days_after_the_call(vendor: SimulatedVendor) -> None:
    before, _ = await pulled(vendor.source())
    vendor.set(now="2025-11-08 08:00:00")
    after, _ = await pulled(vendor.source())
    then = {row.call_id: row.grade for page in before for row in page.rows}
    later = {row.call_id: row.grade for page in after for row in page.rows}
    assert then.keys() == later.keys()
    assert 0 < sum(then[key] != later[key] for key in then) < len(then) / 50


async def test_a_page_that_always_fails_is_reported_and_the_others_come(vendor: SimulatedVendor) -> None:
    vendor.set(fail_pages=[2])
    pages, failures = await pulled(vendor.source())
    assert [page.number for page in pages] == [1, 3, 4]
    assert [failure.number for failure in failures] == [2]
    assert "HTTP 500" in failures[0].reason.zh


async def test_when_the_first_page_fails_the_second_tells_how_many_there_are(vendor: SimulatedVendor) -> None:
    vendor.set(fail_pages=[1])
    pages, failures = await pulled(vendor.source())
    assert [page.number for page in pages] == [2, 3, 4]
    assert [failure.number for failure in failures] == [1]


async def test_a_vendor_that_only_fails_yields_failures_and_ends(vendor: SimulatedVendor) -> None:
    vendor.set(fail_rate=1)
    pages, failures = await pulled(vendor.source(Tuning(attempts=2, backoff_seconds=0.001)))
    assert (pages, [failure.number for failure in failures]) == ([], [1, 2])


@pytest.mark.parametrize("fault", ["fail_rate", "rate_limit", "drop_connections", "garbage", "empty_error_pages"])
async def test_passing_faults_do_not_cost_a_row(vendor: SimulatedVendor, fault: str) -> None:
    vendor.set(**{fault: 0.25})
    pages, failures = await pulled(vendor.source())
    assert not failures
    assert len(frozenset().union(*(page.ids for page in pages))) == vendor.truth()["rows"]


async def test_pages_that_drift_repeat_rows_and_do_not_add_up(vendor: SimulatedVendor) -> None:
    vendor.set(drift=40, drift_answers=3)
    drifting, _ = await pulled(vendor.source())
    calm, _ = await pulled(vendor.source())
    total = vendor.truth()["rows"]
    assert len(frozenset().union(*(page.ids for page in drifting))) < total
    assert len(frozenset().union(*(page.ids for page in calm))) == total


async def test_tokens_that_expire_are_renewed_on_the_way(vendor: SimulatedVendor) -> None:
    source, before = vendor.source(), vendor.log_ins()
    async for page in source.pages(FRIDAY):
        if page.number == 1:
            vendor.expire_tokens()
    assert vendor.log_ins() == before + 2
    await source.aclose()


async def test_a_reader_that_stops_early_leaves_no_request_behind(vendor: SimulatedVendor) -> None:
    vendor.set(slow_ms=50)
    async with aclosing(vendor.source()) as source:
        async with aclosing(source.pages(FRIDAY)) as pages:
            await anext(pages)
            await anext(pages)
        assert len(asyncio.all_tasks()) == 1


async def test_a_day_without_calls_is_one_empty_page(vendor: SimulatedVendor) -> None:
    vendor.set(calls_per_day=0)
    (page,), failures = await pulled(vendor.source())
    assert (page.rows, page.expected_total, failures) == ((), 0, [])


async def test_a_replayed_answer_is_the_page_that_it_was(vendor: SimulatedVendor) -> None:
    pages, _ = await pulled(vendor.source())
    async with aclosing(vendor.source()) as source:
        assert [source.replay(page.raw) for page in pages] == pages


async def test_the_totals_agree_with_the_truth(vendor: SimulatedVendor) -> None:
    async with aclosing(vendor.source()) as source:
        totals, truth = await source.totals(FRIDAY), vendor.truth()
    assert (totals.total.calls, totals.total.connected) == (truth["dialled"], truth["connected"])
    assert abs(totals.total.orders - truth["orders"]) <= 1
    assert {line.key: line.calls for line in totals.accounts} == {k: v["calls"] for k, v in truth["by_agent"].items()}
    assert {line.key: line.orders for line in totals.tasks} == {k: v["orders"] for k, v in truth["by_task"].items()}


async def test_totals_that_fail_are_a_failure_and_no_zeros(vendor: SimulatedVendor) -> None:
    vendor.set(fail_totals=True)
    async with aclosing(vendor.source(Tuning(attempts=2, backoff_seconds=0.001))) as source:
        with pytest.raises(VendorFailure, match="HTTP 500"):
            await source.totals(FRIDAY)


async def test_the_connection_test_counts_todays_rows(vendor: SimulatedVendor) -> None:
    async with aclosing(vendor.source()) as source:
        report = await source.check()
    assert report.ok
    assert len(report.steps) == 4


async def test_the_connection_test_says_that_the_secret_is_wrong(vendor: SimulatedVendor) -> None:
    async with aclosing(vendor.source(credentials=Credentials("wrong-secret"))) as source:
        report = await source.check()
    assert not report.ok
    assert "GUANKE_API_SECRET" in report.steps[-1].en
    assert "wrong-secret" not in str(report)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "open-api.gooki.com",
        "ftp://x",
        "http://x:99999999",
        "http://[x",
        "http://127.0.0.1:1",
        "http://no-such.invalid",
    ],
)
async def test_the_connection_test_says_that_the_address_is_wrong(calendar: BusinessCalendar, url: str) -> None:
    async with aclosing(GuankeSource("guanke", url, SECRET, calendar, MemoryTokenStore(), QUICK)) as source:
        report = await source.check()
    assert not report.ok
    assert "GUANKE_BASE_URL" in report.steps[-1].en or "No connection" in report.steps[-1].en


async def test_a_refused_log_in_means_that_nothing_can_be_asked(vendor: SimulatedVendor) -> None:
    async with aclosing(vendor.source(credentials=Credentials("wrong-secret"))) as source:
        with pytest.raises(LogInFailed):
            await pulled(source)


def scripted(calendar: BusinessCalendar, *answers: dict[str, Any]) -> GuankeSource:
    """A source whose vendor gives `answers` in turn, the last one for ever."""
    left = list(answers)

    def reply(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/token"):
            return httpx.Response(200, json={"code": 200, "data": {"token": "t"}})
        return httpx.Response(200, json={"code": 200, "data": left.pop(0) if len(left) > 1 else left[0]})

    transport = httpx.MockTransport(reply)
    tuning = Tuning(attempts=2, parallel_pages=1, backoff_seconds=0.001)
    return GuankeSource("guanke", "https://vendor.test", SECRET, calendar, MemoryTokenStore(), tuning, 2, transport)


def page(total: int, *ids: int) -> dict[str, Any]:
    return {"data": [{"id": key, "callTime": 1761267600, "callState": 1} for key in ids], "totalCount": total}


async def test_a_day_that_grows_while_it_is_read_is_read_to_its_new_end(calendar: BusinessCalendar) -> None:
    pages, _ = await pulled(scripted(calendar, page(3, 1, 2), page(5, 3, 4), page(5, 5)))
    assert [sorted(one.ids) for one in pages] == [["1", "2"], ["3", "4"], ["5"]]


async def test_without_a_count_pages_are_read_until_one_is_not_full(calendar: BusinessCalendar) -> None:
    uncounted = [{"data": page(0, *ids)["data"]} for ids in ((1, 2), (3, 4), (5,))]
    pages, _ = await pulled(scripted(calendar, *uncounted))
    assert [one.expected_total for one in pages] == [None, None, None]


async def test_summary_rows_are_dropped_wherever_they_stand(calendar: BusinessCalendar) -> None:
    line = {"user_id": 5, "username": "王芳", "callout_number": "12", "called_number": None, "success_number": 1.0}
    total = line | {"user_id": None, "username": " 总计"}
    found = await scripted(calendar, {"content": [total, line, {"username": "平均 "}], "total": total}).totals(FRIDAY)
    assert [tuple(one) for one in found.accounts] == [("5", "王芳", 12, 0, 1)]
    assert (found.total.calls, found.total.name) == (12, "总计")


@pytest.mark.parametrize("data", [None, {}, {"content": None}, {"content": [{"user_id": 1, "username": "a"}]}])
async def test_totals_without_a_total_are_a_failure(calendar: BusinessCalendar, data: dict[str, Any]) -> None:
    with pytest.raises(SourceFailure):
        await scripted(calendar, data).totals(date(2025, 10, 24))


def test_a_page_size_over_the_vendors_is_refused(calendar: BusinessCalendar) -> None:
    with pytest.raises(ValueError, match="1000"):
        GuankeSource("guanke", "https://vendor.test", SECRET, calendar, MemoryTokenStore(), QUICK, 1001)

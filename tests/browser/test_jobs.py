"""The console of jobs: what runs is cancelled and gone on with, schedules are paused, run, edited and filled."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from leadline.kernel.clock import BusinessCalendar
from tests.browser.conftest import Visitor

SLOW_MS = 8000
YESTERDAY = BusinessCalendar("Asia/Shanghai").today() - timedelta(days=1)


@pytest.fixture
def slow_vendor(visitor: Visitor) -> Iterator[None]:
    """The dialer takes its time, so that a pull can be met at work."""
    vendor = visitor.served.installation.vendor
    vendor.set(slow_ms=SLOW_MS)
    yield
    vendor.set(slow_ms=0, rate_limit=0)


def pulling(admin: httpx.Client) -> int:
    body = {"start_date": str(YESTERDAY - timedelta(days=1)), "end_date": str(YESTERDAY), "source": "demo"}
    answer = admin.post("/api/calls/sync", params={"async": True}, json=body)
    job: int = answer.json()["data"]["job_id"]
    return job


def cancelled(page: Page) -> Locator:
    """Cancels the job whose drawer is open."""
    drawer = page.get_by_role("dialog").first
    drawer.get_by_role("button", name="取消任务").click()
    page.get_by_role("dialog").last.get_by_role("button", name="取消任务").click()
    expect(drawer.get_by_text("已取消").first).to_be_visible(timeout=60_000)
    return drawer


def test_a_job_is_cancelled_and_gone_on_with(
    visitor: Visitor, admin: httpx.Client, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("slow_vendor")
    page = visitor.sign_in(path="/jobs")
    page.goto(f"{visitor.served.url}/jobs?job={pulling(admin)}")
    drawer = cancelled(page)
    visitor.served.installation.vendor.set(slow_ms=0)
    drawer.get_by_role("button", name="继续").click()
    expect(drawer.get_by_text("完成", exact=True).first).to_be_visible(timeout=60_000)


def test_a_cancelled_job_is_run_anew_from_its_beginning(
    visitor: Visitor, admin: httpx.Client, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("slow_vendor")
    page = visitor.sign_in(path="/jobs")
    page.goto(f"{visitor.served.url}/jobs?job={pulling(admin)}")
    drawer = cancelled(page)
    visitor.served.installation.vendor.set(slow_ms=0)
    drawer.get_by_role("button", name="从头重跑").click()
    expect(drawer.get_by_text("完成", exact=True).first).to_be_visible(timeout=60_000)


def without_rests(visitor: Visitor, job: int) -> None:
    """The minutes between a job's attempts are over, and the next one is its last."""
    database = visitor.served.installation.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.execute("UPDATE jobs SET attempt = 2, run_at = created_at WHERE id = ? AND state = 'queued'", (job,))


def test_a_failed_job_is_retried_from_the_step_that_failed(
    visitor: Visitor, admin: httpx.Client, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("slow_vendor")
    vendor = visitor.served.installation.vendor
    vendor.set(slow_ms=5000)  # the second day is under way for so long, and is refused at the end
    page = visitor.sign_in(path="/jobs")
    page.goto(f"{visitor.served.url}/jobs?job={(job := pulling(admin))}")
    drawer = page.get_by_role("dialog").first
    steps = drawer.get_by_role("list").first.get_by_role("listitem")
    expect(steps.first).to_contain_text("完成", timeout=60_000)
    first = steps.first.text_content()
    vendor.set(slow_ms=0, rate_limit=1, retry_after=0)
    expect(drawer.get_by_text("排队中", exact=True)).to_be_visible(timeout=60_000)
    without_rests(visitor, job)
    retry = drawer.get_by_role("button", name="从失败处重试")
    expect(retry).to_be_visible(timeout=60_000)
    vendor.set(rate_limit=0)
    retry.click()
    expect(steps.nth(1)).to_contain_text("完成", timeout=60_000)
    assert steps.first.text_content() == first  # with the time at which it was done


def schedule_row(page: Page) -> Locator:
    """A schedule that pulls days, whose source is there."""
    return (
        page.get_by_role("row").filter(has=page.get_by_role("button", name=re.compile("^补数"), disabled=False)).first
    )


def test_a_schedule_is_paused_and_resumed(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/jobs?tab=schedules")
    row = schedule_row(page)
    row.get_by_role("button", name=re.compile("^暂停")).click()
    expect(row.get_by_text("已暂停")).to_be_visible()
    row.get_by_role("button", name=re.compile("^恢复")).click()
    expect(row.get_by_text("已暂停")).to_be_hidden()


def test_a_schedule_is_run_at_once_and_its_job_opens(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/jobs?tab=schedules")
    schedule_row(page).get_by_role("button", name=re.compile("^立即执行")).click()
    expect(page).to_have_url(re.compile(r"job=\d+"))
    expect(page.get_by_role("dialog").get_by_text("完成", exact=True).first).to_be_visible(timeout=60_000)


def test_when_a_schedule_runs_is_edited_and_nonsense_is_refused(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/jobs?tab=schedules")
    edit = schedule_row(page).get_by_role("button", name=re.compile("^修改执行时间"))
    edit.click()
    field = page.get_by_label("执行时间（分 时 日 月 周）")
    before = field.input_value()
    field.fill("61 3 * * *")
    page.get_by_role("button", name=re.compile("保存$")).click()
    expect(page.get_by_role("dialog").get_by_role("alert").first).to_be_visible()
    for cron in ("17 3 * * *", before):
        field.fill(cron)
        page.get_by_role("button", name=re.compile("保存$")).click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        edit.click()
        expect(field).to_have_value(cron)


def test_who_opens_a_schedule_again_goes_on_from_what_was_saved_though_the_list_is_late(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/jobs?tab=schedules")
    edit = schedule_row(page).get_by_role("button", name=re.compile("^修改执行时间"))
    field = page.get_by_label("执行时间（分 时 日 月 周）")
    edit.click()
    before = field.input_value()
    page.route("**/api/schedules", lambda _: None)  # it is never answered
    for cron in ("23 4 * * *", before):
        field.fill(cron)
        page.get_by_role("button", name=re.compile("保存$")).click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        edit.click()
        expect(field).to_have_value(cron)


def test_days_are_filled_each_by_a_job(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/jobs?tab=schedules")
    schedule_row(page).get_by_role("button", name=re.compile("^补数")).click()
    dialog = page.get_by_role("dialog")
    for label in ("从", "到"):
        dialog.get_by_label(label, exact=True).fill(str(YESTERDAY))
    dialog.get_by_text("包括已完整的日子").click()
    dialog.get_by_role("button", name="开始补数").click()
    expect(page.get_by_text("已开始补数：1 天")).to_be_visible()


def test_a_day_is_pulled_again_from_the_reconciliation(visitor: Visitor) -> None:
    page = visitor.sign_in(path=f"/reconciliation?open=demo:{YESTERDAY}")
    page.get_by_role("dialog").get_by_role("button", name="重新同步这一天").click()
    expect(page.get_by_text(re.compile("已重新同步，差异已重新计算"))).to_be_visible(timeout=120_000)

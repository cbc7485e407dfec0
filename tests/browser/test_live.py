"""What happens elsewhere is seen on open pages, without a reload and without asking by the clock."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from leadline.kernel.clock import BusinessCalendar
from tests.browser.conftest import Visitor
from tests.browser.test_following_figures import number_of

SOON_MS = 10_000  # by the clock it would take a minute


def add_calls(visitor: Visitor, calls: int) -> None:
    """Takes calls of today in, in a process of its own."""
    process = visitor.served.installation.leadline("db", "seed", "--days", "1", "--calls", str(calls))
    said = process.communicate(timeout=60)
    assert process.returncode == 0, said


@contextmanager
def line_stands(page: Page) -> Iterator[None]:
    """At the end of the block the server tells this page what happens: it answers once it knows of its new listener."""
    with page.expect_response(re.compile("/api/stream")):
        yield


def streams(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/stream" in request.url else None)
    return asked


def test_what_another_process_takes_in_moves_the_overview_soon(visitor: Visitor) -> None:
    page = visitor.sign_in()
    with line_stands(page):
        page.reload()
    card = page.locator("section", has=page.get_by_role("heading", name="今日"))
    figure = card.locator("dd").nth(0).get_by_role("link")
    before = number_of(figure.text_content())
    page.evaluate("() => { window.sameDocument = true }")
    add_calls(visitor, 300 + int(time.time()) % 1000)
    expect(figure).not_to_have_text(re.compile(f"^{before:,}$"), timeout=SOON_MS)
    assert number_of(figure.text_content()) > before
    assert page.evaluate("() => window.sameDocument")


def test_the_wallboard_moves_by_itself_over_one_line(visitor: Visitor) -> None:
    visitor.sign_in()
    page = visitor.page()
    lines = streams(page)
    with line_stands(page):
        page.goto(f"{visitor.served.url}/tv?panel=today&paused=true")
    figure = page.locator("dl dd").first
    before = figure.text_content() or ""
    add_calls(visitor, 2000 + int(time.time()) % 1000)
    expect(figure).not_to_have_text(before, timeout=SOON_MS)
    assert len(lines) == 1


def test_a_job_that_is_started_elsewhere_comes_into_the_list_by_itself(visitor: Visitor) -> None:
    page = visitor.sign_in("manager", "/jobs")
    with line_stands(page):
        page.reload()
    page.get_by_role("heading", name="任务调度").wait_for()
    with visitor.served.client("admin") as admin:
        schedule = next(one for one in admin.get("/api/schedules").json()["data"] if one["name"] == "recount")
        job = admin.post(f"/api/schedules/{schedule['id']}/run").json()["data"]["job_id"]
    row = page.get_by_role("row").filter(has=page.get_by_text(str(job), exact=True))
    expect(row).to_contain_text("完成", timeout=2 * SOON_MS)  # it has to be carried out as well


def test_a_reader_whose_clock_is_days_off_sees_the_days_of_the_server(visitor: Visitor) -> None:
    calendar = BusinessCalendar("Asia/Shanghai")
    asked: list[str] = []
    page = visitor.sign_in("analyst", "/daily?range=7d")
    page.get_by_role("table").wait_for()
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=3, hours=2))
    page.on("request", lambda request: asked.append(request.url) if "/api/stats/daily" in request.url else None)
    add_calls(visitor, 4000 + int(time.time()) % 1000)
    page.reload()
    page.get_by_role("table").wait_for()
    expect(page.get_by_text("刚刚", exact=False).first).to_be_visible()
    assert page.evaluate("Date.now()") / 1000 > time.time() + 86_400
    today = calendar.today()
    assert f"end={today}" in asked[-1]
    assert f"start={today - timedelta(days=6)}" in asked[-1]

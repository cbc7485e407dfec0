"""Addresses that somebody mistyped, or kept from a time when they meant something: the page without that filter."""

import re
from itertools import cycle, islice
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.screens import PAGES

NAMES = (
    "range", "start", "end", "page", "per_page", "sort", "tab", "open", "day", "run", "job", "state", "schedule",
    "source", "trend", "heat", "at", "metric", "min", "differing", "agent", "task", "grade", "outcome", "connected",
    "phone", "category", "q", "role", "user", "view", "duration_min", "kind", "event", "level", "channel", "alert",
)  # fmt: skip
WRONG = ("90d", "-5", "2026-02-31", "%00", "a:b", "99999999999999999999", "<script>")
DRAWN = """() => {
  const page = document.querySelector('main') ?? document.querySelector('#root');
  return page.innerText.trim().length > 20 && !page.querySelector('[class*="skeleton" i]');
}"""


def test_no_address_breaks_a_page(visitor: Visitor) -> None:
    page = visitor.sign_in("admin")
    for name, path in PAGES.items():
        if name == "sign-in":
            continue
        for first in (0, 3):
            query = urlencode(list(zip(NAMES, islice(cycle(WRONG), first, None), strict=False)))
            page.goto(f"{visitor.served.url}{path.partition('?')[0]}?{query}")
            page.wait_for_function(DRAWN)
            expect(page.get_by_text("页面出错了"), query).to_have_count(0)


def test_the_address_of_a_page_that_is_gone_leads_to_the_first(visitor: Visitor) -> None:
    """Of "the last 7 days" tomorrow's list is another; so is that of somebody who sees less."""
    page = visitor.sign_in("admin", "/calls?range=7d&per_page=20")
    page.get_by_role("button", name="下一页").click()
    expect(page).to_have_url(re.compile("cursor=.*page=2"))
    shared = page.url
    page.goto(shared.replace("range=7d", "range=30d"))
    expect(page.get_by_text("已回到第一页")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/calls\?range=30d&per_page=20$"))
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.goto(shared)
    expect(page.get_by_role("navigation", name="第 2 页")).to_be_visible()

"""What a cold load costs: the JavaScript of each page as it comes over the wire, brotli, 1 kB = 1,000 bytes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

SIGN_IN_KB = 250
PAGE_KB = 450
LOADED = """() => performance.getEntriesByType('resource')
    .filter((one) => new URL(one.name).pathname.endsWith('.js')).reduce((sum, one) => sum + one.encodedBodySize, 0)"""


def script_kb(page: Page) -> float:
    page.wait_for_load_state("networkidle")
    loaded: int = page.evaluate(LOADED)
    return loaded / 1000


def test_the_sign_in_page_is_light(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto(f"{visitor.served.url}/sign-in")
    assert 0 < script_kb(page) <= SIGN_IN_KB


@pytest.mark.parametrize(
    "path", ["/", "/calls?range=30d", "/sync", "/import", "/calls/overview", "/agents", "/grades", "/system/users"]
)
def test_no_page_is_heavy(visitors: Callable[..., Visitor], path: str) -> None:
    visitor = visitors()
    state = visitor.sign_in().context.storage_state()
    page = visitors(storage_state=state).page()
    page.goto(visitor.served.url + path)
    assert 0 < script_kb(page) <= PAGE_KB


def test_what_was_asked_for_ahead_is_not_asked_again(visitors: Callable[..., Visitor]) -> None:
    visitor = visitors()
    state = visitor.sign_in().context.storage_state()
    page = visitors(storage_state=state).page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.goto(visitor.served.url)
    page.wait_for_load_state("networkidle")
    assert {url.rsplit("/api/")[1].split("?")[0] for url in asked} >= {"auth/me", "stats/overview", "sync/status"}
    assert sorted(asked) == sorted(set(asked))

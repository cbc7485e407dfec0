"""Browsers of the age that we name: what came after them is taken away, and no page misses it."""

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.screens import PAGES
from tests.browser.test_the_shell import settled

# what Chromium 109, the last one for Windows 7, has not
LATER = {
    "Array.prototype": "toSorted toReversed toSpliced with",
    "Array": "fromAsync",
    "Set.prototype": "union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom",
    "Map.prototype": "getOrInsert getOrInsertComputed",
    "Iterator.prototype": "map filter take drop flatMap reduce toArray forEach some every find",
    "String.prototype": "isWellFormed toWellFormed",
    "Object": "groupBy",
    "Map": "groupBy",
    "Promise": "withResolvers try",
    "RegExp": "escape",
    "URL": "canParse parse",
    "AbortSignal": "any",
    "Intl": "DurationFormat",
    "Document.prototype": "startViewTransition",
    "HTMLElement.prototype": "showPopover hidePopover togglePopover",
}
TAKE_AWAY = "\n".join(f"delete {owner}.{name};" for owner, names in LATER.items() for name in names.split())
OLD = "() => !('toSorted' in Array.prototype) && !('groupBy' in Object) && !('any' in AbortSignal)"


def test_no_page_needs_what_came_after_the_oldest_browser_that_we_name(visitors: Callable[..., Visitor]) -> None:
    visitor = visitors()
    visitor.context.add_init_script(TAKE_AWAY)
    page = visitor.sign_in()
    assert page.evaluate(OLD)
    home = page.url
    for path in PAGES.values():
        page.goto(urljoin(home, path))
        settled(page)
        expect(page.get_by_text("页面出错了")).to_be_hidden()
    assert visitor.faults() == []


@pytest.mark.parametrize("lacking", ["CSS.supports = (name) => name !== 'container-type'", "delete self.CSS"])
def test_a_browser_that_is_too_old_is_told_what_to_use(visitor: Visitor, lacking: str) -> None:
    visitor.context.add_init_script(lacking)
    page = visitor.page()
    page.goto(visitor.served.url)
    expect(page.get_by_role("heading", name="浏览器版本过旧，无法打开 Leadline")).to_be_visible()
    expect(page.get_by_text("Use Chrome or Edge 109, Firefox 115, Safari 16.4")).to_be_visible()
    expect(page.locator("#root")).to_be_empty()

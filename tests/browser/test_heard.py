"""What somebody hears who does not see the page: names, in their own language."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.screens import PAGES

# what is read aloud and told in Latin letters alone; a name of the page's own would have a Chinese word
FOREIGN = """() => [...document.querySelectorAll("[aria-label]")]
    .filter((one) => !one.closest("[aria-hidden=true]") && one.checkVisibility())
    .map((one) => one.getAttribute("aria-label")).filter((name) => /^[A-Za-z][A-Za-z -]*$/.test(name))"""
NAMELESS = """() => [...document.querySelectorAll("button, [role=button]")]
    .filter((one) => !one.closest("[aria-hidden=true]") && one.checkVisibility())
    .filter((one) => !one.getAttribute("aria-label") && !one.textContent.trim() && !one.querySelector("[aria-label]"))
    .map((one) => one.outerHTML)"""


def heard(page: Page) -> None:
    assert page.evaluate(FOREIGN) == [], page.url
    assert page.evaluate(NAMELESS) == [], page.url


def test_no_page_is_heard_in_another_language(visitor: Visitor) -> None:
    page = visitor.sign_in()
    for path in PAGES.values():
        page.goto(visitor.served.url + path)
        page.wait_for_load_state("networkidle")
        heard(page)


def test_fields_dialogs_and_refusals_are_heard_too(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/system/users")
    page.get_by_role("main").get_by_role("searchbox").fill("无此人")
    expect(page.get_by_role("button", name="清除", exact=True)).to_be_visible()
    page.get_by_role("button", name="搜索", exact=True).click()
    heard(page)
    page.get_by_role("button", name="新建用户").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    heard(page)

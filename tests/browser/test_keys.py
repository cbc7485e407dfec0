"""Everything by the keyboard: what opens is entered, walked, and left again to where one came from."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_the_shell import drawn, on_a_telephone

BROKEN = '{"success": false, "error": "服务器内部错误", "code": "internal_error"}'


@pytest.mark.parametrize(
    ("path", "name", "first"),
    [
        ("/daily", re.compile("^日期范围"), "今日"),
        ("/calls", re.compile("视图"), "名称"),
        ("/calls", re.compile("^告警"), "全部告警"),
        ("/calls", re.compile("^账户与偏好"), "外观"),
    ],
)
def test_what_opens_under_a_button_is_entered_and_left_by_keys(
    visitor: Visitor, path: str, name: re.Pattern[str], first: str
) -> None:
    page = visitor.sign_in(path=path)
    button = page.get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")
    box = page.locator(":focus")
    expect(box).to_have_attribute("role", "group")
    page.keyboard.press("Tab")
    reached = page.locator(":focus")
    told = f"{reached.inner_text()} {reached.get_attribute('aria-label')} {reached.get_attribute('placeholder')}"
    assert first in told
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_have_attribute("role", "group")
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()


def test_the_kinds_of_an_export_are_chosen_by_arrows(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/daily")
    button = page.get_by_role("button", name=re.compile("导出$"))
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem").nth(1)).to_be_focused()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


def finder(page: Page) -> Locator:
    drawn(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_placeholder("搜索页面、坐席、任务、号码…")).to_be_focused()
    return page.get_by_role("dialog")


def test_the_finder_opens_what_the_server_found_by_enter(visitor: Visitor, admin: httpx.Client) -> None:
    agent = admin.get("/api/stats/agents", params={"per_page": 1}).json()["data"][0]
    page = visitor.sign_in()
    found = finder(page)
    page.keyboard.type(agent["name"])
    expect(found.get_by_role("option", selected=True)).to_contain_text(agent["agent_id"])
    expect(found.get_by_text("没有找到")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"agent={agent['agent_id']}"))


def test_the_finder_says_when_it_could_not_look_everywhere(visitor: Visitor) -> None:
    page = visitor.sign_in()
    page.route("**/api/search*", lambda route: route.fulfill(status=400, content_type="application/json", body=BROKEN))
    found = finder(page)
    page.keyboard.type("任务")
    expect(found.get_by_role("alert").get_by_text("只查了页面和操作")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tasks"))


def test_on_a_telephone_the_menu_is_left_by_escape(visitors: Callable[..., Visitor]) -> None:
    page = on_a_telephone(visitors)
    opener = page.get_by_role("button", name="菜单", exact=True)
    opener.click()
    expect(opener).not_to_be_focused()  # the menu has the focus
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="菜单").get_by_role("link", name="总览")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()

"""Who comes in, how, and what happens when a session ends."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, Visitor
from tests.browser.test_the_shell import drawn


def end_sessions(admin: httpx.Client, name: str) -> None:
    users = admin.get("/api/users", params={"per_page": 100}).json()["data"]
    user = next(one for one in users if one["username"] == name)
    admin.delete(f"/api/users/{user['id']}/sessions").raise_for_status()


def test_a_wrong_password_is_told_and_what_was_typed_stays(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto(f"{visitor.served.url}/sign-in")
    page.get_by_label("账号").fill(visitor.people.name("admin"))
    page.get_by_label("密码", exact=True).fill("not the password")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("不正确")
    expect(page.get_by_label("账号")).to_have_value(visitor.people.name("admin"))


def test_an_address_that_asks_for_a_sign_in_is_reached_after_it(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/calls?range=30d&outcome=busy")
    expect(page).to_have_url(re.compile(r"/calls\?range=30d&outcome=busy$"))
    expect(page.get_by_role("heading", name="通话记录")).to_be_visible()


def test_a_link_signs_in_once_and_its_secret_leaves_the_address(visitor: Visitor) -> None:
    link = visitor.people.once("newcomer", "analyst", "link")
    fragment = f"link={link.rsplit('link=', 1)[-1]}"
    page = visitor.page()
    page.goto(f"{visitor.served.url}/sign-in#{fragment}")
    page.get_by_role("navigation", name="菜单").wait_for()
    expect(page).not_to_have_url(re.compile("#"))
    again = visitor.page()
    visitor.context.clear_cookies()
    again.goto(f"{visitor.served.url}/sign-in#{fragment}")
    expect(again.get_by_role("alert").first).to_be_visible()
    expect(again.get_by_label("账号")).to_be_visible()


def test_a_newcomer_sets_a_password_and_is_at_work(visitor: Visitor) -> None:
    link = visitor.people.once("beginner", "admin", "link")
    page = visitor.page()
    page.goto(f"{visitor.served.url}/sign-in#link={link.rsplit('link=', 1)[-1]}")
    dialog = page.get_by_role("dialog", name="修改密码")
    dialog.get_by_label("新密码", exact=True).fill(PASSWORD)
    expect(dialog.get_by_label("当前密码")).to_have_count(0)
    expect(page.get_by_text("请先修改密码")).to_have_count(0)
    dialog.get_by_label("再次输入新密码").fill(PASSWORD)
    dialog.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_text("个工作日").first).to_be_visible()
    expect(page.get_by_text("请先修改密码")).to_have_count(0)


def test_whoever_does_not_want_to_set_a_password_now_can_leave(visitor: Visitor) -> None:
    link = visitor.people.once("hesitant", "analyst", "link")
    page = visitor.page()
    page.goto(f"{visitor.served.url}/sign-in#link={link.rsplit('link=', 1)[-1]}")
    page.get_by_role("dialog", name="修改密码").get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile("/sign-in"))


def test_a_session_that_ends_in_the_middle_of_a_form_loses_no_input(visitor: Visitor, admin: httpx.Client) -> None:
    page = visitor.sign_in("admin", "/calls?range=30d")
    page.get_by_role("row").nth(1).click()
    page.get_by_role("button", name="查看号码").click()
    page.get_by_label("查看原因").fill("客户要求回拨")
    end_sessions(admin, visitor.people.name("admin"))
    # what reads in the background may have asked for a sign-in by then: its dialog would lie over the button
    page.get_by_role("button", name="查看", exact=True).dispatch_event("click")
    dialog = page.get_by_role("dialog", name="登录已过期")
    dialog.get_by_label("密码", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_test_id("phone")).to_have_text(re.compile(r"^1\d{10}"))


def test_signing_out_in_one_tab_ends_the_other(visitor: Visitor) -> None:
    first = visitor.sign_in()
    second = visitor.page()
    second.goto(f"{visitor.served.url}/calls")
    second.get_by_role("navigation", name="菜单").wait_for()
    first.get_by_role("button", name=re.compile("^账户与偏好")).click()
    first.get_by_role("button", name="退出登录").click()
    expect(first).to_have_url(re.compile("/sign-in"))
    expect(second).to_have_url(re.compile("/sign-in"))


def test_signing_out_everywhere_ends_other_browsers(visitors: Callable[..., Visitor]) -> None:
    here, there = visitors(), visitors()
    page, other = here.sign_in("analyst"), there.sign_in("analyst", "/calls")
    page.get_by_role("button", name=re.compile("^账户与偏好")).click()
    page.get_by_role("button", name="在所有设备退出").click()
    page.get_by_role("dialog").get_by_role("button", name="在所有设备退出").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    drawn(other)
    other.keyboard.press("r")
    expect(other.get_by_role("dialog", name="登录已过期")).to_be_visible()


@pytest.mark.parametrize(
    ("role", "sees"), [("admin", True), ("manager", True), ("employee", False), ("analyst", False)]
)
def test_who_may_not_pull_is_not_offered_to(visitor: Visitor, role: str, sees: bool) -> None:
    page = visitor.sign_in(role, "/sync")
    page.get_by_role("heading", name="同步", exact=True).wait_for()
    expect(page.get_by_role("button", name=re.compile("^(cloud-download )?同步$"))).to_be_visible(visible=sees)


def test_an_employee_without_accounts_sees_no_calls(visitor: Visitor) -> None:
    page = visitor.sign_in("employee", "/calls?range=30d")
    expect(page.get_by_text("所选日期没有您可以查看的外呼")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "said", "unsaid"),
    [
        ("/", "没有您可以查看的外呼", "一切正常"),
        ("/reconciliation?range=7d", "所选日期没有您可以查看的外呼", "天一致"),
        ("/system/people", "没有您可以查看的员工", "还没有员工"),
    ],
)
def test_an_employee_without_accounts_is_not_told_that_all_is_well(
    visitor: Visitor, path: str, said: str, unsaid: str
) -> None:
    page = visitor.sign_in("employee", path)
    expect(page.get_by_text(said).first).to_be_visible()
    expect(page.get_by_text(unsaid)).to_have_count(0)

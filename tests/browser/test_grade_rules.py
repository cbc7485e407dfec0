"""The grade rules: what a change would do is shown before it is done, and it can be taken back."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

LAST_OF_A_LIST = -1


def rules_of(admin: httpx.Client) -> list[dict[str, object]]:
    rules: list[dict[str, object]] = admin.get("/api/settings/grade-rules").json()["data"]
    return rules


def renamed(page: Page, rule: str, name: str) -> None:
    page.get_by_role("list", name="规则").get_by_role("button", name=re.compile(rule)).last.click()
    page.get_by_label("名称", exact=True).fill(name)


def saved(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text(re.compile("^规则已生效"))).to_be_visible()


def test_what_a_rule_would_change_is_shown_and_nothing_changes_before_it_is_saved(
    visitor: Visitor, admin: httpx.Client
) -> None:
    before = rules_of(admin)
    page = visitor.sign_in(path="/grades?tab=rules")
    page.get_by_role("list", name="规则").get_by_role("button", name=re.compile("9元")).last.click()
    page.get_by_role("button", name="删除规则").click()
    expect(page.get_by_text(re.compile(r"种写法、[\d,]+ 通电话将改变"))).to_be_visible()
    expect(page.get_by_role("table", name="按天的变化").get_by_role("row").nth(1)).to_contain_text("→")
    assert rules_of(admin) == before
    page.get_by_role("button", name="放弃修改").click()
    expect(page.get_by_text("修改规则后，这里会显示哪些通话将改变意向度。")).to_be_visible()
    assert rules_of(admin) == before


def test_a_rule_is_renamed_and_named_back(visitor: Visitor, admin: httpx.Client) -> None:
    before = rules_of(admin)
    name = str(before[LAST_OF_A_LIST]["label"])
    page = visitor.sign_in(path="/grades?tab=rules")
    renamed(page, name, "改过的名称")
    saved(page)
    assert rules_of(admin)[LAST_OF_A_LIST]["label"] == "改过的名称"
    page.reload()
    renamed(page, "改过的名称", name)
    saved(page)
    assert rules_of(admin) == before

"""From a figure to its calls, to the number behind one of them, and into the audit log."""

import csv
import re
from pathlib import Path

import httpx
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor


def number_of(text: str | None) -> int:
    return int(re.sub(r"\D", "", text or ""))


def test_the_months_orders_lead_to_the_calls_that_they_count(visitor: Visitor) -> None:
    page = visitor.sign_in()
    card = page.locator("section", has=page.get_by_role("heading", name="本月"))
    figure = card.locator("dd").nth(0).get_by_role("link")
    shown = number_of(figure.text_content())
    figure.click()
    expect(page.get_by_role("heading", name="通话记录")).to_be_visible()
    expect(page.get_by_text(f"共 {shown:,} 通")).to_be_visible()


def test_a_cell_of_the_heat_map_leads_to_the_calls_of_its_hours(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/?range=30d")
    page.get_by_role("figure", name=re.compile("各时段")).locator("button:not([disabled])").first.click()
    drawer = page.get_by_role("dialog")
    row = drawer.get_by_role("row").nth(1)
    calls = number_of(row.get_by_role("cell").nth(1).text_content())
    row.get_by_role("link").first.click()
    expect(page.get_by_text(f"共 {calls:,} 通")).to_be_visible()


def test_a_column_of_orders_leads_to_these_orders(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/?range=30d&trend=orders")
    chart = page.get_by_role("figure", name="成功单与成功率")
    chart.get_by_role("button", name="以表格查看").click()
    chart.get_by_role("row").nth(1).wait_for()
    rows = chart.get_by_role("row").all()[1:]
    shown = {row: number_of(row.get_by_role("cell").nth(4).text_content()) for row in rows}
    row = max(shown, key=lambda one: shown[one])
    row.get_by_role("button").click()
    expect(page).to_have_url(re.compile("grade="))
    expect(page.get_by_text(f"共 {shown[row]:,} 通")).to_be_visible()


def test_an_agent_is_found_in_the_ranking_and_keeps_their_rank(visitor: Visitor, admin: httpx.Client) -> None:
    row = admin.get("/api/stats/agents", params={"sort": "-orders", "page": 5, "per_page": 1}).json()["data"][0]
    page = visitor.sign_in(path="/agents")
    box = page.get_by_placeholder("坐席姓名或编号")
    box.fill(row["agent_id"])
    box.press("Enter")
    expect(page).to_have_url(re.compile(f"q=.*{row['agent_id']}"))
    found = page.get_by_role("row", name=row["name"])
    expect(found.get_by_role("cell").first).to_have_text("5")
    expect(page.get_by_text("共 1 个")).to_be_visible()
    page.get_by_placeholder("坐席姓名或编号").fill("没有这个人")
    page.get_by_placeholder("坐席姓名或编号").press("Enter")
    expect(page.get_by_text("没有名称含有“没有这个人”")).to_be_visible()
    page.get_by_role("button", name="清除筛选").click()
    expect(page.get_by_text(re.compile(r"^共 \d{2,} 个$"))).to_be_visible()


def test_a_reveal_shows_the_number_and_the_audit_log_tells_of_it(visitor: Visitor, admin: httpx.Client) -> None:
    page = visitor.sign_in("admin", "/calls?range=30d&connected=true")
    page.get_by_role("row").nth(2).click()
    masked = page.get_by_test_id("phone")
    expect(masked).to_have_text(re.compile(r"^1\d\d\*{4}\d{4}"))
    page.get_by_role("button", name="查看号码").click()
    page.get_by_label("查看原因").fill("核对成交客户")
    page.get_by_role("button", name="查看", exact=True).click()
    expect(masked).to_have_text(re.compile(r"^1\d{10}"))
    entries = admin.get("/api/audit", params={"action": "phone.reveal"}).json()["data"]
    assert any(visitor.people.name("admin") in str(entry) and "核对成交客户" in str(entry) for entry in entries)


def test_the_export_holds_the_calls_that_the_list_counts(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.sign_in(path="/calls?range=30d&connected=true")
    counted = number_of(page.get_by_text(re.compile(r"^共 [\d,]+ 通$")).text_content())
    page.get_by_role("button", name="导出通话记录").click()
    page.get_by_role("dialog").get_by_text("CSV", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("radio", name="CSV")).to_be_checked()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="开始导出").click()
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.reader(lines))) == counted + 1


def test_a_workbook_opens_and_holds_the_calls_that_the_list_counts(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.sign_in(path="/calls?range=30d&connected=true")
    counted = number_of(page.get_by_text(re.compile(r"^共 [\d,]+ 通$")).text_content())
    page.get_by_role("button", name="导出通话记录").click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="开始导出").click()
    file = tmp_path / "calls.xlsx"
    downloading.value.save_as(file)
    assert sum(1 for _ in load_workbook(file, read_only=True).worksheets[0].iter_rows()) == counted + 1


def test_an_export_in_the_background_comes_when_it_is_ready_and_can_be_fetched_again(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.sign_in(path="/calls?range=30d&connected=true")
    counted = number_of(page.get_by_text(re.compile(r"^共 [\d,]+ 通$")).text_content())
    page.get_by_role("button", name="导出通话记录").click()
    page.get_by_role("dialog").get_by_text("CSV", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("radio", name="CSV")).to_be_checked()
    page.get_by_label("在后台生成（适合大量数据）").check()
    with page.expect_download(timeout=60_000) as downloading:
        page.get_by_role("button", name="开始导出").click()
    downloading.value.save_as(tmp_path / "first.csv")
    page.get_by_role("button", name="导出通话记录").click()
    with page.expect_download() as fetching:
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^下载")).first.click()
    fetching.value.save_as(tmp_path / "again.csv")
    lines = (tmp_path / "first.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == counted + 1
    assert (tmp_path / "again.csv").read_text(encoding="utf-8-sig").splitlines() == lines


def pages_through(page: Page) -> list[str]:
    page.get_by_role("row").nth(20).wait_for()
    return [row.text_content() or "" for row in page.get_by_role("row").all()[1:]]


def test_pages_go_forth_and_back_and_the_address_keeps_the_place(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/calls?range=30d&per_page=20")
    first = pages_through(page)
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_text("第 2 页")).to_be_visible()
    expect(page).to_have_url(re.compile("cursor="))
    page.wait_for_function("() => document.querySelector('[aria-busy=true]') === null")
    second = pages_through(page)
    assert set(first).isdisjoint(second)
    page.reload()
    expect(page.get_by_role("row")).to_have_text([re.compile("^开始时间"), *second])
    page.get_by_role("button", name="上一页").click()
    expect(page.get_by_role("row").nth(1)).to_have_text(first[0])


def test_a_saved_view_brings_its_filters_back(visitor: Visitor) -> None:
    page = visitor.sign_in("analyst", "/calls?range=30d&outcome=busy&sort=-duration")
    page.get_by_role("button", name="视图").click()
    page.get_by_label("保存当前筛选").fill("占线")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("已保存视图“占线”").wait_for()
    page.goto(f"{visitor.served.url}/calls")
    page.get_by_role("button", name="视图").click()
    page.get_by_role("button", name="占线", exact=True).click()
    expect(page).to_have_url(re.compile("outcome=busy"))
    expect(page).to_have_url(re.compile("sort=-duration"))


def test_a_pull_is_followed_and_says_what_came(visitor: Visitor) -> None:
    page = visitor.sign_in("manager", "/sync")
    page.get_by_role("button", name=re.compile(r"通话 · 完整$")).last.click()
    page.get_by_role("button", name="重新同步这一天").click()
    page.get_by_role("button", name="开始同步").click()
    expect(page.get_by_text(re.compile(r"^同步完成：收到 [\d,]+ 条"))).to_be_visible(timeout=60_000)
    runs = page.get_by_role("region", name="同步记录")
    expect(runs.get_by_role("row").nth(1)).to_contain_text(visitor.people.name("manager"))

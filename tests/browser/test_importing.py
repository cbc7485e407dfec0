"""A file of calls from somebody's own table: uploaded, mapped, tried, imported, and found among the calls."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

HEADERS = "流水,客服,对方,拨打于,秒,外呼状态,客户反馈"
LINES = [f"R{n},李雷,139{n:08},{n:02}/10/2026 09:30,{n},接通,A 有意向" for n in range(1, 25)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Odd headers below a title, in the encoding of a Chinese Windows; the last line has no time."""
    file = tmp_path / "四月外呼.csv"
    file.write_bytes("\n".join(["四月外呼话单", HEADERS, *LINES, "R99,李雷,13900000099,,5,接通,A"]).encode("gb18030"))
    return file


def uploaded(page: Page, file: Path) -> None:
    page.get_by_label("待导入的文件").set_input_files(file)
    page.get_by_role("heading", name="列的含义").wait_for()


def chosen(page: Page, **columns: str) -> None:
    for field, header in columns.items():
        page.get_by_role("combobox", name=re.compile(f"^{field}")).select_option(label=header)


def test_a_table_with_odd_headers_becomes_calls(visitor: Visitor, table: Path, admin: httpx.Client) -> None:
    page = visitor.sign_in(path="/sync")
    page.get_by_role("button", name="导入文件").click()
    uploaded(page, table)
    expect(page.get_by_text("还没有选择“开始时间”。")).to_be_visible()
    chosen(page, 开始时间="拨打于", 通话时长="秒", 客户号码="对方", 坐席工号="客服", 意向度="客户反馈")
    expect(page.get_by_text("没有一行能读成通话，请检查上面各列的选择。")).to_be_visible(timeout=20_000)
    page.get_by_label("时间格式").fill("%d/%m/%Y %H:%M")
    expect(page.get_by_text("文件共 25 行：24 行可以导入，1 行读不了。")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("table", name="可以导入的通话")).to_contain_text("139****0001")
    page.reload()  # the file's address holds, what was chosen does not
    page.get_by_role("heading", name="列的含义").wait_for()
    chosen(page, 开始时间="拨打于", 通话时长="秒", 客户号码="对方", 坐席工号="客服", 意向度="客户反馈")
    page.get_by_label("时间格式").fill("%d/%m/%Y %H:%M")
    page.get_by_label("存入的来源名称").fill("april")
    page.get_by_role("button", name="开始导入").click()
    result = page.get_by_role("region", name="导入结果")
    expect(result).to_contain_text("共读 25 行", timeout=30_000)
    page.reload()
    expect(result).to_contain_text("新增24")
    expect(page.get_by_role("table", name="读不了的行")).to_contain_text("开始时间（start_time）：没有时间")
    with page.expect_download() as kept:
        page.get_by_role("button", name="下载 CSV").click()
    assert "没有时间" in kept.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="查看导入的通话").click()
    expect(page.get_by_text("共 24 通")).to_be_visible(timeout=20_000)
    assert (
        admin.get("/api/calls/count", params={"source": "april", "start": "2026-10-01"}).json()["data"]["count"] == 24
    )


def test_what_is_no_file_of_calls_is_refused_in_words(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.sign_in("manager", "/import")
    (tmp_path / "a.csv").write_bytes(b"<html><table></table></html>")
    (tmp_path / "empty.csv").write_bytes(b"")
    page.get_by_label("待导入的文件").set_input_files(tmp_path / "a.csv")
    expect(page.get_by_role("alert")).to_contain_text("其实是网页")
    page.get_by_label("待导入的文件").set_input_files(tmp_path / "empty.csv")
    expect(page.get_by_role("alert")).to_contain_text("这是一个空文件")
    page.goto(f"{visitor.served.url}/import?file=999")
    expect(page.get_by_text("没有这个待导入的文件")).to_be_visible()
    page.goto(f"{visitor.served.url}/import?job=999")
    expect(page.get_by_text("没有这次导入")).to_be_visible()


def test_an_upload_may_be_stopped(visitor: Visitor, table: Path) -> None:
    page = visitor.sign_in("manager", "/import")
    page.route("**/api/calls/imports/files", lambda _: None)  # it is never answered
    page.get_by_label("待导入的文件").set_input_files(table)
    page.get_by_role("button", name="取消上传").click()
    expect(page.get_by_role("button", name="选择文件")).to_be_visible()


def test_by_the_keyboard_alone_a_file_can_be_chosen(visitor: Visitor, table: Path) -> None:
    page = visitor.sign_in("manager", "/import")
    expect(page.get_by_text("最大 512 MB")).to_be_visible()
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="选择文件").press("Enter")
    asked.value.set_files(table)
    expect(page.get_by_role("heading", name="列的含义")).to_be_visible()

"""Forms and dialogs: nothing that was typed is lost by a slip, and the keyboard finds its way back."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

UNSAVED = "内容还没有保存"


def asked(page: Page, answer: str) -> None:
    """The question about what is not saved is put, and answered."""
    question = page.get_by_role("dialog", name=UNSAVED)
    question.get_by_role("button", name=answer).click()
    expect(question).to_be_hidden()


def test_escape_throws_nothing_away_that_was_typed_and_the_focus_goes_back(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/system/users")
    opener = page.get_by_role("button", name="新建用户")
    opener.click()
    field = page.get_by_role("dialog", name="新建用户").get_by_label("账号")
    field.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    field.fill("wang.wu")
    field.press("Escape")
    asked(page, "继续填写")
    expect(field).to_have_value("wang.wu")
    field.press("Escape")
    asked(page, "放弃内容")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_secret_that_is_told_once_is_not_closed_by_escape(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/system/users")
    page.get_by_role("button", name="新建用户").click()
    dialog = page.get_by_role("dialog", name="新建用户")
    dialog.get_by_label("账号").fill("zhao.liu")
    dialog.get_by_role("button", name="创建").click()
    expect(dialog.get_by_role("button", name="复制")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog.get_by_test_id("secret")).to_be_visible()
    dialog.get_by_role("button", name="完成").click()
    expect(dialog).to_be_hidden()


def test_a_drawer_with_unsaved_changes_asks_also_when_one_goes_back(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/system/users")
    page.get_by_role("cell", name="test-admin").first.click()
    name = page.get_by_role("dialog").get_by_label("姓名")
    name.fill("改了一半")
    page.go_back()
    asked(page, "继续填写")
    expect(name).to_have_value("改了一半")
    name.press("Escape")
    asked(page, "放弃内容")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_somebody_else_saved_meanwhile_is_told_and_can_be_taken(visitor: Visitor, admin: httpx.Client) -> None:
    made = admin.post("/api/users", json={"username": "sun.qi", "name": "孙七", "role": "employee", "secret": "link"})
    user = made.json()["data"]["user"]
    page = visitor.sign_in(path=f"/system/users?open={user['id']}")
    name = page.get_by_role("dialog").get_by_label("姓名")
    name.fill("孙七七")
    admin.patch(f"/api/users/{user['id']}", json={"name": "孙小七"}).raise_for_status()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert").get_by_text("该记录刚被他人修改")).to_be_visible()
    expect(name).to_have_value("孙七七")
    page.get_by_role("button", name="载入最新内容").click()
    expect(name).to_have_value("孙小七")
    name.fill("孙七七")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存 孙七七 的修改")).to_be_visible()


def test_ticks_that_are_not_saved_are_not_left_behind_unasked(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/system/roles")
    page.get_by_role("checkbox", name=re.compile("^坐席主管|^员工|^主管"), disabled=False).last.click()
    menu = page.get_by_role("navigation", name="菜单")
    menu.get_by_role("link", name="用户").click()
    asked(page, "继续填写")
    expect(page).to_have_url(re.compile("/system/roles"))
    page.get_by_role("button", name="放弃改动").click()
    menu.get_by_role("link", name="用户").click()
    expect(page).to_have_url(re.compile("/system/users"))


WATCH_IT_OPEN = """
() => new Promise((done) => {
  const places = new Set();
  let frames = 0;
  const look = () => {
    const button = [...document.querySelectorAll('.ant-modal button')].find((one) => one.textContent === '继续填写');
    if (button) {
      const { x, y, width, height } = button.getBoundingClientRect();
      places.add([x, y, width, height].map(Math.round).join());
      frames += 1;
    }
    if (frames < 30) requestAnimationFrame(look); else done([...places]);
  };
  look();
  document.querySelector('nav a[href="/system/users"]').click();
})
"""


def test_what_opens_is_where_it_stays_so_that_a_quick_click_meets_it(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/system/roles")
    page.get_by_role("checkbox", name=re.compile("^坐席主管|^员工|^主管"), disabled=False).last.click()
    assert len(page.evaluate(WATCH_IT_OPEN)) == 1
    asked(page, "继续填写")


def test_dialogs_menus_and_drawers_close_where_the_reader_wants_no_motion(visitors: Callable[..., Visitor]) -> None:
    page = visitors(reduced_motion="reduce").sign_in(path="/system/users")
    for _ in range(3):
        page.get_by_role("button", name="新建用户").click()
        field = page.get_by_role("dialog", name="新建用户").get_by_label("账号")
        field.fill("li.si")
        field.press("Escape")
        asked(page, "继续填写")
        field.press("Escape")
        asked(page, "放弃内容")
        expect(page.locator(".ant-modal-wrap:visible, .ant-modal-mask:visible")).to_have_count(0)
        page.get_by_role("cell", name="test-admin").first.click()
        page.get_by_role("dialog").get_by_label("姓名").press("Escape")
        expect(page.locator(".ant-drawer-mask:visible")).to_have_count(0)


def test_a_view_is_deleted_after_a_question(visitor: Visitor) -> None:
    page = visitor.sign_in("analyst", "/calls?range=30d&outcome=busy")
    page.get_by_role("button", name="视图").click()
    page.get_by_label("保存当前筛选").fill("不要了")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("button", name="删除 不要了").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(page.get_by_text("已删除视图“不要了”")).to_be_visible()
    expect(page.get_by_role("button", name="不要了", exact=True)).to_be_hidden()


def test_a_row_that_is_clicked_twice_stays_open(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/calls?range=30d")
    page.get_by_role("row").nth(1).get_by_role("cell").nth(1).dblclick()
    drawer = page.get_by_role("dialog", name="通话详情")
    expect(drawer.get_by_test_id("phone")).to_be_visible()
    expect(page).to_have_url(re.compile(r"open=\d+"))


def test_rows_are_walked_and_opened_by_keys_and_the_focus_comes_back(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/calls?range=30d")
    rows = page.get_by_role("row").get_by_role("button", name="打开")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="通话详情").get_by_test_id("phone")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(rows.nth(1)).to_be_focused()

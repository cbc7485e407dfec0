"""A user is made, comes in by their link, sees what the role allows, and is locked out."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

OWN = "a harbour of one's own"  # made up


def made_by(admin: Page, username: str) -> str:
    """The link of a new employee."""
    admin.get_by_role("button", name="新建用户").click()
    dialog = admin.get_by_role("dialog", name="新建用户")
    dialog.get_by_label("账号").fill(username)
    dialog.get_by_role("button", name="创建").click()
    link = dialog.get_by_test_id("secret").inner_text()
    dialog.get_by_role("button", name="完成").click()
    return link


def test_a_new_user_comes_in_by_a_link_and_is_locked_out_at_the_next_click(
    visitors: Callable[..., Visitor],
) -> None:
    admin = visitors().sign_in("admin", "/system/users")
    link = made_by(admin, "xiaoming")

    newcomer = visitors()
    page = newcomer.page()
    page.goto(f"{newcomer.served.url}/sign-in#link={link.rsplit('link=', 1)[-1]}")
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("再次输入新密码").fill(OWN)
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("dialog", name="修改密码")).to_be_hidden()
    menu = page.get_by_role("navigation", name="菜单")
    expect(menu.get_by_role("link", name="通话记录")).to_be_visible()
    expect(menu.get_by_role("link", name="用户")).to_have_count(0)
    page.goto(f"{newcomer.served.url}/system/users")
    expect(page.get_by_text("没有权限")).to_be_visible()

    admin.get_by_role("cell", name="xiaoming").first.click()
    drawer = admin.get_by_role("dialog", name="xiaoming")
    drawer.get_by_role("button", name="停用").click()
    sure = admin.get_by_role("dialog", name="停用 xiaoming？")
    sure.get_by_role("button", name="停用").click()
    expect(drawer.get_by_text("已停用", exact=True)).to_be_visible()

    # what reads in the background may have asked for a sign-in by then: the dialog lies over the menu
    menu.get_by_role("link", name="通话记录").dispatch_event("click")
    expect(page.get_by_role("dialog", name="登录已过期")).to_be_visible()


def test_every_group_of_permissions_has_a_name(visitor: Visitor) -> None:
    page = visitor.sign_in("admin", "/system/roles")
    groups = page.locator("th[scope=rowgroup]")
    groups.first.wait_for()
    assert [name for name in groups.all_inner_texts() if name.isascii()] == []

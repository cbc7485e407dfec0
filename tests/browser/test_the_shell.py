"""What is around every page: preferences, keyboard, telephones, a server that is away, and readers who cannot see."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.api.serving import _wait_for
from tests.browser.conftest import PASSWORD, Visitor
from tests.browser.screens import PAGES

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.locator("[role=status][aria-label]").first.wait_for(state="detached")


def drawn(page: Page) -> None:
    """Until the page in the frame is there too: by then the keys are listened to."""
    page.get_by_role("main").get_by_role("heading").first.wait_for()


def on_a_telephone(visitors: Callable[..., Visitor], path: str = "/") -> Page:
    """The administrator's page at 390 px, where the menu is hidden."""
    visitor = visitors(viewport={"width": 390, "height": 844}, has_touch=True)
    page = visitor.page()
    page.goto(visitor.served.url + path)
    page.get_by_label("账号").fill(visitor.people.name("admin"))
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("button", name="菜单").wait_for()
    return page


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_on_any_page_is_in_a_readers_way(visitors: Callable[..., Visitor], theme: str) -> None:
    visitor = visitors(color_scheme=theme)
    page = visitor.page()
    page.goto(f"{visitor.served.url}/sign-in")
    page.get_by_label("账号").wait_for()
    found = {"/sign-in": violations(page)}
    page = visitor.sign_in()
    for path in PAGES.values():
        page.goto(visitor.served.url + path)
        settled(page)
        found[path] = violations(page)
    told = [f"{path}  {one}" for path, all_of in found.items() for one in all_of]
    assert not told, "\n".join(told)


def test_language_and_theme_are_switched_and_kept(visitor: Visitor) -> None:
    page = visitor.sign_in()
    page.get_by_role("button", name=re.compile("^账户与偏好")).click()
    page.get_by_text("English", exact=True).click()
    page.get_by_text("Dark", exact=True).click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_finder_finds_pages_and_agents(visitor: Visitor) -> None:
    page = visitor.sign_in()
    drawn(page)
    page.keyboard.press("Control+k")
    page.get_by_placeholder("搜索页面、坐席、任务、号码…").fill("通话")
    expect(page.get_by_role("option", selected=True)).to_contain_text("通话")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/calls"))


def test_keys_lead_to_pages_and_the_list_of_keys_says_so(visitor: Visitor) -> None:
    page = visitor.sign_in()
    drawn(page)
    page.keyboard.type("gs")  # in one go: the second key counts for little more than a second
    expect(page).to_have_url(re.compile("/sync"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_contain_text("前往通话记录")


def test_on_a_telephone_the_menu_is_a_drawer_and_rows_are_cards(visitors: Callable[..., Visitor]) -> None:
    page = on_a_telephone(visitors, "/calls?range=30d")
    expect(page.get_by_role("list", name="通话记录列表").get_by_role("listitem").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("link", name="同步").click()
    expect(page).to_have_url(re.compile("/sync"))
    page.wait_for_function("document.documentElement.scrollWidth === 390")


def test_on_a_telephone_no_page_is_too_wide_and_no_heading_skips_a_level(visitors: Callable[..., Visitor]) -> None:
    page = on_a_telephone(visitors)
    home = page.url
    wrong = {}
    for path in PAGES.values():
        page.goto(urljoin(home, path))
        settled(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        levels = [
            int(one.evaluate("one => one.tagName[1]")) for one in page.locator("main").get_by_role("heading").all()
        ]
        if width != 390 or any(one > before + 1 for before, one in pairwise([0, *levels])):
            wrong[path] = (width, levels)
    assert wrong == {}


def test_a_page_is_printed_whole_and_without_its_menus(visitor: Visitor) -> None:
    page = visitor.sign_in("analyst", "/daily?range=30d")
    page.get_by_role("row").nth(30).wait_for()
    page.set_viewport_size({"width": 700, "height": 500})  # as narrow as paper: it is no telephone
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("navigation", name="菜单")).to_be_hidden()
    expect(page.get_by_role("banner")).to_be_hidden()
    cut = "table => table.parentElement.scrollHeight - table.parentElement.clientHeight"
    assert page.get_by_role("table").evaluate(cut) == 0
    page.emulate_media(media="screen")
    expect(page.get_by_role("table")).to_be_hidden()


def test_a_server_that_goes_down_is_told_and_the_page_mends_itself(visitor: Visitor) -> None:
    page = visitor.sign_in()
    drawn(page)
    served = visitor.served
    served.process.terminate()
    served.process.wait(40)
    page.keyboard.press("r")
    expect(page.get_by_text("暂时连不上服务器")).to_be_visible(timeout=30_000)
    port = served.url.rsplit(":", 1)[1]
    with (served.installation.home / "serve-again.log").open("w") as log:
        again = served.installation.leadline("serve", "--port", port, out=log, **served.told)
        object.__setattr__(served, "process", again)
    _wait_for(served)
    expect(page.get_by_text("暂时连不上服务器")).to_be_hidden(timeout=30_000)
    expect(page.get_by_role("heading", name="本月")).to_be_visible()


def test_a_page_that_cannot_come_yet_opens_by_itself_when_the_server_is_back(visitor: Visitor) -> None:
    page = visitor.sign_in()
    page.get_by_role("heading", name="本月").wait_for()
    for path in ("assets/**", "api/**", "favicon.svg"):
        page.route(f"**/{path}", lambda route: route.abort())
    page.get_by_role("link", name="同步", exact=True).click()
    expect(page.get_by_role("heading", name="暂时打不开这个页面")).to_be_visible()
    expect(page.get_by_role("navigation", name="菜单")).to_be_visible()
    page.unroute_all()
    expect(page.get_by_role("heading", name="同步", exact=True)).to_be_visible()
    visitor.complaints = [told for told in visitor.complaints if "not loaded" not in told]


def test_without_a_network_reading_and_writing_are_refused_in_words(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/jobs?tab=schedules")
    pause = page.get_by_role("button", name=re.compile("^暂停 ")).first
    pause.wait_for()
    page.context.set_offline(True)
    pause.click()
    expect(page.locator(".ant-message").get_by_text("连不上服务器")).to_be_visible()
    page.get_by_role("tab", name="后台任务").click()
    expect(page.get_by_role("tabpanel").get_by_text("连不上服务器")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("tabpanel").get_by_text("连不上服务器")).to_be_hidden()


BUSY = """() => setTimeout(() => {
  const end = performance.now() + 800;
  while (performance.now() < end);
})"""


@pytest.mark.parametrize("way", ["touched", "clicked while the page is busy"])
def test_a_filter_opens_at_the_first_press(visitors: Callable[..., Visitor], way: str) -> None:
    page = visitors(has_touch=True).sign_in(path="/calls?range=7d")
    agents = page.get_by_role("combobox", name="坐席")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    if way == "touched":
        agents.tap()
    else:
        box = agents.bounding_box()
        assert box
        page.evaluate(BUSY)
        page.mouse.click(box["x"] + 20, box["y"] + 10)
    expect(page.locator(".ant-select-dropdown")).to_be_visible()

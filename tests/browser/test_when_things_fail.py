"""What the page says while parts of the server do not answer, and how it stands with what is longer than usual."""

import re

import pytest
from playwright.sync_api import Route, expect

from leadline.kernel.clock import BusinessCalendar
from tests.browser.conftest import Visitor


def fail(route: Route) -> None:
    route.fulfill(status=500, json={"success": False, "error": "服务器内部错误", "code": "internal_error"})


def test_alerts_that_cannot_be_read_are_not_told_as_none(visitor: Visitor) -> None:
    visitor.context.route("**/api/alerts/summary*", fail)
    page = visitor.sign_in()
    bell = page.get_by_role("button", name="告警中心", exact=True)
    bell.click()
    expect(page.get_by_role("alert").filter(has_text="服务器内部错误")).to_be_visible()
    expect(page.get_by_text("没有未恢复的告警")).to_have_count(0)


def test_a_wallboard_that_cannot_read_says_so_and_recovers(visitor: Visitor) -> None:
    page = visitor.sign_in()
    visitor.context.route("**/api/stats/**", fail)
    page.goto(f"{visitor.served.url}/tv")
    expect(page.get_by_text("暂时读不到数据")).to_be_visible()
    visitor.context.unroute("**/api/stats/**")
    expect(page.get_by_text(re.compile("^数据截至"))).to_be_visible()
    expect(page.get_by_text("暂时读不到数据")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "api", "opener", "unsaid"),
    [
        ("/calls?range=7d", "**/api/views*", ("button", "视图"), "还没有保存的视图"),
        ("/calls?range=7d", "**/api/stats/agents*", ("combobox", "坐席"), "暂无数据"),
    ],
)
def test_a_list_that_cannot_be_read_is_not_told_as_empty(
    visitor: Visitor, path: str, api: str, opener: tuple[str, str], unsaid: str
) -> None:
    visitor.context.route(api, fail)
    page = visitor.sign_in(path=path)
    role, name = opener
    page.get_by_role(role, name=re.compile(name)).first.hover()  # type: ignore[arg-type]  # one of its words
    page.wait_for_timeout(200)  # a filter becomes a list when somebody comes near
    page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]  # one of its words
    expect(page.get_by_text(re.compile("服务器内部错误|加载失败")).first).to_be_visible()
    expect(page.get_by_text(unsaid)).to_have_count(0)


def test_a_form_whose_choices_cannot_be_read_says_so_and_asks_again(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/system/people")
    visitor.context.route("**/api/teams*", fail)
    page.reload()
    page.get_by_role("button", name="新建员工").click()
    team = page.get_by_role("dialog").get_by_role("combobox", name="团队")
    team.click()
    alert = page.get_by_role("alert").filter(has_text="选项加载失败")
    expect(alert).to_be_visible()
    visitor.context.unroute("**/api/teams*")
    alert.get_by_role("button", name="重试").click()
    expect(alert).to_have_count(0)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_what_is_not_allowed_names_who_can_allow_it(visitor: Visitor) -> None:
    page = visitor.sign_in(role="employee", path="/system/audit")
    expect(page.get_by_text("需要时请联系管理员")).to_be_visible()
    page.get_by_role("link", name="前往总览").click()
    expect(page.get_by_role("heading", name="总览")).to_be_visible()


# before anybody had asked the dialer for anything
LONG_AGO = {"start": "2020-01-06", "end": "2020-01-08"}


def test_days_that_were_never_synced_are_not_told_as_without_calls(visitor: Visitor) -> None:
    page = visitor.sign_in(path="/calls/overview?start={start}&end={end}".format(**LONG_AGO))
    figures = page.locator("dd").get_by_role("note", name="这段时间从未同步过，数据未知")
    expect(figures).to_have_count(8)
    expect(figures.first).to_have_text("—")
    expect(page.get_by_text("有没有外呼尚不知道")).to_be_visible()


def test_a_wallboard_of_all_hours_fits_a_telephone(visitor: Visitor) -> None:
    page = visitor.sign_in()
    page.set_viewport_size({"width": 390, "height": 844})

    def all_hours(route: Route) -> None:
        day = BusinessCalendar("Asia/Shanghai").today()
        told = route.fetch().json()
        figures = {"total_calls": [1000] * 24, "success_calls": [90] * 24}
        told["data"] |= {"dates": [f"{day}T{hour:02}:00:00+08:00" for hour in range(24)], **figures}
        route.fulfill(json=told)

    visitor.context.route("**/api/stats/trend?*interval=hour*", all_hours)
    page.goto(f"{visitor.served.url}/tv?paused=true")
    expect(page.get_by_role("listitem").filter(has_text="23")).to_be_visible()
    assert page.evaluate("document.querySelector('main').scrollWidth <= innerWidth")


def test_an_overview_that_cannot_read_the_sync_says_so(visitor: Visitor) -> None:
    visitor.context.route("**/api/sync/status*", fail)
    page = visitor.sign_in()
    expect(page.get_by_text("暂时读不到同步状态")).to_be_visible()
    visitor.context.unroute("**/api/sync/status*")
    page.get_by_text("暂时读不到同步状态").get_by_role("button", name="重试").click()
    expect(page.get_by_text("暂时读不到同步状态")).to_have_count(0)


def test_a_day_whose_hours_cannot_be_read_has_no_hours_of_nothing(visitor: Visitor) -> None:
    visitor.context.route("**/api/stats/trend?*interval=hour*", fail)
    page = visitor.sign_in()
    expect(page.get_by_text("服务器内部错误").first).to_be_visible()
    expect(page.get_by_role("list", name="各时段的外呼")).to_have_count(0)


def test_what_needs_the_grades_does_not_wait_for_them_without_end(visitor: Visitor) -> None:
    visitor.context.route("**/api/stats/grades*", fail)
    page = visitor.sign_in(path="/grades")
    expect(page.get_by_role("alert").filter(has_text="服务器内部错误")).to_have_count(4)
    expect(page.get_by_role("status", name="加载中…")).to_have_count(0)


LONG = "华南大区第一外呼中心夜班精英战队Supercalifragilisticexpialidociousteam"  # what nobody can break at a space
WIDER = """() => [...document.querySelectorAll("main *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.textContent)"""


@pytest.mark.parametrize(
    ("path", "api", "field"),
    [
        ("/jobs", "**/api/jobs?*", "title"),
        ("/system/users", "**/api/users?*", "name"),
        ("/system/audit", "**/api/audit?*", "actor"),
        ("/alerts?tab=rules", "**/api/alert-rules*", "title"),
        ("/system/roles", "**/api/roles*", "label"),
    ],
)
def test_a_long_word_stays_on_a_telephone(visitor: Visitor, path: str, api: str, field: str) -> None:
    def lengthen(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        for row in body["data"]:
            row[field] = LONG
        route.fulfill(response=answer, json=body)

    page = visitor.sign_in()
    with visitor.served.client() as admin:
        schedule = admin.get("/api/schedules").json()["data"][0]
        admin.post(f"/api/schedules/{schedule['id']}/run").raise_for_status()  # a job that there is for sure
    page.set_viewport_size({"width": 390, "height": 844})
    visitor.context.route(api, lengthen)
    page.goto(visitor.served.url + path)
    expect(page.get_by_text(LONG[-40:]).first).to_be_visible()
    assert page.evaluate(WIDER) == []

"""A day that will never agree is closed by hand, with the reason, and that is undone."""

import re
from datetime import datetime, time, timedelta

import httpx
from playwright.sync_api import Locator, Page, expect

from leadline.kernel.clock import BusinessCalendar
from tests.browser.conftest import Visitor

CALENDAR = BusinessCalendar("Asia/Shanghai")
DAY = CALENDAR.today() - timedelta(days=25)
SECRET = "a-push-secret-of-the-tests"


def pushed(url: str) -> None:
    """A call of a day of which the vendor tells no totals."""
    at = datetime.combine(DAY, time(12), CALENDAR.zone)
    call = {"cdr_id": "by-hand", "phone": "13812345678", "call_time": int(at.timestamp()), "call_state": 2}
    httpx.post(f"{url}/api/sources/demo/push/{SECRET}", json=call).raise_for_status()


def settled(page: Page, act: str, why: str) -> Locator:
    """Presses the button, gives the reason, and returns the drawer."""
    drawer = page.get_by_role("dialog").first
    drawer.get_by_role("button", name=act).click()
    asking = page.get_by_role("dialog").last
    expect(asking.get_by_role("button", name=act)).to_be_disabled()
    asking.get_by_label("原因").fill(why)
    asking.get_by_role("button", name=act).click()
    return drawer


def test_a_day_is_closed_by_hand_and_opened_again(visitor: Visitor) -> None:
    pushed(visitor.served.url)
    page = visitor.sign_in(path="/reconciliation")
    page.goto(f"{visitor.served.url}/reconciliation?open=demo:{DAY}&start={DAY}&end={DAY}")
    drawer = settled(page, "手动结账", "供应商没有当天的汇总")
    expect(drawer.get_by_text("已结账", exact=True)).to_be_visible()
    expect(drawer.get_by_text(re.compile("操作$"))).to_be_visible()
    expect(drawer.get_by_text("供应商没有当天的汇总")).to_be_visible()
    settled(page, "撤销结账", "点错了")
    expect(drawer.get_by_text("结账后重开", exact=True)).to_be_visible()
    expect(drawer.get_by_text("点错了")).to_be_visible()
    page.goto(f"{visitor.served.url}/sync?day=demo:{DAY}&start={DAY}&end={DAY}")
    expect(page.get_by_role("dialog").first.get_by_role("button", name="手动结账")).to_be_visible()

"""An alert from what went wrong to its end, and the channels that tell of it, as somebody on duty meets them."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.guanke.simulated import SimulatedVendor
from tests.servers.receivers import HttpReceiver, http_receiver

NOTE = "已联系供应商，预计 15:00 恢复"
SOON_MS = 20_000  # by the clock it would take a minute


def patience(admin: httpx.Client, times: int) -> None:
    """How many failures of the sync in a row are an alert."""
    admin.patch("/api/alert-rules/sync_failing", json={"threshold": times}).raise_for_status()


def pull(admin: httpx.Client) -> int:
    """Today's calls, now; the status that came of it."""
    return admin.post("/api/calls/sync", json={"days": 1, "track": "grade", "source": "demo"}).status_code


@pytest.fixture
def refusing_vendor(visitor: Visitor, admin: httpx.Client) -> Iterator[SimulatedVendor]:
    """The dialer refuses whoever asks, and once is enough for an alert."""
    vendor = visitor.served.installation.vendor
    patience(admin, 1)
    vendor.set(rate_limit=1, retry_after=0)
    yield vendor
    vendor.set(rate_limit=0)
    patience(admin, 3)
    assert pull(admin) == httpx.codes.OK


def test_an_alert_is_seen_at_the_bell_acknowledged_with_a_note_and_over(
    visitor: Visitor, admin: httpx.Client, refusing_vendor: SimulatedVendor
) -> None:
    page = visitor.sign_in()
    bell = page.get_by_role("button", name=re.compile("^告警："))
    assert pull(admin) >= httpx.codes.INTERNAL_SERVER_ERROR
    expect(bell).to_have_accessible_name(re.compile("[1-9]\\d* 条待确认"), timeout=SOON_MS)
    bell.click()
    page.get_by_role("link", name=re.compile("同步连续失败")).first.click()
    drawer = page.get_by_role("dialog").first
    expect(drawer.get_by_role("link", name="查看同步日历")).to_be_visible()
    drawer.get_by_role("button", name="确认").click()
    dialog = page.get_by_role("dialog", name="确认 1 条告警")
    dialog.get_by_label("备注（可不填）").fill(NOTE)
    dialog.get_by_role("button", name="确认", exact=True).click()
    expect(drawer).to_contain_text(NOTE)
    expect(drawer).to_contain_text("test-admin 于")
    refusing_vendor.set(rate_limit=0)
    assert pull(admin) == httpx.codes.OK
    expect(drawer.get_by_text("已恢复", exact=True)).to_be_visible(timeout=SOON_MS)


@pytest.fixture
def receiver(served: object) -> Iterator[HttpReceiver]:
    with http_receiver() as listening:
        yield listening


def make_webhook(page: Page, name: str, url: str) -> Locator:
    """A new channel; its card."""
    page.get_by_role("button", name="新建渠道").first.click()
    dialog = page.get_by_role("dialog", name="新建渠道")
    dialog.get_by_text("Webhook", exact=True).click()
    dialog.get_by_label("名称").fill(name)
    dialog.get_by_label("接收地址").fill(url)
    dialog.get_by_role("button", name="新建", exact=True).click()
    expect(dialog).to_be_hidden()
    return page.locator("section", has=page.get_by_role("heading", name=name))


def test_a_channel_is_made_and_tried_and_the_log_tells_what_became_of_it(
    visitor: Visitor, receiver: HttpReceiver
) -> None:
    page = visitor.sign_in(path="/system/channels")
    listening = make_webhook(page, "值班群", receiver.url())
    listening.get_by_role("button", name="发送测试").click()
    expect(page.get_by_text("已送达“值班群”，请到渠道中查看")).to_be_visible()
    assert [one.path for one in receiver.came] == ["/hook"]
    away = make_webhook(page, "旧机房", "http://localhost:9/hook")
    away.get_by_role("button", name="发送测试").click()
    expect(away.get_by_role("alert")).to_contain_text("无法连接 localhost")
    page.get_by_role("tab", name="发送记录").click()
    for name, state, words in (("值班群", "已发送", ""), ("旧机房", "失败", "无法连接 localhost")):
        row = page.get_by_role("row").filter(has_text=name).first
        expect(row).to_contain_text(state)
        expect(row).to_contain_text(words)
    receiver.answers = [(404, {}), (200, {})]
    page.get_by_role("tab", name="渠道", exact=True).click()
    listening.get_by_role("button", name="发送测试").click()
    expect(listening.get_by_role("alert")).to_contain_text("404")
    page.get_by_role("tab", name="发送记录").click()
    page.get_by_role("row").filter(has_text="值班群").filter(has_text="失败").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="重发").click()
    expect(drawer.get_by_text("已发送", exact=True)).to_be_visible(timeout=SOON_MS)
    expect(drawer.get_by_role("button", name="重发")).to_be_hidden()

"""What the page costs a reader: JavaScript over the wire, time to content, and time between pages, in real Chromium.

`make bench-web` plays the demo in a home of its own (var/bench/web), opens each page with an empty cache five times,
and writes bench/results/web.md. kB are 1,000 bytes as they came over the wire (brotli).
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from bench.lighthouse import measure_scores
from bench.report import Report, announce

CHROMIUM = "/usr/bin/chromium"
HOME = Path("var/bench/web")
ROUNDS = 5
PAGES = (
    "/sign-in", "/", "/calls", "/calls/overview", "/daily", "/agents", "/tasks", "/grades", "/reconciliation", "/sync",
    "/import", "/jobs", "/alerts", "/system/users", "/system/roles", "/system/people", "/system/audit",
    "/system/sources", "/system/settings", "/system/channels", "/account", "/tv",
)  # fmt: skip
STEPS = (("/calls", "/daily"), ("/", "/agents"), ("/agents", "/sync"), ("/sync", "/"))
SIGN_IN_KB, ANY_KB, READY_MS, STEP_MS = 250, 450, 1000, 400
ROWS, FRAME_MS = 10_000, 40
# loads rows until there are enough, then scrolls through all of them and tells how long each frame took
FRAMES = """async (rows) => {
  const box = document.querySelector('main [role=group]');
  const count = () => Number(box.querySelector('table').getAttribute('aria-rowcount')) - 1;
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  for (let tries = 0; count() < rows && tries < 3000; tries += 1) { box.scrollTop = box.scrollHeight; await frame(); }
  box.scrollTop = 0;
  await frame();
  const times = [];
  let last = performance.now();
  while (times.length < 300 && box.scrollTop + box.clientHeight < box.scrollHeight - 1) {
    box.scrollTop += 400;
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return { rows: count(), times };
}"""
# what is asked fifty times a second must not cost the page a layout each time: its text is looked at last
READY = """() => {
  const main = document.querySelector('main, form');
  return !!main && !main.querySelector('.ant-skeleton, .ant-spin, [class*="skeleton" i], [class*="loading" i]')
    && main.innerText.trim().length > 20;
}"""


@dataclass(frozen=True)
class Demo:
    """The running demo: its address, and the cookies of its administrator's session."""

    url: str
    session: StorageState


@contextmanager
def playing() -> Iterator[tuple[str, str]]:
    """`leadline demo`, once all of its days are in: its address, and a link that signs its administrator in."""
    environment = {**os.environ, "LEADLINE_HOME": str(HOME), "LEADLINE_LANG": "en", "PORT": "5290"}
    process = subprocess.Popen(
        [sys.executable, "-m", "leadline", "demo", "--days", "7"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        told = ""
        while " synced" not in told:
            line = process.stdout.readline()
            if not line:
                raise SystemExit(f"the demo ended:\n{told}")
            told += line
        link = re.search(r"(http://[\d.:]+)/sign-in#link=\S+", told)
        assert link
        yield link[1], link[0]
    finally:
        process.terminate()
        process.wait(60)


def signed_in(browser: Browser, url: str, link: str) -> Demo:
    """Signs in once; each reader takes the session along."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.get_by_role("navigation").first.wait_for()
    session = context.storage_state()
    context.close()
    return Demo(url, session)


@contextmanager
def reader(browser: Browser, demo: Demo, *, stranger: bool = False) -> Iterator[BrowserContext]:
    """A browser with an empty cache; it carries the session, unless it is a stranger's."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, storage_state=None if stranger else demo.session, locale="zh-CN"
    )
    yield context
    context.close()


def opened(page: Page, url: str) -> tuple[float, float]:
    """Milliseconds until the page shows its content, and kB of JavaScript that it took."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    network.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    network.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(READY, polling=20)
    ready = (time.perf_counter() - started) * 1000
    page.wait_for_load_state("networkidle")
    scripts = sum(size for request, size in sizes.items() if kinds.get(request) in {"Script", "Other"} and size)
    return ready, scripts / 1000


def measure_pages(browser: Browser, demo: Demo, report: Report) -> None:
    announce("pages, opened with an empty cache")
    for path in PAGES:
        times: list[float] = []
        weights: list[float] = []
        for _ in range(ROUNDS):
            with reader(browser, demo, stranger=path == "/sign-in") as context:
                ready, weight = opened(context.new_page(), demo.url + path)
            times.append(ready)
            weights.append(weight)
        limit = SIGN_IN_KB if path == "/sign-in" else ANY_KB
        ready, weight = median(times), median(weights)
        reached = weight <= limit and (path != "/" or ready <= READY_MS)
        asked = f"{limit} kB" + (f", {READY_MS} ms" if path == "/" else "")
        report.add(path, f"{weight:.0f} kB", f"{ready:.0f} ms", asked, reached=reached)


def measure_steps(browser: Browser, demo: Demo, report: Report) -> None:
    announce("from page to page, inside the application")
    for before, after in STEPS:
        times: list[float] = []
        for _ in range(ROUNDS):
            with reader(browser, demo) as context:
                page = context.new_page()
                opened(page, demo.url + before)
                link = page.locator(f'nav a[href="{after}"], aside a[href="{after}"]').first
                link.hover()
                started = time.perf_counter()
                link.click()
                page.wait_for_url(f"**{after}*")
                page.wait_for_function(READY, polling=10)
                times.append((time.perf_counter() - started) * 1000)
        taken = median(times)
        report.add(f"{before} → {after}", "", f"{taken:.0f} ms", f"{STEP_MS} ms", reached=taken <= STEP_MS)


def measure_scrolling(browser: Browser, demo: Demo, report: Report) -> None:
    announce("a list of 10,000 calls, scrolled through")
    with reader(browser, demo) as context:
        page = context.new_page()
        opened(page, f"{demo.url}/calls?range=30d&flow=1")
        scrolled = page.evaluate(FRAMES, ROWS)
    frame = median(scrolled["times"])
    reached = scrolled["rows"] >= ROWS and frame <= FRAME_MS
    report.add(f"{scrolled['rows']:,} rows", "", f"{frame:.0f} ms a frame", f"{FRAME_MS} ms", reached=reached)


def main() -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    report = Report("web", "The page in Chromium, on the loopback", ("page", "JavaScript", "content after", "to reach"))
    with playing() as (url, link), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        demo = signed_in(browser, url, link)
        measure_pages(browser, demo, report)
        measure_steps(browser, demo, report)
        measure_scrolling(browser, demo, report)
        browser.close()
        scores = Report(
            "lighthouse", "What Lighthouse says of the page", ("page", "score / accessible", "why", "to reach")
        )
        measure_scores(playwright, CHROMIUM, demo.url, demo.session, PAGES, scores)
        scores.write()
    report.notes = [
        f"Median of {ROUNDS}; server, simulator and browser share the cores. JavaScript includes what is loaded ahead."
    ]
    report.write()


if __name__ == "__main__":
    main()

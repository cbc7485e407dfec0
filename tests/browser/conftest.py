"""The page in real Chromium, over a real server and the simulator.

They run in a process of their own (`make browser-tests`): Playwright keeps an event loop running, which asynchronous
tests cannot have beside theirs. Without Chromium, its Chinese fonts, or a built page these tests are named and skipped;
with CI=true that is a failure.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.http.page import INDEX, built_page
from tests.api.serving import Served, serving
from tests.guanke.simulated import CALM, running_simulator
from tests.journeys.syncing import Installation
from tests.servers.ports import free_port

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "a password of the tests"  # made up
DAYS = 3
CALLS_A_DAY = 400
PATIENCE_MS = 20_000  # of every expectation that names no time of its own: Playwright's 5 s are short on a busy machine
# what a browser reports of a request that was refused or not answered; tests of those expect them
NETWORK = ("Failed to load resource", "net::ERR_")


expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


def _missing() -> str | None:
    if not CHROMIUM.exists():
        return "Chromium is not installed: make chromium"
    if not (built_page() / INDEX).exists():
        return "the page is not built: make web"
    return None


@pytest.fixture(scope="session")
def able() -> None:
    """Skips, or fails in CI, where the browser or the page is missing."""
    if (missing := _missing()) is not None:
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(scope="session")
def chromium(served: Served) -> Iterator[Browser]:
    """After the server: once Playwright drives a thread, nothing else can run an event loop in it."""
    assert served.url
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class People:
    """Users of the tests' server, made when they are first asked for."""

    served: Served
    made: set[str] = field(default_factory=set)

    def once(self, username: str, role: str, secret: str) -> str:
        """A new user's one-time password or link."""
        with self.served.client("admin") as admin:
            wish = {"username": username, "role": role, "secret": secret}
            answer = admin.post("/api/users", json=wish)
            assert answer.status_code == 201, answer.text
            told: str = answer.json()["data"]["one_time_password" if secret == "password" else "sign_in_link"]
            return told

    def name(self, role: str) -> str:
        """The name of a user of that role, who has `PASSWORD`."""
        name = f"test-{role}"
        if name not in self.made:
            temporary = self.once(name, role, "password")
            with httpx.Client(base_url=self.served.url, timeout=60) as client:
                entered = client.post("/api/auth/login", json={"username": name, "password": temporary})
                client.headers["Authorization"] = f"Bearer {entered.json()['data']['access_token']}"
                change = {"current": temporary, "new": PASSWORD}
                client.post("/api/auth/password", json=change).raise_for_status()
            self.made.add(name)
        return name


@pytest.fixture(scope="session")
def other_origin() -> str:
    """An origin that the tests' server lets browsers call from."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def served(
    able: None, other_origin: str, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("page")
    today = BusinessCalendar("Asia/Shanghai").today()
    with running_simulator() as vendor:
        vendor.set(**CALM | {"calls_per_day": CALLS_A_DAY, "now": None})
        installation = Installation(f"sqlite:///{home / 'leadline.db'}", vendor, home)
        # back to the last Monday at least, so that there are working days among them
        first = today - timedelta(days=DAYS + today.weekday())
        syncing = installation.leadline("sync", "--from", str(first), "--to", str(today), "--source", "demo")
        said = syncing.communicate(timeout=300)
        assert syncing.returncode in (0, 1), said
        told = {"PUSH_SECRET": "a-push-secret-of-the-tests", "CORS_ORIGINS": other_origin, "NOTIFY_HOSTS": "localhost"}
        with serving(installation, **told) as running:
            leave_to_the_tests(running)
            yield running


def leave_to_the_tests(served: Served) -> None:
    """What pulls, closes or recounts days by the clock does so half a year from now.

    Else a test that runs at ten past nine would see other figures than those that it has just read.
    """
    with served.client() as admin:
        while not (schedules := admin.get("/api/schedules").json()["data"]):  # the worker writes them down at its start
            time.sleep(0.1)
        month = (datetime.now(UTC) + timedelta(days=183)).month
        for one in schedules:
            if one["name"].startswith("demo.") or one["name"] in ("close", "recount"):
                admin.patch(f"/api/schedules/{one['id']}", json={"cron": f"0 4 1 {month} *"}).raise_for_status()


@pytest.fixture(scope="session")
def people(served: Served) -> People:
    return People(served)


@pytest.fixture
def admin(served: Served) -> Iterator[httpx.Client]:
    with served.client("admin") as client:
        yield client


@dataclass
class Visitor:
    """A browser of one's own: opens pages, signs in, and notes what the console complained of."""

    context: BrowserContext
    served: Served
    people: People
    complaints: list[str] = field(default_factory=list)

    def page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        return page

    def sign_in(self, role: str = "admin", path: str = "/") -> Page:
        page = self.page()
        page.goto(self.served.url + path)
        page.get_by_label("账号").fill(self.people.name(role))
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_role("navigation", name="菜单").wait_for()
        return page

    def faults(self) -> list[str]:
        """What the console complained of, apart from requests that were refused."""
        return [one for one in self.complaints if not any(word in one for word in NETWORK)]


@pytest.fixture
def visitors(chromium: Browser, served: Served, people: People) -> Iterator[Callable[..., Visitor]]:
    """Makes browsers that share nothing; at the end none of them may have complained."""
    made: list[Visitor] = []

    def make(**options: object) -> Visitor:
        chosen = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", **options}
        context = chromium.new_context(**chosen)  # type: ignore[arg-type]  # Playwright's options, by their names
        made.append(Visitor(context, served, people))
        return made[-1]

    yield make
    for visitor in made:
        visitor.context.unroute_all(behavior="ignoreErrors")  # a request that is just being answered is none
        visitor.context.close()
    assert [fault for visitor in made for fault in visitor.faults()] == []


@pytest.fixture
def visitor(visitors: Callable[..., Visitor]) -> Visitor:
    return visitors()

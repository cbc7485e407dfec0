"""The page on a host of its own, with the API at another origin: VITE_BACKEND_URL and CORS_ORIGINS."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.api.serving import Served
from tests.browser.conftest import PASSWORD, PROJECT, Visitor


class _Host(SimpleHTTPRequestHandler):
    """Hands out the files of a folder; every other address is the page's."""

    def do_GET(self) -> None:
        if not Path(self.translate_path(self.path)).is_file():
            self.path = "/index.html"
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name
        """Says nothing."""


@pytest.fixture
def page_elsewhere(served: Served, other_origin: str, tmp_path: Path) -> Iterator[str]:
    """The page built for the tests' server, on a host of its own."""
    node = Path(sys.executable).parent
    if not (node / "npm").exists() or not (PROJECT / "web/node_modules").exists():
        pytest.skip("the page's packages are not installed: make web")
    environment = {**os.environ, "PATH": f"{node}:{os.environ['PATH']}", "VITE_BACKEND_URL": served.url}
    command = [shutil.which("npm", path=str(node)) or "npm", "run", "build", "--", "--outDir", str(tmp_path / "page")]
    subprocess.run(command, cwd=PROJECT / "web", env=environment, check=True, capture_output=True, timeout=300)
    port = int(other_origin.rsplit(":", 1)[1])
    host = ThreadingHTTPServer(("127.0.0.1", port), partial(_Host, directory=str(tmp_path / "page")))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield other_origin
    host.shutdown()


def test_one_signs_in_on_another_origin_and_the_token_is_the_tabs(
    page_elsewhere: str, visitors: Callable[..., Visitor]
) -> None:
    visitor = visitors()
    page = visitor.page()
    page.goto(page_elsewhere)
    page.get_by_label("账号").fill(visitor.people.name("admin"))
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("navigation", name="菜单").wait_for()
    expect(page.get_by_role("heading", name="本月")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="本月")).to_be_visible()
    assert page.context.cookies() == []

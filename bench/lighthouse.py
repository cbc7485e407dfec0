"""What Lighthouse says of every page, on a desktop and on a telephone with its slow network and processor."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import BrowserContext, Playwright, StorageState

from bench.report import Report, announce

Form = Literal["desktop", "mobile"]
LEAST = {"desktop": 90, "mobile": 60}
LEAST_SIGN_IN = {"desktop": 95, "mobile": 75}
ACCESSIBLE = 100
PORT = 5291
WEB = Path(__file__).resolve().parent.parent / "web"


@dataclass(frozen=True)
class Scores:
    """Of 100; `wrong` names what readers are hindered by."""

    performance: int
    accessibility: int
    shift: float
    blocked: float
    painted: float
    wrong: list[dict[str, Any]]  # Any: audits with the elements that they are about


def node() -> str:
    """Node as `make` prepared it: in the environment, or in one of its own."""
    beside = Path(sys.executable).parent
    return str(next(one for one in (beside / "node", beside.parent / "node/bin/node") if one.exists()))


@contextmanager
def listening(playwright: Playwright, chromium: str, session: StorageState | None) -> Iterator[BrowserContext]:
    """A Chromium that Lighthouse can steer, signed in by `session`."""
    with tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium, locale="zh-CN", args=["--no-sandbox", f"--remote-debugging-port={PORT}"]
        )
        if session:
            context.add_cookies(session["cookies"])  # type: ignore[arg-type]  # the same facts, under another name
        yield context
        context.close()


def scores_of(context: BrowserContext, address: str, form: Form) -> Scores:
    """One run, with an empty cache."""
    context.new_cdp_session(context.pages[0]).send("Network.clearBrowserCache")
    command = [node(), "tools/lighthouse.mjs", str(PORT), address, form]
    done = subprocess.run(command, cwd=WEB, env=os.environ, capture_output=True, text=True, check=False, timeout=240)
    if done.returncode:
        raise SystemExit(f"{address} ({form}): {done.stderr[-2000:]}")
    return Scores(**json.loads(done.stdout.strip().splitlines()[-1]))


def measure_scores(
    playwright: Playwright, chromium: str, url: str, session: StorageState, pages: Sequence[str], report: Report
) -> None:
    """A row each page and form; what hinders readers is told on the way."""
    announce("Lighthouse")
    for path in pages:
        stranger = path == "/sign-in"
        least = LEAST_SIGN_IN if stranger else LEAST
        with listening(playwright, chromium, None if stranger else session) as context:
            for form in ("desktop", "mobile"):
                found = scores_of(context, url + path, form)
                reached = found.performance >= least[form] and found.accessibility >= ACCESSIBLE
                asked = f"{least[form]}, {ACCESSIBLE}"
                figures = f"{found.performance}", f"{found.accessibility}"
                detail = (
                    f"blocked {found.blocked:.0f} ms, largest paint {found.painted:.0f} ms, shift {found.shift:.3f}"
                )
                report.add(f"{path} ({form})", " / ".join(figures), detail, asked, reached=reached)
                for one in found.wrong:
                    announce(f"{path}: {one['audit']} {one['at']}")

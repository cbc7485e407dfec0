"""Pictures of every page for people to look at.

python -m tests.browser.screens [--state STATE] [--only WINDOW-THEME-LANGUAGE] URL LINK FOLDER [page …]

URL is a running server's, LINK a one-time sign-in link of `leadline demo` or `leadline user link NAME`. Each page is
taken on a desktop and on a telephone, light and dark, in Chinese and in English. STATE is what of the server the pages
meet: `loading` (it does not answer), `failing` (it answers 500) or `away` (no connection); a server with an empty
database is a URL of its own.
"""

import argparse
import json
from itertools import product
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

PAGES = {
    "overview": "/", "calls": "/calls?range=30d", "call": "/calls?range=30d&open=1", "sync": "/sync",
    "calls-overview": "/calls/overview", "daily": "/daily", "agents": "/agents", "tasks": "/tasks", "grades": "/grades",
    "import": "/import",
    "reconciliation": "/reconciliation", "jobs": "/jobs", "users": "/system/users", "roles": "/system/roles",
    "people": "/system/people", "audit": "/system/audit", "sources": "/system/sources", "settings": "/system/settings",
    "alerts": "/alerts", "channels": "/system/channels", "account": "/account", "tv": "/tv", "sign-in": "/sign-in",
}  # fmt: skip
WINDOWS = {"desktop": {"width": 1440, "height": 900}, "telephone": {"width": 390, "height": 844}}
STATES = ("loading", "failing", "away")
SETTLED_MS = {"loading": 1500, "failing": 1500, "away": 6000}  # a server that is away is asked three times
FAULT = {"success": False, "error": "服务器内部错误", "code": "internal_error", "trace_id": "0" * 32}


def hinder(context: BrowserContext, state: str) -> None:
    """The server answers who is signed in, and nothing else as it should."""

    def meet(route: Route) -> None:
        if "/api/auth/me" in route.request.url:
            route.continue_()
        elif state == "failing":
            route.fulfill(status=500, content_type="application/json", body=json.dumps(FAULT))
        elif state == "away":
            route.abort()

    context.route("**/api/**", meet)


def take(page: Page, url: str, state: str | None, path: Path) -> None:
    """One picture, once the page has come to rest."""
    page.goto(url, wait_until="commit" if state else "networkidle")
    page.wait_for_timeout(SETTLED_MS[state] if state else 400)
    page.screenshot(path=path, full_page=True)


def main(chosen: argparse.Namespace) -> None:
    """Writes the pictures into the folder."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        first = browser.new_context()
        page = first.new_page()
        page.goto(chosen.link)
        page.get_by_role("navigation").first.wait_for()
        session = first.storage_state()
        for (window, size), theme, language in product(WINDOWS.items(), ("light", "dark"), ("zh-CN", "en")):
            kind = f"{window}-{theme}-{language}"
            if chosen.only and chosen.only not in kind:
                continue
            context = browser.new_context(
                viewport=size,  # type: ignore[arg-type]  # a plain dict
                color_scheme=theme,  # type: ignore[arg-type]  # one of its words
                locale=language,
                storage_state=session,
            )
            if chosen.state:
                hinder(context, chosen.state)
            page = context.new_page()
            for name in chosen.pages or PAGES:
                picture = "-".join(filter(None, (name, chosen.state, kind)))
                take(page, chosen.url + PAGES[name], chosen.state, Path(chosen.folder) / f"{picture}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", choices=STATES)
    parser.add_argument("--only", default="", help="a part of the pictures' kinds, as in desktop-light-zh-CN")
    for name in ("url", "link", "folder"):
        parser.add_argument(name)
    parser.add_argument("pages", nargs="*")
    main(parser.parse_args())

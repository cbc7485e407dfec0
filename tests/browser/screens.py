"""Pictures of every page for people to look at: python -m tests.browser.screens URL LINK FOLDER [page …]

URL is a running server's, LINK a one-time sign-in link of `leadline demo` or `leadline user link NAME`. Each page is
taken on a desktop and on a telephone, light and dark, in Chinese and in English.
"""

import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

PAGES = {
    "overview": "/", "calls": "/calls?range=30d", "call": "/calls?range=30d&open=1", "sync": "/sync",
    "calls-overview": "/calls/overview", "daily": "/daily", "agents": "/agents", "tasks": "/tasks", "grades": "/grades",
    "reconciliation": "/reconciliation", "jobs": "/jobs", "users": "/system/users", "roles": "/system/roles",
    "people": "/system/people", "audit": "/system/audit", "sources": "/system/sources", "settings": "/system/settings",
    "alerts": "/alerts", "channels": "/system/channels", "account": "/account", "tv": "/tv", "sign-in": "/sign-in",
}  # fmt: skip
WINDOWS = {"desktop": {"width": 1440, "height": 900}, "telephone": {"width": 390, "height": 844}}


def main(url: str, link: str, folder: str, *wanted: str) -> None:
    """Writes the pictures into `folder`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        first = browser.new_context()
        page = first.new_page()
        page.goto(link)
        page.get_by_role("navigation").first.wait_for()
        state = first.storage_state()
        for (window, size), theme, language in product(WINDOWS.items(), ("light", "dark"), ("zh-CN", "en")):
            context = browser.new_context(
                viewport=size,  # type: ignore[arg-type]  # a plain dict
                color_scheme=theme,  # type: ignore[arg-type]  # one of its words
                locale=language,
                storage_state=state,
            )
            page = context.new_page()
            for name in wanted or PAGES:
                page.goto(url + PAGES[name])
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(400)
                page.screenshot(path=Path(folder) / f"{name}-{window}-{theme}-{language}.png", full_page=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Error, Page

TRIES = 4


def picture(page: Page, *, path: Path, full_page: bool = False) -> None:
    """A screenshot. Headless chromium without a graphics card now and then refuses one; the next is taken."""
    for left in reversed(range(TRIES)):
        try:
            page.screenshot(path=path, full_page=full_page)
        except Error:
            if not left:
                raise
            page.wait_for_timeout(500)
        else:
            return

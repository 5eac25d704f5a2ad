"""The pictures of the README, taken anew from a demo of its own: `python tools/screens.py`."""

from __future__ import annotations

import struct
import sys
import tempfile
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.e2e import staff
from tests.e2e.conftest import CHROMIUM, QUIET
from tests.processes.server import Server

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
LARGEST_BYTES = 250_000
SIGNATURE = b"\x89PNG\r\n\x1a\n"
STILL_MILLISECONDS = 1200


def take_all(browser: Browser, server: Server) -> None:
    member = browser.new_context(
        locale="fi-FI", viewport=DESKTOP, base_url=server.address, reduced_motion="reduce"
    )
    page = member.new_page()
    staff.sign_in(page, server.link)
    take(page, "home")
    link = link_of_a_survey(page)
    take_map(page)
    take_verdict(page)
    customer = browser.new_context(locale="fi-FI", viewport=PHONE, is_mobile=True)
    phone = customer.new_page()
    phone.goto(link)
    phone.get_by_role("radio").nth(3).check()
    take(phone, "answer-phone")


def link_of_a_survey(page: Page) -> str:
    staff.go_to(page, "Palaute")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    return page.get_by_role("textbox", name="Jaettava linkki").input_value()


def take_map(page: Page) -> None:
    staff.go_to(page, "Palvelupolut")
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    staff.open_side(page, "Verkkosivu")
    take(page, "map")


def take_verdict(page: Page) -> None:
    staff.go_to(page, "Kehittäminen")
    page.get_by_role("link", name="Takaisinsoitto jonottamisen sijaan").click()
    page.get_by_role("heading", name="Auttoiko se?").wait_for()
    take(page, "verdict")


def take(page: Page, name: str) -> None:
    page.wait_for_timeout(STILL_MILLISECONDS)  # charts are drawn after the page has loaded
    picture = packed(page.screenshot(scale="css"))
    assert len(picture) < LARGEST_BYTES, f"{name}: {len(picture)} bytes"  # noqa: S101  a picture for a README
    (FOLDER / f"{name}.png").write_bytes(picture)
    print(f"{name}.png {len(picture) / 1000:.0f} kB")


def packed(picture: bytes) -> bytes:
    """The same pixels, deflated as far as zlib goes; the browser itself packs for speed."""
    chunks = []
    at = len(SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        chunks.append((picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]))
        at += length + 12
    pixels = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    head = next(body for kind, body in chunks if kind == b"IHDR")
    kept = [(b"IHDR", head), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(chunk(kind, body) for kind, body in kept)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), arguments=("--demo",))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        try:
            server.start()
            take_all(browser, server)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()

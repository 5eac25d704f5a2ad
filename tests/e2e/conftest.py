from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, sync_playwright

from tests.e2e.letterbox import Letterbox, letterbox_of_this_machine
from tests.e2e.staff import sign_in
from tests.processes.server import Server, free_port

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: ViewportSize = {"width": 1440, "height": 940}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def letterbox() -> Iterator[Letterbox]:
    """All mail that the demo sends."""
    with letterbox_of_this_machine() as box:
        yield box


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, letterbox: Letterbox) -> Iterator[Server]:
    """The product as a newcomer meets it: `kohtaamo up --demo` on an empty folder, with a mail server."""
    server = Server(tmp_path_factory.mktemp("demo"), arguments=("--demo",), port=free_port())
    server.settings = {
        "KOHTAAMO_SMTP_HOST": "127.0.0.1",
        "KOHTAAMO_SMTP_PORT": str(letterbox.port),
        "KOHTAAMO_SMTP_TLS": "false",
        "KOHTAAMO_ORIGINS": server.address,
    }
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def signed_in(demo: Server, chromium: Browser, shots: Path) -> str:
    """Where the cookies of a signed-in person are kept, for every context that needs them."""
    context = chromium.new_context(locale="fi-FI")
    page = context.new_page()
    sign_in(page, demo.link, shots)
    kept = demo.data / "cookies.json"
    context.storage_state(path=kept)
    context.close()
    return str(kept)


@pytest.fixture
def desk(demo: Server, chromium: Browser, signed_in: str) -> Iterator[Page]:
    """A desktop page of somebody signed in, in Finnish; what its console says is collected."""
    context = chromium.new_context(
        locale="fi-FI",
        viewport=DESKTOP,
        storage_state=signed_in,
        base_url=demo.address,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(demo: Server, chromium: Browser) -> Iterator[BrowserContext]:
    """A customer's phone: nobody signed in, no JavaScript."""
    context = chromium.new_context(
        locale="fi-FI", viewport=PHONE, base_url=demo.address, java_script_enabled=False, is_mobile=True
    )
    yield context
    context.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    folder = Path(__file__).parents[2] / "test-results" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    return folder

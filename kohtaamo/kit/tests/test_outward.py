from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kohtaamo.kit.outward import NoRedirects


class Moving(BaseHTTPRequestHandler):
    """Sends everybody elsewhere, and notes who came."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def address() -> Iterator[str]:
    Moving.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), Moving)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_message_is_not_sent_on_to_another_address(address: str) -> None:
    opener = urllib.request.build_opener(NoRedirects)
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(f"{address}/given", timeout=5)
    refused.value.close()
    assert refused.value.code == 302
    assert Moving.asked == ["/given"]

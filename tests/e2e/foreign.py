"""A web page of somebody else, at another address, with a strict policy of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Kauppa</title></head>
<body><main><h1>Kauppa</h1><p>Teksti.</p><button type="button" data-kohtaamo-happened="order.delivered">Valmis</button>
{body}</main></body></html>"""


@dataclass
class Foreign:
    """`ours` is where the script and the frame come from; pages are served by path."""

    ours: str
    pages: dict[str, str] = field(default_factory=dict)
    server: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        assert self.server
        return f"http://localhost:{self.server.server_port}"

    @property
    def policy(self) -> str:
        """The two that a page must add for us, and nothing else of ours."""
        return f"default-src 'self'; script-src {self.ours}; frame-src {self.ours}"

    def put(self, path: str, body: str, *, language: str = "fi") -> str:
        self.pages[path] = PAGE.format(body=body, language=language)
        return f"{self.address}{path}"


@contextmanager
def foreign_site(ours: str) -> Iterator[Foreign]:
    site = Foreign(ours)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = site.pages.get(self.path)
            self.send_response(200 if page else 204)  # the browser also asks for an icon
            self.send_header("Content-Security-Policy", site.policy)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((page or "").encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Tests are quiet."""

    site.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()

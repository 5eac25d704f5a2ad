from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from kohtaamo.feedback.channel import DoubtfulError, Message, NotSentError
from kohtaamo.feedback.channels import SENDING
from kohtaamo.feedback.texting import TextMessage
from kohtaamo.feedback.texting.http import filled


@dataclass
class Provider:
    """A provider of text messages on this machine."""

    status: int = 202
    hangs_up: bool = False
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.asked.append((dict(self.headers), body))
            if made.hangs_up:
                self.connection.close()
                return
            self.send_response(made.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SMS_BACKEND = "kohtaamo.feedback.texting.http.Backend"
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/messages"
    settings.SMS_HEADERS = '{"Authorization": "Bearer k"}'
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def message(text: str = "Miten meni? {to}") -> Message:
    return Message(to="+358401234567", text=text, identity="abc.0", language="fi", sender="Satama")


def sent() -> Any:
    send = SENDING["sms"].send
    assert send is not None
    (trouble,) = send([message()])
    return trouble


def test_a_message_goes_to_the_provider_in_the_shape_of_the_settings(provider: Provider) -> None:
    assert sent() is None
    ((headers, body),) = provider.asked
    assert headers["Authorization"] == "Bearer k"
    assert json.loads(body) == {
        "to": "+358401234567",
        "from": "Satama",
        "text": "Miten meni? {to}",
        "id": "abc.0",
    }


def test_a_provider_that_takes_forms_gets_one(provider: Provider, settings: Any) -> None:
    settings.SMS_HEADERS = '{"Content-Type": "application/x-www-form-urlencoded"}'
    settings.SMS_BODY = '{"To": "{to}", "Body": "{sender}: {text}"}'
    assert sent() is None
    assert parse_qs(provider.asked[0][1].decode()) == {
        "To": ["+358401234567"],
        "Body": ["Satama: Miten meni? {to}"],
    }


@pytest.mark.parametrize(
    ("status", "for_good"), [(400, True), (429, False), (401, False), (503, False), (302, False)]
)
def test_only_a_number_that_is_refused_is_given_up(provider: Provider, status: int, for_good: bool) -> None:
    provider.status = status
    trouble = sent()
    assert isinstance(trouble, NotSentError)
    assert trouble.for_good is for_good


def test_no_answer_leaves_a_doubt_and_no_connection_none(provider: Provider, settings: Any) -> None:
    provider.hangs_up = True
    assert isinstance(sent(), DoubtfulError)
    settings.SMS_URL = "http://127.0.0.1:1/"
    assert isinstance(sent(), NotSentError)


def test_a_file_gets_a_line_a_message(settings: Any, tmp_path: Path) -> None:
    settings.SMS_BACKEND = "kohtaamo.feedback.texting.file.Backend"
    settings.SMS_FILE = tmp_path / "sms.jsonl"
    assert sent() is None
    assert sent() is None
    lines = settings.SMS_FILE.read_text().splitlines()
    assert [json.loads(line)["to"] for line in lines] == ["+358401234567"] * 2


def test_the_console_prints_it(capsys: Any, settings: Any) -> None:
    settings.SMS_BACKEND = "kohtaamo.feedback.texting.console.Backend"
    assert sent() is None
    assert "+358401234567: Miten meni?" in capsys.readouterr().out


def test_braces_that_name_nothing_stay() -> None:
    one = TextMessage("1", "a", "b", "c")
    assert filled({"x": ["{to}-{nobody}", 3, "{"]}, one) == {"x": ["1-{nobody}", 3, "{"]}

"""The command as a process of its own: what comes in is hostile, and nothing but JSON lines comes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any


def run(given: bytes, *arguments: str, language: str = "C.UTF-8") -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "kohtaamo", "redact", *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, "LC_ALL": language},
        check=True,
    )
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_spans_are_of_the_text_as_it_came() -> None:
    text = "😀 Hetuni on 131052-308T, soita 040 123 4567:ään"
    [row] = run(json.dumps({"id": 7, "text": text}).encode())
    assert row["text"] == "😀 Hetuni on <HETU_1>, soita <PUHELIN_1>:ään"
    assert [(one["kind"], text[one["start"] : one["end"]]) for one in row["pii"]] == [
        ("hetu", "131052-308T"),
        ("phone", "040 123 4567"),
    ]
    assert row.keys() == {"id", "text", "pii"}


def test_placeholders_are_told_only_when_asked_for() -> None:
    [row] = run(b'{"id": "a", "text": "matti@firma.fi"}', "--reversible")
    assert row["placeholders"] == {"<SAHKOPOSTI_1>": "matti@firma.fi"}


def test_a_bad_line_is_told_and_the_rest_goes_on() -> None:
    lines = [
        b'\xef\xbb\xbf{"id": 1, "text": "131052-308T"}\r',
        b"",
        b"not json",
        b'{"id": 4}',
        b'{"id": 5, "text": "\\ud800 \\u0000 040 1234567"}',
        b"\xff\xfe",
        b'["a list"]',
        b"[" * 100_000,
        b'{"id": 9, "text": "' + b"x" * 1_000_000 + b'"}',
        '{"id": 10, "text": "\u202e\u200b🎉 010594Y9032"}'.encode(),
    ]
    rows = run(b"\n".join(lines))
    assert [row.get("line") for row in rows] == [None, 3, 4, None, 6, 7, 8, None, None]
    assert all(row["error"] for row in rows if "line" in row)
    assert [row["id"] for row in rows if "id" in row] == [1, 5, 9, 10]
    assert [row["text"] for row in rows if "id" in row] == [
        "<HETU_1>",
        "\ud800 \0 <PUHELIN_1>",
        "x" * 1_000_000,
        "\u202e\u200b🎉 <HETU_1>",
    ]


def test_nothing_in_gives_nothing_out() -> None:
    assert run(b"") == []

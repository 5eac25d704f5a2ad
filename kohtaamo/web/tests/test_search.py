from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.loopback import Told, serving

TEXTS: list[dict] = [
    {"id": "parking", "text": "Pysäköinti asiakkaan talliin on maksutonta"},
    {"id": 7, "text": "Laskun eräpäivää voi siirtää omilla sivuilla"},
]


def run(file: Path, given: bytes = b"", *options: str) -> tuple[int, list[dict], str]:
    """The command as a process of its own, in an English terminal."""
    found = subprocess.run(
        [sys.executable, "-m", "kohtaamo", "search", "--in", str(file), *options],
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    )
    lines = found.stdout.decode("utf-8").splitlines()
    return found.returncode, [json.loads(line) for line in lines], found.stderr.decode("utf-8")


def written(folder: Path, *lines: bytes) -> Path:
    path = folder / "texts.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def as_lines(rows: list[dict]) -> list[bytes]:
    return [json.dumps(row).encode() for row in rows]


def test_queries_get_their_texts_and_bad_ones_a_sentence(tmp_path: Path):
    given = [
        b'\xef\xbb\xbf{"id": "a", "text": "pysakoida"}\r',
        b"",
        b'{"id": 2, "text": "erapaivan siirto laskulle"}',
        b'{"id": "\\ud800", "text": "\\ud800 \\u202e \\u200b"}',
        b'{"id": "emoji", "text": "\xf0\x9f\x98\x80"}',
        b"not JSON",
        b'{"id": "b"}',
        b'{"text": "lasku"}',
        b'["lasku"]',
        b'{"id": "b", "text": "\xff"}',
        b'{"id": "b", "text": "\0"}',
        b"[" * 100_000,
        json.dumps({"id": "long", "text": "lasku" * 200_000}).encode(),
    ]
    code, rows, told = run(written(tmp_path, *as_lines(TEXTS)), b"\n".join(given), "--k", "1")
    assert (code, told) == (0, "")
    assert [(row["id"], [hit["id"] for hit in row["hits"]]) for row in rows if "id" in row] == [
        ("a", ["parking"]),
        (2, [7]),
        ("\ud800", []),
        ("emoji", []),
        ("long", [7]),
    ]
    assert [row["line"] for row in rows if "error" in row] == [6, 7, 8, 9, 10, 11, 12]
    assert all(row["error"].startswith("This line ") for row in rows if "error" in row)


def test_bad_lines_of_the_texts_are_told_with_their_numbers_and_the_rest_is_used(tmp_path: Path):
    file = written(tmp_path, b"no", *as_lines(TEXTS), b"{}", *([b"1"] * 30))
    code, rows, told = run(file, b'{"id": 1, "text": "lasku"}')
    assert code == 0
    assert [hit["id"] for hit in rows[0]["hits"]] == [7]
    lines = told.splitlines()
    assert lines[0] == f"{file}, line 1: This line is not JSON. Each line needs an id and a text, in braces."
    assert lines[1] == f"{file}, line 4: This line has no id. Give it one: a text or a whole number."
    assert lines[-1] == "12 more lines were left out."
    assert len(lines) == 21


def test_a_file_that_cannot_be_searched_is_told_and_nothing_is_written(tmp_path: Path):
    same = written(tmp_path, *as_lines([*TEXTS, {"id": "7", "text": "muu"}]))
    assert run(same) == (
        2,
        [],
        f"{same}: lines 2 and 3 have the same id “7”. Give each text an id of its own.\n",
    )
    missing = tmp_path / "missing.jsonl"
    assert run(missing) == (2, [], f"There is no file {missing}. Check the name after --in.\n")
    assert run(tmp_path)[::2] == (
        2,
        f"{tmp_path} cannot be read. Check that it is a file, and that you may read it.\n",
    )
    empty = written(tmp_path, b"")
    assert run(empty)[::2] == (
        2,
        f"{empty} has no texts to rank. Each line needs an id and a text, in braces.\n",
    )


def test_texts_are_ranked_by_meaning_where_a_server_is_told(tmp_path: Path):
    """The made-up server knows two meanings: bills, and all else."""

    def meanings(body: dict[str, Any]) -> Told:
        about_bills = [float("lasku" in text.lower() or "bill" in text.lower()) for text in body["input"]]
        data = [{"index": place, "embedding": [1.0, far]} for place, far in enumerate(about_bills)]
        return Told(json.dumps({"data": data}).encode())

    file = written(tmp_path, *as_lines(TEXTS))
    query = json.dumps({"id": "q", "text": "When is my bill due, call 040 123 4567?"}).encode()
    with serving(meanings) as server:
        code, found, _ = run(file, query, "--embeddings", server.address, "--k", "1")
        assert server.asked[1]["input"] == ["When is my bill due, call <PUHELIN_1>?"]
    assert (code, found) == (0, [{"id": "q", "hits": [{"id": 7, "score": 1.0}]}])


def test_a_server_that_fails_leaves_the_ranking_to_words(tmp_path: Path):
    file = written(tmp_path, *as_lines(TEXTS))
    query = json.dumps({"id": "q", "text": "laskun eräpäivä"}).encode()
    with serving(lambda _body: Told(status=500)) as server:
        code, (found,), told = run(file, query, "--embeddings", server.address)
    assert (code, found["hits"][0]["id"]) == (0, 7)
    assert told.count("ranked by their words") == 1

"""The command as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

ORDER = "Toimitus myöhästyi viikon, mutta asiakaspalvelija oli todella ystävällinen."
HOSTILE = [
    b"not json",
    b'{"id": 2}',
    b'{"id": 3, "text": "' + b"x" * 1_000_000 + b'"}',
    '{"id": 4, "text": "😡😡😡"}'.encode(),
    '{"id": 5, "text": "\u202e\u200bhuono\u200b palvelu"}'.encode(),
    b'{"id": 6, "text": "\\ud800"}',
    b'{"id": 7, "text": ""}',
    b'{"id": 8, "text": "' + b"QUJDREVGR0hJSktMTU5PUA" * 2_000 + b'=="}',
]


def run(given: bytes, *arguments: str, expected: int = 0) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "kohtaamo", "analyse", *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == expected, done.stderr
    return done


def rows(given: bytes, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(given, *arguments).stdout.splitlines()]


def line(text: str) -> bytes:
    return json.dumps({"id": "a", "text": text}).encode()


def test_a_text_is_read_for_language_tone_themes_and_personal_data() -> None:
    text = f"{ORDER} Soittakaa 040 123 4567."
    [row] = rows(line(text))
    assert row.keys() == {"id", "language", "sentiment", "themes", "emotions", "pii", "keyphrases", "flags"}
    assert row["language"] == "fi"
    assert 1 <= row["sentiment"]["strength"] <= 5
    themes = {one["key"]: one for one in row["themes"]}
    assert themes["delivery"]["sentiment"] == "neg"
    assert themes["staff"]["sentiment"] == "pos"
    assert next(text[start:end] for start, end in themes["delivery"]["evidence"]) == "Toimitus"
    assert "ystävällinen" in [text[start:end] for start, end in row["sentiment"]["evidence"]]
    assert [(one["kind"], text[one["start"] : one["end"]]) for one in row["pii"]] == [
        ("phone", "040 123 4567")
    ]


def test_only_what_was_asked_for_is_told() -> None:
    [row] = rows(line(ORDER), "--tasks", "sentiment")
    assert row.keys() == {"id", "language", "sentiment"}
    [row] = rows(line(ORDER), "--tasks", "language")
    assert row == {"id": "a", "language": "fi"}
    [row] = rows(line("131052-308T"), "--tasks", "pii")
    assert row == {"id": "a", "pii": [{"kind": "hetu", "start": 0, "end": 11}]}


def test_phrases_and_flags_stand_where_their_spans_say() -> None:
    text = f"{ORDER} Soittakaa minulle heti, muuten vaihdan kilpailijalle."
    [row] = rows(line(text), "--tasks", "keyphrases,flags")
    assert all(text[one["start"] : one["end"]] == one["text"] for one in row["keyphrases"])
    assert row["keyphrases"][0]["text"] == "Toimitus myöhästyi viikon"
    assert [one["key"] for one in row["flags"]] == ["leaving", "contact", "urgent"]
    words = [text[start:end] for start, end in row["flags"][0]["evidence"]]
    assert words == ["vaihdan", "kilpailijalle"]


def test_emotions_are_told_with_how_likely_they_are() -> None:
    [row] = rows(line("Olen vihainen ja raivoissani, tämä on aivan kauheaa!"), "--tasks", "emotions")
    assert row["emotions"][0]["key"] == "anger"
    assert all(0 < one["confidence"] <= 1 for one in row["emotions"])


def test_a_line_is_answered_before_the_next_is_given() -> None:
    command = [sys.executable, "-m", "kohtaamo", "analyse", "--tasks", "pii"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for text in ("131052-308T", "nothing"):
            process.stdin.write(line(text) + b"\n")
            process.stdin.flush()
            assert len(json.loads(process.stdout.readline())["pii"]) == (text != "nothing")
        process.stdin.close()


def test_what_is_not_asked_for_is_not_loaded() -> None:
    """The identifier of languages and the word lists are what costs."""
    script = (
        "import sys; from kohtaamo.language.analysis import analyse; analyse('131052-308T', tasks=['pii']); "
        "from kohtaamo.language.lexicon import lexicon; "
        "print('py3langid' in sys.modules, 'sklearn' in sys.modules, 'kohtaamo.language.flags' in sys.modules, "
        "'kohtaamo.language.phrases' in sys.modules, lexicon.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"False", b"False", b"False", b"0"]


def test_the_language_may_be_told() -> None:
    """Also of what no one could know by itself."""
    assert rows(line("12.5."), "--tasks", "sentiment")[0]["language"] == "und"
    [row] = rows(line("Hidas"), "--tasks", "sentiment", "--language", "fi")
    assert (row["language"], row["sentiment"]["label"]) == ("fi", "neg")


def test_swedish_is_known_and_has_no_themes() -> None:
    [row] = rows(line("Leveransen var mycket sen och personalen var otrevlig mot mig."))
    assert row["language"] == "sv"
    assert row["themes"] == []


def test_an_unknown_task_is_named_with_those_there_are() -> None:
    done = run(b"", "--tasks", "sentiment,mielikuva", expected=2)
    assert b"mielikuva" in done.stderr
    assert b"themes" in done.stderr
    assert done.stdout == b""


def test_hostile_lines_are_told_or_read_and_the_rest_goes_on() -> None:
    found = rows(b"\n".join([*HOSTILE, line(ORDER)]))
    assert [one.get("line") or one["id"] for one in found] == [1, 2, 3, 4, 5, 6, 7, 8, "a"]
    assert found[0]["error"]
    assert found[1]["error"]
    angry = found[3]["sentiment"]
    assert (angry["label"], angry["evidence"]) == ("neg", [[0, 1], [1, 2], [2, 3]])
    assert found[-1]["language"] == "fi"

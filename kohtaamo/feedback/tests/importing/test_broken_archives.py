"""Archives and replies that came only half, or were bent on the way: a sentence, and nothing stored."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from kohtaamo.feedback.importing import ImportProblem, import_file
from kohtaamo.feedback.models import Answer, Survey
from tests.world import World

LSS = """<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<languages><language>en</language></languages>
<questions><rows><row><qid>11</qid><gid>5</gid><type>S</type><title>why</title>
<question>Why?</question><language>en</language></row></rows></questions>
<surveys><rows><row><sid>7</sid><language>en</language></row></rows></surveys>
</document>"""
ROWS = "".join(
    f"<row><id>{n}</id><submitdate>2024-05-01 10:00:{n % 60:02}</submitdate><_7X5X11>Sana {n}</_7X5X11></row>"
    for n in range(1, 200)
)
LSR = f'<?xml version="1.0"?><document><responses><rows>{ROWS}</rows></responses></document>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><document><responses><rows><row><id>1</id>'
    "<_7X5X11>&c;</_7X5X11></row></rows></responses></document>"
)
TYPEFORM = json.dumps(
    {
        "total_items": 1,
        "items": [
            {
                "response_id": "r1",
                "submitted_at": "2024-05-01T10:00:00Z",
                "answers": [{"type": "text", "text": "Hyvä", "field": {"id": "f", "type": "short_text"}}],
            }
        ],
    }
)


def archive(folder: Path, structure: str = LSS, answers: str = LSR, **more: str) -> bytes:
    path = folder / "whole.lsa"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("survey_7.lss", structure)
        made.writestr("survey_7_responses.lsr", answers)
        for name, text in more.items():
            made.writestr(name, text)
    return path.read_bytes()


def sentences_of(folder: Path, contents: bytes, name: str = "s.lsa") -> list[str]:
    """In Finnish and in English why the file is not taken; nothing when it was."""
    path = folder / name
    path.write_bytes(contents)
    try:
        import_file(path, mapping=None)
    except ImportProblem as problem:
        told = []
        for language in ("fi", "en"):
            with translation.override(language):
                told.append(str(problem))
        return told
    return []


def assert_told_in_both(told: list[str]) -> None:
    finnish, english = told
    assert finnish != english
    assert finnish.endswith(".")
    assert english.endswith(".")
    assert not Answer.objects.exists()
    assert not Survey.objects.exists()


def test_the_whole_archive_is_taken(in_satama: World, tmp_path: Path) -> None:
    assert sentences_of(tmp_path, archive(tmp_path)) == []
    assert Answer.objects.count() == 199


@pytest.mark.parametrize(
    "parts",
    [
        {"../../etc/x": "x"},
        {"answers": LAUGHS},
        {"structure": LAUGHS},
        {"answers": LSR + " " * (60 << 20)},
        {"answers": LSR[: len(LSR) // 2]},
        {"structure": LSS[: len(LSS) // 2]},
    ],
    ids=[
        "climbs",
        "laughs in answers",
        "laughs in questions",
        "swells",
        "half of answers",
        "half of questions",
    ],
)
def test_a_dangerous_or_half_part_is_told_and_nothing_stored(
    in_satama: World, tmp_path: Path, parts: dict[str, str]
) -> None:
    assert_told_in_both(sentences_of(tmp_path, archive(tmp_path, **parts)))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_half_an_upload_of_an_archive_is_told(in_satama: World, tmp_path: Path, share: float) -> None:
    whole = archive(tmp_path)
    assert_told_in_both(sentences_of(tmp_path, whole[: int(len(whole) * share)]))


def test_an_archive_bent_anywhere_is_told_or_read_and_never_breaks(in_satama: World, tmp_path: Path) -> None:
    """Bytes change on the way: in the packed contents, in the names, in the sizes, in the table at the end."""
    whole, chance = archive(tmp_path), random.Random(7)
    told = 0
    for _ in range(60):
        bent = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        sentences = sentences_of(tmp_path, bytes(bent))
        assert all(sentence.endswith(".") for sentence in sentences)
        told += bool(sentences)
    assert told > 20


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.98])
def test_half_a_json_is_told(in_satama: World, tmp_path: Path, share: float) -> None:
    half = TYPEFORM[: int(len(TYPEFORM) * share)].encode()
    assert_told_in_both(sentences_of(tmp_path, half, "responses.json"))


def test_the_whole_json_is_taken(in_satama: World, tmp_path: Path) -> None:
    assert sentences_of(tmp_path, TYPEFORM.encode(), "responses.json") == []
    assert Answer.objects.get().content[0]["value"] == "Hyvä"

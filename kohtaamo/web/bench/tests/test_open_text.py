from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import pytest

from kohtaamo.language.bench import airline, bank
from kohtaamo.web.bench.open_text.feeling import emotions
from kohtaamo.web.bench.open_text.finding import retrieval
from kohtaamo.web.bench.open_text.real import airline_mentions, bank_reviews
from kohtaamo.web.bench.open_text.tone import tone
from kohtaamo.web.bench.open_text.understanding import languages, names, themes
from kohtaamo.web.bench.open_text.worker import first_answer, weighed_after

LINES = [
    ("Tämä oli todella hyvä ja mukava elokuva", "pos"),
    ("Tämä oli kauhea ja huono elokuva", "neg"),
    ("Elokuva alkaa iltapäivällä viideltä", "neu"),
]


def rows(folder: Path, name: str, lines: Sequence[Mapping[str, object]]) -> None:
    (folder / name).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for language in ("fi", "en", "sv"):
        lines = [
            {"text": text, "polarity": polarity, "emotions": ["joy"] if polarity == "pos" else []}
            for text, polarity in LINES
        ]
        rows(tmp_path, f"xed_{language}.dev.jsonl", lines)
        rows(tmp_path, f"xed_{language}.train.jsonl", lines * 6)
    rows(
        tmp_path, "service_comment_themes_fi.example.jsonl", [{"fi": "Hinta oli kova.", "themes": ["price"]}]
    )
    (tmp_path / "turku_ner_fi.dev.tsv").write_text("Terveisin\tO\nMatti\tB-PER\n", encoding="utf-8")
    intents = [{"text": f"lasku numero {number}", "label": "lasku"} for number in range(12)]
    rows(tmp_path, "banking77.train.jsonl", intents)
    for language in ("fi", "en", "sv"):
        rows(tmp_path, f"home_intents_{language}.jsonl", intents)
    pairs = {"label": "4", "lex-similarity": "0.5", "txt1": "Lasku tuli väärin", "txt2": "Väärä lasku tuli"}
    rows(tmp_path, "turku_paraphrase_fi.dev.jsonl", [pairs])
    texts = "airline_sentiment,negativereason,text\n"
    texts += "negative,Late Flight,We waited for hours\nnegative,Lost Luggage,Bag?\n"
    (tmp_path / airline.FILE).write_text(texts, encoding="utf-8")
    reviews = [
        f"{text},{stars},2025-{month:02}-01"
        for month in range(1, 13)
        for text, stars in (("so good", 5), ("bad", 1))
    ]
    (tmp_path / bank.FILE).write_text("review,rating,date\n" + "\n".join(reviews), encoding="utf-8")
    return tmp_path


def test_every_row_has_a_value_where_the_data_are_there(data):
    parts = (tone, emotions, languages, themes, names, retrieval, airline_mentions, bank_reviews)
    found = {one.name: one for one in chain.from_iterable(part(data) for part in parts)}
    assert found["sentiment XED-fi 2-class"].value == 1
    assert found["sentiment XED-fi 2-class"].holds is True
    assert found["sentiment XED-fi 2-class"].beside["n"] == 2
    assert found["sentiment XED-fi 3-class, negative"].beside == {"precision": 1, "recall": 1, "n": 1}
    assert found["emotion XED-fi 8 labels, macro"].beside["n"] == 1
    assert found["emotion XED-en 8 labels, macro"].beside["every emotion of every line"] == 1
    assert found["themes FI, example comments, micro"].value == 1
    assert found["person names, Turku NER dev, token recall"].beside["n"] == 1
    assert found["retrieval Banking77 10-shot, R@1"].beside["queries"] == 2
    assert found["airline: Late Flight has its theme"].value == 1
    assert found["bank: tenant model beats the shipped one"].beside["n"] == 8
    assert [one.name for one in found.values() if "not run" in one.beside and "XED-sv" not in one.name] == []


@pytest.mark.parametrize(
    "part", [tone, emotions, languages, themes, names, retrieval, airline_mentions, bank_reviews]
)
def test_data_that_are_not_there_are_told_with_their_source(part, tmp_path):
    for folder in (None, tmp_path):
        for one in part(folder):
            assert (one.value, one.holds) == (None, None)
            assert "names no folder with" in str(one.beside["not run"])
            assert "(" in str(one.beside["not run"])


def test_a_worker_answers_every_text():
    start = first_answer("Kiitos hyvästä palvelusta")
    assert start.seconds > 0
    assert start.processor_seconds > 0
    weighed = weighed_after(["Kiitos hyvästä palvelusta"] * 3)
    assert weighed.answers == 3
    assert weighed.bytes_held is None or weighed.bytes_held > 10_000_000

"""Language, themes, names and identifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

from kohtaamo.kit.statistics import share
from kohtaamo.language.bench.intervals import macro_f1_interval
from kohtaamo.language.bench.languages import SHORT, evenly, languages_told
from kohtaamo.language.bench.naming import names_found, sentences
from kohtaamo.language.bench.personal_cases import cases
from kohtaamo.language.bench.personal_data import identifiers_found
from kohtaamo.language.bench.retrieval import rows_of
from kohtaamo.language.bench.scores import Agreement, all_labels, macro_f1, per_label
from kohtaamo.language.bench.told_themes import labelled_json, themes_found
from kohtaamo.language.redacting import find
from kohtaamo.web.bench.bench import Beside, Finding, at_least

from .sources import COMMENTS, NAMES, XED, found, missing

LANGUAGES = ("fi", "sv", "en")
THEMES_FILE = "service_comment_themes_fi.example.jsonl"
NAMES_FILE = "turku_ner_fi.dev.tsv"


def languages(folder: Path | None) -> Iterator[Finding]:
    files = [f"xed_{language}.dev.jsonl" for language in LANGUAGES]
    paths = found(folder, *files)
    if paths is None:
        yield missing("language id", "--language-data", XED, *files)
        return
    lines = {
        language: [row["text"] for row in rows_of(path)]
        for language, path in zip(LANGUAGES, paths, strict=True)
    }
    told = list(languages_told(evenly(lines)))
    began = process_time()
    told = list(languages_told(evenly(lines)))
    seconds = process_time() - began
    short = [said == read for text, (said, read) in told if len(text) < SHORT]
    yield share_row("language id, all", [said == read for _, (said, read) in told], 0.985)
    yield share_row(f"language id, < {SHORT} characters", short, 0.95)
    yield at_least("language id", len(told) / seconds, 10_000, "texts/s")


def share_row(name: str, rights: Sequence[bool], least: float) -> Finding:
    if not rights:
        return Finding(name, None, "share", beside={"n": 0})
    known = share(sum(rights), len(rights))
    return at_least(name, known.value, least, "share", {"n": known.n, "low": known.low, "high": known.high})


def themes(folder: Path | None) -> Iterator[Finding]:
    paths = found(folder, THEMES_FILE)
    if paths is None:
        yield missing("themes FI, example comments, micro", "--language-data", COMMENTS, THEMES_FILE)
        return
    pairs = themes_found(labelled_json(paths[0], "fi"), "fi")
    whole = all_labels(pairs)
    low, high = macro_f1_interval(pairs)
    beside: Beside = {"n": len(pairs), "precision": whole.precision, "recall": whole.recall}
    yield at_least("themes FI, example comments, micro", whole.f1, 0.85, "F1", beside)
    yield at_least(
        "themes FI, example comments, macro",
        macro_f1(per_label(pairs)),
        0.75,
        "F1",
        {"n": len(pairs), "low": low, "high": high},
    )


def names(folder: Path | None) -> Iterator[Finding]:
    paths = found(folder, NAMES_FILE)
    if paths is None:
        yield missing("person names, Turku NER dev", "--language-data", NAMES, NAMES_FILE)
        return
    words = names_found(sentences(paths[0]))
    recall = share(words.right, words.said) if words.said else None
    beside: Beside = {"n": words.said, "low": recall.low, "high": recall.high} if recall else {"n": 0}
    yield at_least("person names, Turku NER dev, token recall", words.recall, 0.5, "share", beside)
    yield Finding(
        "person names, Turku NER dev, token precision", words.precision, "share", beside={"n": words.read}
    )


def identifiers() -> Iterator[Finding]:
    made = cases()
    began = process_time()
    for case in made:
        find(case.text)
    per_second = len(made) / (process_time() - began)
    of_kinds = identifiers_found(made)
    all_of = Agreement(
        *(sum(getattr(one, part) for one in of_kinds.values()) for part in ("right", "said", "read"))
    )
    yield at_least(
        "structured PII, generated cases, recall",
        all_of.recall,
        0.99,
        "share",
        least_of(of_kinds, "recall", len(made)),
    )
    yield at_least(
        "structured PII, generated cases, precision",
        all_of.precision,
        0.99,
        "share",
        least_of(of_kinds, "precision", len(made)),
    )
    yield at_least("structured PII", per_second, 15_000, "texts/s")


def least_of(of_kinds: dict[str, Agreement], part: str, texts: int) -> Beside:
    worst = min(of_kinds, key=lambda kind: float(getattr(of_kinds[kind], part)))
    return {"texts": texts, f"worst, {worst}": float(getattr(of_kinds[worst], part))}

"""Emotions on XED's development lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kohtaamo.language.bench import felt
from kohtaamo.language.bench.intervals import macro_f1_interval
from kohtaamo.language.bench.scores import SetPair, all_labels, macro_f1, per_label
from kohtaamo.language.emotions import LANGUAGES
from kohtaamo.web.bench.bench import Finding, at_least

from .sources import XED, found, missing

LEAST = {"fi": 0.46}


def emotions(folder: Path | None) -> Iterator[Finding]:
    for language in LANGUAGES:
        file, name = f"xed_{language}.dev.jsonl", f"emotion XED-{language} 8 labels"
        paths = found(folder, file)
        if paths is None:
            yield missing(name, "--language-data", XED, file)
            continue
        lines = felt.felt_lines(paths[0])
        pairs = felt.emotions_found(lines, language)
        yield whole(f"{name}, macro", pairs, felt.everything(lines), LEAST.get(language))
        for key, agreement in per_label(pairs).items():
            shares = {"precision": agreement.precision, "recall": agreement.recall, "n": agreement.said}
            yield Finding(f"{name}, {key}", agreement.f1, "F1", beside=shares)


def whole(name: str, pairs: list[SetPair], with_all: list[SetPair], least: float | None) -> Finding:
    low, high = macro_f1_interval(pairs)
    value = macro_f1(per_label(pairs))
    beside = {"n": len(pairs), "low": low, "high": high, "micro": all_labels(pairs).f1}
    beside["every emotion of every line"] = macro_f1(per_label(with_all))
    return at_least(name, value, least, "F1", beside) if least else Finding(name, value, "F1", beside=beside)

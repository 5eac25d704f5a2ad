"""Tone on XED's development lines. The linear model beside is trained on its training lines in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from kohtaamo.kit.statistics import share
from kohtaamo.language.bench import tones
from kohtaamo.language.bench.intervals import as_sets, macro_f1_interval
from kohtaamo.language.bench.retrieval import rows_of
from kohtaamo.language.bench.scores import (
    Pair,
    accuracy,
    expected_calibration_error,
    macro_f1,
    per_class,
    reliability,
)
from kohtaamo.web.bench.bench import Finding, at_least, at_most, not_run

from .sources import HOME, XED, found, missing

LANGUAGES = ("fi", "en", "sv")
LEAST = {("fi", "2-class"): 0.79, ("fi", "3-class"): 0.655}
MOST_ERROR = 0.05
LEAST_LEFT_ALONE = 0.8

Lines = Sequence[tones.Line]
Read = Mapping[str, Sequence[tones.Told]]


def tone(folder: Path | None) -> Iterator[Finding]:
    for language in LANGUAGES:
        files = (f"xed_{language}.dev.jsonl", f"xed_{language}.train.jsonl")
        paths = found(folder, *files)
        if paths is None:
            yield missing(f"sentiment XED-{language}", "--language-data", XED, *files)
            continue
        if not tones.is_read(language):
            yield not_run(f"sentiment XED-{language}", "the product does not read the tone of this language")
            continue
        lines, training = map(tones.xed_lines, paths)
        yield from of_language(language, lines, readings(language, lines, training))
    for language in filter(tones.is_read, LANGUAGES):
        yield requests_row(folder, language)


def readings(language: str, lines: Lines, training: Lines) -> Read:
    """By who reads; ours is `product`."""
    readers = {
        "product": tones.product(language),
        "word lists alone": tones.word_lists(language),
        "linear alone": tones.linear_alone(training, language),
        "most common": tones.most_common(training),
    }
    return {name: [read(line.text) for line in lines] for name, read in readers.items()}


def of_language(language: str, lines: Lines, read: Read) -> Iterator[Finding]:
    classes: dict[str, Callable[[Lines, Sequence[tones.Told]], list[Pair]]] = {
        "2-class": tones.two_classes,
        "3-class": tones.three_classes,
    }
    for name, pairs_of in classes.items():
        pairs = {reader: pairs_of(lines, told) for reader, told in read.items()}
        yield f1_row(f"sentiment XED-{language} {name}", pairs, LEAST.get((language, name)))
    for label, agreement in per_class(tones.three_classes(lines, read["product"])).items():
        if agreement.said:
            shares = {"precision": agreement.precision, "recall": agreement.recall, "n": agreement.said}
            yield Finding(f"sentiment XED-{language} 3-class, {label}", agreement.f1, "F1", beside=shares)
    yield calibration(f"sentiment XED-{language}, calibration error", lines, read)
    yield sure_row(language, lines, read["product"])


def f1_row(name: str, pairs: Mapping[str, list[Pair]], least: float | None) -> Finding:
    own = pairs["product"]
    low, high = macro_f1_interval(as_sets(own))
    beside: dict[str, float | str] = {"n": len(own), "low": low, "high": high, "accuracy": accuracy(own)}
    beside |= {reader: macro_f1(per_class(of)) for reader, of in pairs.items() if reader != "product"}
    value = macro_f1(per_class(own))
    return at_least(name, value, least, "F1", beside) if least else Finding(name, value, "F1", beside=beside)


def calibration(name: str, lines: Lines, read: Read) -> Finding:
    """Of the three classes, in ten bins of confidence."""
    errors = {reader: error_of(lines, told) for reader, told in read.items() if reader != "most common"}
    value = errors.pop("product")
    return at_most(name, value, MOST_ERROR, "share", beside={"n": len(lines), **errors})


def error_of(lines: Lines, told: Sequence[tones.Told]) -> float:
    rights = [line.label == one.label for line, one in zip(lines, told, strict=True)]
    return expected_calibration_error(reliability([one.confidence for one in told], rights))


def sure_row(language: str, lines: Lines, told: Sequence[tones.Told]) -> Finding:
    sure = tones.sure_ones(lines, told)
    beside = {"n": len(sure), "of all lines": len(sure) / len(lines)}
    return Finding(
        f"sentiment XED-{language} 3-class, the sure ones right",
        accuracy(sure) if sure else None,
        "share",
        beside=beside,
    )


def requests_row(folder: Path | None, language: str) -> Finding:
    """What people ask of a home is neither good nor bad; nothing is trained on it."""
    name, file = f"requests of HA-{language}, left alone", f"home_intents_{language}.jsonl"
    paths = found(folder, file)
    if paths is None:
        return missing(name, "--language-data", HOME, file)
    told = [tones.product(language)(row["text"]) for row in rows_of(paths[0])]
    left = share(tones.left_alone(told), len(told))
    neutral = sum(one.label == tones.NEUTRAL for one in told) / len(told)
    beside = {"n": left.n, "low": left.low, "high": left.high, "read as neutral": neutral}
    return at_least(name, left.value, LEAST_LEFT_ALONE, "share", beside)

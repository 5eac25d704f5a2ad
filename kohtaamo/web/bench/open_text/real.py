"""Tweets to airlines and reviews of banks' apps: real comments with a person's word on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kohtaamo.language.bench import airline, bank, tones
from kohtaamo.language.bench.intervals import as_sets, macro_f1_interval
from kohtaamo.language.bench.scores import accuracy, macro_f1, per_class
from kohtaamo.web.bench.bench import Finding, at_least

from .sources import AIRLINE, BANK, found, missing

LEAST_CORRELATION = 0.55
CHANCE = 0.05


def airline_mentions(folder: Path | None) -> Iterator[Finding]:
    paths = found(folder, airline.FILE)
    if paths is None:
        yield missing("airline: sentiment", "--real-data", AIRLINE, airline.FILE)
        return
    mentions = airline.mentions(paths[0])
    read = tones.product(airline.LANGUAGE)
    told = [read(one.text) for one in mentions]
    pairs = [(one.label, by_us.label) for one, by_us in zip(mentions, told, strict=True)]
    low, high = macro_f1_interval(as_sets(pairs))
    beside: dict[str, float | str] = {"n": len(pairs), "low": low, "high": high, "accuracy": accuracy(pairs)}
    beside |= {label: one.f1 for label, one in per_class(pairs).items()}
    yield Finding("airline: sentiment, three classes", macro_f1(per_class(pairs)), "F1", beside=beside)
    sure = tones.sure_ones([tones.Line(one.text, one.label) for one in mentions], told)
    beside = {"n": len(sure), "of all": len(sure) / len(pairs)}
    yield Finding("airline: the sure ones right", accuracy(sure) if sure else None, "share", beside=beside)
    for one in airline.reasons_found(mentions):
        beside = {"n": one.found.n, "low": one.found.low, "high": one.found.high}
        beside |= {"of other reasons": one.elsewhere.value, "themes": ", ".join(sorted(one.themes))}
        yield Finding(f"airline: {one.reason} has its theme", one.found.value, "share", beside=beside)


def bank_reviews(folder: Path | None) -> Iterator[Finding]:
    paths = found(folder, bank.FILE)
    if paths is None:
        yield missing("bank: tenant model beats the shipped one", "--real-data", BANK, bank.FILE)
        return
    reviews = bank.reviews(paths[0])
    known = bank.score_and_stars(reviews, bank.scores(reviews))
    beside: dict[str, float | str] = {"n": known.n, "low": known.low, "high": known.high}
    if known.rho is not None:
        yield at_least("bank: Spearman of score with stars", known.rho, LEAST_CORRELATION, "rho", beside)
    later = bank.later_reviews(reviews)
    gain = later.difference()
    beside = {"n": gain.n, "low": gain.low, "high": gain.high, "p": gain.p, "learnt from": later.learnt_from}
    for name, by in (("shipped", later.shipped), ("own", later.own)):
        pairs = list(zip(later.said, by, strict=True))
        beside |= {f"{name}, right": accuracy(pairs), f"{name}, macro-F1": macro_f1(per_class(pairs))}
    yield Finding(
        "bank: tenant model beats the shipped one",
        gain.value,
        "share right",
        f"> 0, p < {CHANCE}",
        holds=gain.value > 0 and gain.p < CHANCE,
        beside=beside,
    )

"""Writes docs/language-scores.md: `tools/language_scores.py --language-data FOLDER --real-data FOLDER`.

The folders may be named by KOHTAAMO_LANGUAGE_DATA and KOHTAAMO_REAL_DATA instead. Rows are those of
`kohtaamo bench language`; what has no data is said to have none. It takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kohtaamo.kit.statistics import share
from kohtaamo.language.bench import airline, tones
from kohtaamo.language.bench.intervals import macro_f1_interval
from kohtaamo.language.bench.scores import SetPair, all_labels, macro_f1, per_label, reliability
from kohtaamo.language.bench.told_themes import labelled_table, themes_found
from kohtaamo.web.bench.bench import Finding
from kohtaamo.web.bench.open_text.sources import found
from kohtaamo.web.bench.open_text.steps import steps
from tools.language_words import BEFORE, HEAD, MISSES, OF_BINS, OF_REASONS, OF_UNSEEN

PAGE = Path("docs/language-scores.md")
TESTS = Path("kohtaamo/language/tests")
LANGUAGES = ("fi", "en")
LEAST_SHOWN = 0.001


def figure(value: float | str | None) -> str:
    """Three figures that matter."""
    if value is None or isinstance(value, str):
        return value or "–"
    if 0 < value < LEAST_SHOWN:
        return f"< {LEAST_SHOWN}"
    if value == int(value) or abs(value) >= 100:  # noqa: PLR2004  a count, or as good as one
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"  # noqa: PLR2004


def interval(low: float, high: float) -> str:
    return f"{low:.3f}–{high:.3f}"


def row(one: Finding) -> str:
    beside = dict(one.beside)
    n = beside.pop("n", beside.pop("queries", beside.pop("texts", None)))
    low, high = beside.pop("low", None), beside.pop("high", None)
    between = interval(low, high) if isinstance(low, float) and isinstance(high, float) else ""
    holds = {True: "yes", False: "**no**", None: "–"}[one.holds]
    rest = "; ".join(f"{name} {figure(value)}" for name, value in beside.items())
    cells = (
        one.name,
        f"{figure(one.value)} {one.unit}".strip(),
        between,
        figure(n),
        one.target or "–",
        holds,
        rest,
    )
    return "| " + " | ".join(cells) + " |"


def table(all_of: Iterable[Finding]) -> Iterator[str]:
    yield "| | value | 95 % interval | n | target | holds | beside |\n|---|---|---|---|---|---|---|"
    yield from map(row, all_of)


def bins(folder: Path | None) -> Iterator[str]:
    yield "| language | confidence from | n | mean confidence | right | 95 % interval |\n|---|---|---|---|---|---|"
    for language in filter(tones.is_read, ("fi", "en", "sv")):
        paths = found(folder, f"xed_{language}.dev.jsonl")
        lines = tones.xed_lines(paths[0]) if paths else []
        told = [tones.product(language)(line.text) for line in lines]
        rights = [line.label == one.label for line, one in zip(lines, told, strict=True)]
        for one in reliability([each.confidence for each in told], rights):
            known = share(round(one.right * one.n), one.n)
            between = interval(known.low, known.high)
            yield f"| {language} | {one.low:.1f} | {one.n} | {one.confidence:.3f} | {one.right:.3f} | {between} |"


def reasons(folder: Path | None) -> Iterator[str]:
    paths = found(folder, airline.FILE)
    mentions = airline.mentions(paths[0]) if paths else []
    yield "| reason of the tweet | our themes | n | found | 95 % interval | of tweets with another reason |"
    yield "|---|---|---|---|---|---|"
    for one in airline.reasons_found(mentions):
        between = interval(one.found.low, one.found.high)
        keys = ", ".join(sorted(one.themes))
        own = f"{one.found.n} | {one.found.value:.3f} | {between}"
        yield f"| {one.reason} | {keys} | {own} | {one.elsewhere.value:.3f} |"
    for reason, themes in airline.THEMES_OF_REASON.items():
        n = sum(one.reason == reason for one in mentions)
        if not themes and n:
            yield f"| {reason} | none | {n} | – | – | – |"


def unseen() -> Iterator[str]:
    yield "| comments | n | precision | recall | micro-F1 | macro-F1, interval | micro-F1 before |"
    yield "|---|---|---|---|---|---|---|"
    for language in LANGUAGES:
        first, later = (labelled_table(TESTS / f"unseen_{name}{language}.tsv") for name in ("", "later_"))
        # Every other line of the first was kept aside.
        parts = {
            "first, amended by": first[::2],
            "first, kept aside": first[1::2],
            "later, amended by": later,
        }
        for part, comments in parts.items():
            pairs = themes_found(comments, language)
            yield themes_row(f"{language}, {part}", pairs, BEFORE[language, part])


def themes_row(name: str, pairs: list[SetPair], before: float) -> str:
    whole, (low, high) = all_labels(pairs), macro_f1_interval(pairs)
    shares = f"{whole.precision:.3f} | {whole.recall:.3f} | {whole.f1:.3f}"
    macro = f"{macro_f1(per_label(pairs)):.3f}, {interval(low, high)}"
    return f"| {name} | {len(pairs)} | {shares} | {macro} | {before:.3f} |"


def made_with() -> str:
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "py3langid", "pystemmer")
    )
    day = datetime.now(tz=UTC).date().isoformat()
    machine = f"{os.cpu_count()} processors, the load of the last fifteen minutes {os.getloadavg()[-1]:.0f}"
    return (
        f"Measured on {day} with Kohtaamo {version('kohtaamo')}, Python {platform.python_version()}, {packages}; "
        f"{machine}."
    )


def page(language_data: Path | None, real_data: Path | None) -> str:
    parts = [HEAD.format(made_with=made_with())]
    for title, findings in steps(language_data, real_data):
        print(title, file=sys.stderr)
        parts.append(f"## {title[0].upper()}{title[1:]}\n\n" + "\n".join(table(findings)))
    parts += [
        OF_BINS + "\n".join(bins(language_data)),
        OF_REASONS + "\n".join(reasons(real_data)),
        OF_UNSEEN + "\n".join(unseen()),
        MISSES,
    ]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    for name in ("language", "real"):
        there = os.environ.get(f"KOHTAAMO_{name.upper()}_DATA")
        asked.add_argument(f"--{name}-data", type=Path, default=Path(there) if there else None)
    chosen = asked.parse_args()
    PAGE.write_text(page(chosen.language_data, chosen.real_data), encoding="utf-8")


if __name__ == "__main__":
    main()

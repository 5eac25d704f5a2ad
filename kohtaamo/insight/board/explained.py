"""What an item stands on, for a person: what was asked, by which formula, of how many rows, and is it still so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from shlex import quote

from django.utils.translation import gettext, ngettext

from kohtaamo.insight.charts import language
from kohtaamo.insight.dimensions import name_of
from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.text import show_number, show_period

from .lineage import MEASUREMENTS, Fingerprint, Frozen, label_of_source, versions_of


@dataclass(frozen=True, slots=True)
class Explained:
    """`question` reads as words, `command` asks the same again; `problem` is empty while it holds.

    `rows` is None where even their number is not told.
    """

    source: str
    question: str
    formulas: str
    rows: int | None
    fingerprint: str
    command: str
    problem: str


def explained(frozen: Frozen, now: Fingerprint | None, names: Mapping[int, str]) -> Explained:
    is_open = not protects_people(frozen)
    return Explained(
        source=label_of_source(frozen.stand.source),
        question=question(frozen, names),
        formulas=formulas(frozen),
        rows=frozen.fingerprint.rows if is_open else None,
        fingerprint=frozen.fingerprint.mark if is_open else "",
        command=command(frozen, names),
        problem=problem(frozen, now),
    )


def protects_people(frozen: Frozen) -> bool:
    """Exact counts of our own people's answers would tell, from one report to the next, that somebody answered."""
    return frozen.stand.source == MEASUREMENTS and any(
        METRICS[key].protects_people for key in frozen.stand.metrics if key in METRICS
    )


def question(frozen: Frozen, names: Mapping[int, str]) -> str:
    stand = frozen.stand
    parts = [", ".join(short_name(key) for key in stand.metrics)]
    if stand.period:
        parts.append(show_period(stand.period, language()))
    if stand.touchpoint is not None:
        parts.append(f"{name_of('touchpoint')}: {names.get(stand.touchpoint, str(stand.touchpoint))}")
    if stand.by:
        parts.append(gettext("by %(dimensions)s") % {"dimensions": ", ".join(map(name_of, stand.by)).lower()})
    if stand.keys:
        parts.append(gettext("rows %(keys)s") % {"keys": ", ".join(map(str, stand.keys))})
    return " · ".join(part for part in parts if part)


def short_name(key: str) -> str:
    return str(METRICS[key].short_name) if key in METRICS else key


def formulas(frozen: Frozen) -> str:
    """As in "nps, csat_top2: version 1"."""
    words = gettext("%(metrics)s: version %(version)s")
    by_version: dict[int, list[str]] = {}
    for key, version in sorted(frozen.versions.items()):
        by_version.setdefault(version, []).append(key)
    return "; ".join(
        words % {"metrics": ", ".join(keys), "version": version} for version, keys in by_version.items()
    )


def command(frozen: Frozen, names: Mapping[int, str]) -> str:
    """One command a metric; only what the command can ask of."""
    stand = frozen.stand
    if stand.source != MEASUREMENTS or not stand.period:
        return ""
    rest = f"--from {stand.period.start.isoformat()} --to {stand.period.last_day.isoformat()}"
    if stand.touchpoint is not None:
        condition = f"touchpoint={names.get(stand.touchpoint, stand.touchpoint)}"
        rest += f" --where {quote(condition)}"
    rest += "".join(f" --by {one}" for one in stand.by)
    return "\n".join(f"kohtaamo measure {key} {rest}" for key in stand.metrics)


def problem(frozen: Frozen, now: Fingerprint | None) -> str:
    versions = versions_of(frozen.stand.metrics)
    if dict(frozen.versions) != versions:
        return gettext("The formula has changed since the report was made.")
    if now == frozen.fingerprint:
        return ""
    if protects_people(frozen):
        return gettext("The rows have changed since the report was made.")
    more = (now.rows if now else 0) - frozen.fingerprint.rows
    if more == 0:
        return gettext("A row has changed since the report was made.")
    facts = {"n": show_number(abs(more), language())}
    if more > 0:
        text = ngettext(
            "%(n)s row more than when the report was made.",
            "%(n)s rows more than when the report was made.",
            more,
        )
    else:
        text = ngettext(
            "%(n)s row less than when the report was made.",
            "%(n)s rows less than when the report was made.",
            -more,
        )
    return text % facts

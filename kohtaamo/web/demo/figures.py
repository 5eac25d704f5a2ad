"""What Satama's business counts. Planted: retention follows what customers say two months later.

docs/demo.md tells the truth in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from kohtaamo.insight.figures import Definition, IncomingFigure, define, record_figures
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.services import set_metric_settings
from kohtaamo.organisation.models import Member, Unit

from .model import SEED, Satama
from .surveys import SURVEYS
from .values import DETRACTOR_TOP, PASSIVE_TOP

MONTHS = 12
# Retention comes this many months after what was said.
RETENTION_LAG = 2
# owner, and the value below which a metric needs attention
OWNERS = {
    "nps": ("Onni Virta", -10.0),
    "csat_top2": ("Leena Aho", 60.0),
    "effort_net": ("Sanna Heikkilä", 0.0),
}
FIGURES = (
    Definition(key="liikevaihto-asiakas", name="Liikevaihto asiakasta kohden", measure="€", is_summed=False),
    Definition(key="pysyvyys", name="Asiakaspysyvyys", measure="%", is_summed=False),
    Definition(
        key="kustannus-kohtaaminen",
        name="Kustannus kohtaamista kohden",
        measure="€",
        higher_is_better=False,
        is_summed=False,
    ),
)
# unit, months before today's
Month = tuple[str, int]


def tell_figures(satama: Satama, units: Mapping[str, Unit], today: date) -> None:
    """Revenue, retention and cost of each unit and month of the year that is over."""
    revenue, retention, cost = (define(FIGURES)[one.key] for one in FIGURES)
    nets = nets_of(satama, today)
    rng = Random(f"{SEED}:figures")  # noqa: S311  made-up data, not a secret
    told: list[IncomingFigure] = []
    for name, unit in units.items():
        for back in range(MONTHS, 0, -1):
            now, before = (net_of(nets, name, back + lag) for lag in (0, RETENTION_LAG))
            values = (
                (revenue, round(31 + 0.012 * now + rng.gauss(0, 0.6), 2)),
                (retention, round(97.4 + 0.02 * before + rng.gauss(0, 0.15), 2)),
                (cost, round(6.4 - 0.015 * now + rng.gauss(0, 0.2), 2)),
            )
            told += [
                IncomingFigure(
                    figure=figure, size="month", starts_on=start(today, back), value=value, unit=unit
                )
                for figure, value in values
            ]
    record_figures(told)


def nets_of(satama: Satama, today: date) -> dict[Month, float]:
    """NPS of each unit and month, from those who were asked for it."""
    heard: dict[Month, list[int]] = {}
    for one in satama.meetings:
        if one.heard and "nps" in SURVEYS[one.place.key][1]:
            back = (today.year - one.happened_at.year) * 12 + today.month - one.happened_at.month
            heard.setdefault((one.unit, back), []).append(one.heard.nps)
    return {
        month: 100
        * (sum(value > PASSIVE_TOP for value in values) - sum(value <= DETRACTOR_TOP for value in values))
        / len(values)
        for month, values in heard.items()
    }


def net_of(nets: Mapping[Month, float], unit: str, back: int) -> float:
    """Before the year began things were as in its first months."""
    return next((nets[unit, month] for month in range(back, -1, -1) if (unit, month) in nets), 0.0)


def start(today: date, back: int) -> date:
    month = today.year * 12 + today.month - 1 - back
    return date(month // 12, month % 12 + 1, 1)


def give_owners(members: Mapping[str, Member], actor: Member) -> None:
    for key, (name, threshold) in OWNERS.items():
        set_metric_settings(metric=METRICS[key], owner=members[name], threshold=threshold, actor=actor)

"""Which metric goes together with which figure, how surely, and how much later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kohtaamo.insight.charts import Chart, language
from kohtaamo.insight.correlating import (
    LAGS,
    RATE,
    YEARS,
    Known,
    Pair,
    Series,
    Tested,
    correlate,
    grains_told,
    known_at,
    pairs,
    whole_table,
)
from kohtaamo.insight.dimensions import Option, label_of_bucket, labels
from kohtaamo.insight.figures.monthly import first_day
from kohtaamo.insight.metric import Text
from kohtaamo.insight.models import BusinessFigure
from kohtaamo.kit.statistics.correlation import FEWEST
from kohtaamo.kit.text import show_number, show_range, show_signed, whole_number
from kohtaamo.organisation.access import MemberRequest, requires

GRAIN_NAMES: dict[str, Text] = {
    "unit": _("Unit and month"),
    "touchpoint": _("Touchpoint and month"),
    "customer": _("Customer"),
    "all": _("Month, everything together"),
}
# More points than these make one blot of ink.
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Row:
    """A metric and a figure, with each lag's correlation."""

    first: Series
    second: Series
    cells: list[Tested]

    @property
    def stands(self) -> bool:
        return any(one.is_believed for one in self.cells)


@requires("insight.read")
@require_GET
def show(request: MemberRequest) -> HttpResponse:
    figures = list(BusinessFigure.objects.all())
    grains = grains_told(figures)
    grain = next((one for one in grains if one == request.GET.get("by")), grains[0])
    known = known_at(grain, figures)
    table = whole_table(known)
    chosen = chosen_of(request, known, table)
    context = {
        "grains": [Option(one, str(GRAIN_NAMES[one]), one == grain) for one in grains],
        "grain": grain,
        "metrics": options(known.metrics, chosen.first if chosen else None),
        "figures": options(known.figures, chosen.second if chosen else None),
        "others": options(known.metrics, chosen.second if chosen else None),
        "lags": [Option(str(lag), lag_in_words(lag), bool(chosen and chosen.lag == lag)) for lag in LAGS],
        "pair": told_of(known, chosen, table) if chosen else None,
        "rows": rows_of(table),
        "believed": sum(one.is_believed for one in table),
        "told": sum(one.correlation.rho is not None for one in table),
        "fewest": FEWEST,
        "rate": round(100 * RATE),
        "years": YEARS,
    }
    return render(request, "insight/correlation.html", context)


def options(series: Sequence[Series], chosen: Series | None) -> list[Option]:
    return [Option(one.key, str(one.name), chosen is not None and one.key == chosen.key) for one in series]


def chosen_of(request: MemberRequest, known: Known, table: Sequence[Tested]) -> Tested | None:
    """What the address names; else the surest find, or the pair with the most to tell."""
    first, second = (known.series(request.GET.get(name, "")) for name in ("metric", "against"))
    lag = whole_number(request.GET.get("lag", ""))
    fitting = [
        one
        for one in table
        if (first is None or one.first.key == first.key)
        and (second is None or one.second.key == second.key)
        and (lag is None or one.lag == lag)
    ]
    if fitting:
        return min(fitting, key=lambda one: (not one.is_believed, one.correlation.p, -one.correlation.n))
    if first and second and first.key != second.key:
        return correlate(known, first, second, lag if lag is not None and lag in LAGS else 0)
    return None


def rows_of(table: Sequence[Tested]) -> list[Row]:
    """In the order of the table; pairs of which no lag tells anything go last."""
    found: dict[tuple[str, str], Row] = {}
    for one in table:
        row = found.setdefault((one.first.key, one.second.key), Row(one.first, one.second, []))
        row.cells.append(one)
    return sorted(found.values(), key=lambda row: -max(strength(one) for one in row.cells))


def strength(one: Tested) -> float:
    """Those believed first, the strongest of them first of all."""
    rho = abs(one.correlation.rho or 0)
    return rho + 1 if one.is_believed else rho if one.correlation.rho is not None else -1


def told_of(known: Known, chosen: Tested, table: Sequence[Tested]) -> dict[str, Any]:
    found = chosen.correlation
    beside = pairs(chosen.first, chosen.second, chosen.lag, once_a_place=known.grain == "customer")
    is_in_family = any(
        (one.first.key, one.second.key, one.lag) == (chosen.first.key, chosen.second.key, chosen.lag)
        for one in table
    )
    return {
        "tested": chosen,
        "rho": None if found.rho is None else show_signed(found.rho, language(), 2),
        "interval": show_range(found.low, found.high, language(), 2),
        "n": found.n,
        "p": p_in_words(found.p),
        "lag": lag_in_words(chosen.lag),
        "sentence": sentence(chosen, is_in_family=is_in_family),
        "state": state(chosen, is_in_family=is_in_family),
        "chart": scatter(known, chosen, beside),
    }


def p_in_words(p: float) -> str:
    return f"< {show_number(0.001, language(), 3)}" if p < 0.001 else show_number(p, language(), 3)  # noqa: PLR2004


def state(chosen: Tested, *, is_in_family: bool) -> str:
    if chosen.correlation.rho is None:
        return "few"
    if not is_in_family:
        return "alone"
    return "found" if chosen.is_believed else "chance"


def sentence(chosen: Tested, *, is_in_family: bool) -> str:
    names = {"first": chosen.first.name, "second": chosen.second.name, "when": lag_after(chosen.lag)}
    match state(chosen, is_in_family=is_in_family):
        case "few":
            words = gettext("There are too few pairs to tell whether %(first)s and %(second)s go together.")
        case "chance":
            words = gettext("What is seen between %(first)s and %(second)s can well be chance.")
        case _ if (chosen.correlation.rho or 0) > 0:
            words = gettext("Where %(first)s is higher, %(second)s is higher %(when)s.")
        case _:
            words = gettext("Where %(first)s is higher, %(second)s is lower %(when)s.")
    return words % names


def lag_in_words(lag: int) -> str:
    if not lag:
        return gettext("the same month")
    return ngettext("%(n)s month later", "%(n)s months later", lag) % {"n": lag}


def lag_after(lag: int) -> str:
    return gettext("in the same month") if not lag else lag_in_words(lag)


def scatter(known: Known, chosen: Tested, beside: Sequence[Pair]) -> Chart:
    """One point a pair; of our own people and of customers the places are not named."""
    step = max(1, -(-len(beside) // MOST_POINTS))
    drawn = beside[::step]
    is_named = known.grain in {"unit", "touchpoint"} and not (
        chosen.first.is_private or chosen.second.is_private
    )
    names = labels(known.grain, {pair.place for pair in drawn}) if is_named and drawn else {}
    first, second = axis(chosen.first), axis(chosen.second)
    rows = [
        [
            names.get(pair.place, "") or label_of_bucket(first_day(pair.month), "month"),
            label_of_bucket(first_day(pair.month), "month"),
            show_number(pair.first, language(), 2),
            show_number(pair.second, language(), 2),
        ]
        for pair in drawn
    ]
    option = points(drawn, rows, first, second)
    label = gettext("%(first)s and %(second)s") % {"first": first, "second": second}
    return Chart(label, option, [str(GRAIN_NAMES[known.grain]), gettext("Month"), first, second], rows)


def axis(series: Series) -> str:
    is_told = series.unit and series.unit != str(series.name)
    return f"{series.name} ({series.unit})" if is_told else str(series.name)


def points(drawn: Sequence[Pair], rows: Sequence[Sequence[str]], first: str, second: str) -> dict[str, Any]:
    return {
        "xAxis": {"type": "value", "scale": True, "name": first, "nameLocation": "middle", "nameGap": 28},
        "yAxis": {"type": "value", "scale": True, "name": second},
        "grid": {"left": 8, "right": 24, "top": 34, "bottom": 30, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "scatter",
                "symbolSize": 9,
                "itemStyle": {"color": "var(--meri)", "opacity": 0.65},
                "data": [
                    {
                        "value": [round(pair.first, 4), round(pair.second, 4)],
                        "tooltip": {
                            "formatter": f"{row[0]}, {row[1]}\n{first}: {row[2]}\n{second}: {row[3]}"
                        },
                    }
                    for pair, row in zip(drawn, rows, strict=True)
                ],
            }
        ],
    }

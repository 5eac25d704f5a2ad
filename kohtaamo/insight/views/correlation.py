"""Which metric goes together with which figure, how surely, and how much later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.charts import language
from kohtaamo.insight.correlating import LAGS, RATE, YEARS, Known, Series, Tested
from kohtaamo.insight.dimensions import Option
from kohtaamo.insight.showing import Asked
from kohtaamo.insight.showing.together import (
    GRAIN_NAMES,
    behind_everything,
    behind_pair,
    beside_of,
    correlated,
    lag_in_words,
    rows_of,
    scatter,
)
from kohtaamo.kit.statistics.correlation import FEWEST
from kohtaamo.kit.text import show_number, show_range, show_signed
from kohtaamo.organisation.access import MemberRequest, requires

from .page import kept_address


@requires("insight.read")
@require_GET
def show(request: MemberRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    found = correlated(request.GET)
    known, table, chosen = found.known, found.table, found.chosen
    context = {
        **kept_address(request, "correlation"),
        "grains": [Option(one, str(GRAIN_NAMES[one]), one == known.grain) for one in found.grains],
        "grain": known.grain,
        "metrics": options(known.metrics, chosen.first if chosen else None),
        "figures": options(known.figures, chosen.second if chosen else None),
        "others": options(known.metrics, chosen.second if chosen else None),
        "lags": [Option(str(lag), lag_in_words(lag), bool(chosen and chosen.lag == lag)) for lag in LAGS],
        "pair": told_of(known, chosen, table) if chosen else None,
        "behind_pair": behind_pair(asked, chosen) if chosen else None,
        "behind": behind_everything(asked, found),
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


def told_of(known: Known, chosen: Tested, table: Sequence[Tested]) -> dict[str, Any]:
    found = chosen.correlation
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
        "chart": scatter(known, chosen, beside_of(known, chosen)),
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


def lag_after(lag: int) -> str:
    return gettext("in the same month") if not lag else lag_in_words(lag)

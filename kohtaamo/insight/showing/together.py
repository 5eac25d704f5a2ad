"""Correlations of a page, as the points of one pair and as everything that was tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.charts import Chart, language
from kohtaamo.insight.correlating import (
    LAGS,
    Known,
    Pair,
    Series,
    Tested,
    correlate,
    grains_told,
    known_at,
    pairs,
    whole_months,
    whole_table,
)
from kohtaamo.insight.dimensions import label_of_bucket, labels, name_of
from kohtaamo.insight.figures import Grain
from kohtaamo.insight.figures.monthly import first_day
from kohtaamo.insight.grid import Grid, GridCell, GridGroup, GridRow, Head, Tint
from kohtaamo.insight.metric import Text
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import BusinessFigure
from kohtaamo.insight.queries import measure
from kohtaamo.insight.where import Where, today
from kohtaamo.kit.text import show_number, show_range, show_signed, whole_number

from .asked import Asked
from .behind import Behind, Formula, behind_formulas, formula
from .parts import Figures, Line, Part
from .tables import rows_told

VERSION = 1
# Marks what stands among all that was tried, in tables that have no other sign.
STANDS = "*"
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


@dataclass(frozen=True, slots=True)
class Correlated:
    """Everything of the page: what is known at the grain chosen, all that was tried, and the pair looked at."""

    figures: Sequence[BusinessFigure]
    grains: Sequence[Grain]
    known: Known
    table: Sequence[Tested]
    chosen: Tested | None


def correlated(query: QueryDict) -> Correlated:
    figures = list(BusinessFigure.objects.all())
    grains = grains_told(figures)
    grain = next((one for one in grains if one == query.get("by")), grains[0])
    known = known_at(grain, figures)
    table = whole_table(known)
    return Correlated(figures, grains, known, table, chosen_of(query, known, table))


def chosen_of(query: QueryDict, known: Known, table: Sequence[Tested]) -> Tested | None:
    """What the address names; else the surest find, or the pair with the most to tell."""
    first, second = (known.series(str(query.get(name, ""))) for name in ("metric", "against"))
    lag = whole_number(str(query.get("lag", "")))
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


def lag_in_words(lag: int) -> str:
    if not lag:
        return gettext("the same month")
    return ngettext("%(n)s month later", "%(n)s months later", lag) % {"n": lag}


def points_of_pair(asked: Asked) -> Part | None:
    """Of customers and of our own people each point is nearly a person: those stay among members."""
    found = asked.once("correlated", lambda: correlated(asked.query))
    chosen, known = found.chosen, found.known
    beside = beside_of(known, chosen) if chosen else []
    if chosen is None or not beside:
        return None
    chart = scatter(known, chosen, beside)
    return Part(
        key="pairs",
        title=title_of(chosen),
        figures=Figures((str(GRAIN_NAMES[known.grain]), gettext("Month")), list(point_lines(chart, chosen))),
        behind=behind_pair(asked, chosen),
        chart=chart,
        is_for_members=known.grain == "customer" or chosen.first.is_private or chosen.second.is_private,
    )


def everything(asked: Asked) -> Part | None:
    found = asked.once("correlated", lambda: correlated(asked.query))
    rows = rows_of(found.table)
    if not rows:
        return None
    standing, others = [row for row in rows if row.stands], [row for row in rows if not row.stands]
    sections = [
        (gettext("What stands (%(mark)s)") % {"mark": STANDS}, standing),
        (gettext("What may be chance, or has too few pairs"), others),
    ]
    heads = (gettext("Metric"), gettext("Another number"), gettext("How much later"))
    return Part(
        key="correlations",
        title=gettext("What goes together"),
        figures=Figures(heads, [tested_line(one) for row in rows for one in row.cells]),
        behind=behind_everything(asked, found),
        grid=Grid(
            gettext("Metric / another number, months later"),
            [Head(str(lag)) for lag in LAGS],
            [GridGroup(words, [grid_row(row) for row in section]) for words, section in sections if section],
        ),
    )


def beside_of(known: Known, chosen: Tested) -> list[Pair]:
    return pairs(chosen.first, chosen.second, chosen.lag, once_a_place=known.grain == "customer")


def title_of(chosen: Tested) -> str:
    names = f"{chosen.first.name} / {chosen.second.name}, {lag_in_words(chosen.lag)}"
    return f"{names}: ρ {rho_in_words(chosen)}" if chosen.correlation.rho is not None else names


def rho_in_words(tested: Tested) -> str:
    """As in "+0.52 (0.11 – 0.78), n 30"."""
    found = tested.correlation
    interval = show_range(found.low, found.high, language(), 2)
    return f"{show_signed(found.rho or 0, language(), 2)} ({interval}), n {show_number(found.n, language())}"


def point_lines(chart: Chart, chosen: Tested) -> Iterator[Line]:
    """Each point as two lines: a number of the metric and one of what it is set against."""
    for row, point in zip(chart.rows, chart.option["series"][0]["data"], strict=True):
        for series, value, shown in zip((chosen.first, chosen.second), point["value"], row[2:], strict=True):
            names = (row[0], row[1])
            yield Line(names, str(series.name), series.unit, value, None, None, None, (shown, "–"))


def tested_line(one: Tested) -> Line:
    found = one.correlation
    names = (str(one.first.name), str(one.second.name), lag_in_words(one.lag))
    holds = gettext("more than chance, all tries counted")
    verdict = holds if one.is_believed else gettext("may be chance")
    if found.rho is None:
        return Line(names, "ρ", "", None, None, None, found.n)
    shown = (show_signed(found.rho, language(), 2), show_range(found.low, found.high, language(), 2))
    return Line(names, "ρ", "", found.rho, found.low, found.high, found.n, shown, verdict)


def grid_row(row: Row) -> GridRow:
    return GridRow(f"{row.first.name} / {row.second.name}", "", [grid_cell(one) for one in row.cells])


def grid_cell(one: Tested) -> GridCell:
    found = one.correlation
    if found.rho is None:
        return GridCell("", "", "–", found.n, Tint(), "")
    value = show_signed(found.rho, language(), 2) + (STANDS if one.is_believed else "")
    return GridCell(value, "", show_range(found.low, found.high, language(), 2), found.n, Tint(), "")


def behind_pair(asked: Asked, chosen: Tested) -> Behind:
    """The correlation itself, and each metric in it with its rows."""
    where = Where(period=whole_months(today()))
    keys = [one.key.removeprefix("metric:") for one in (chosen.first, chosen.second)]
    metrics = [METRICS[key] for key in keys if key in METRICS]
    told = [formula(one, rows_told(one, measure(one, where=where)[0]), where, days=None) for one in metrics]
    return behind_formulas(
        [spearmans(chosen.correlation.n), *told],
        where,
        groups=name_of("month").lower(),
        again=("pairs", asked.query),
        more=[(gettext("How much later"), lag_in_words(chosen.lag))],
    )


def behind_everything(asked: Asked, found: Correlated) -> Behind:
    where = Where(period=whole_months(today()))
    told = sum(one.correlation.n for one in found.table if one.correlation.rho is not None)
    return behind_formulas(
        [spearmans(told)],
        where,
        groups=str(GRAIN_NAMES[found.known.grain]).lower(),
        again=("correlations", asked.query),
    )


def spearmans(rows: int) -> Formula:
    words = gettext(
        "Spearman's correlation of ranks over whole months, counted as fewer witnesses where months of one "
        "place resemble each other. Of all that stands at most 5 % is chance (Benjamini and Hochberg)."
    )
    return Formula(
        key="correlation",
        name="Spearman ρ",
        words=words,
        interval="Bonett & Wright 2000",
        source="Spearman 1904; Clifford, Richardson & Hémon 1989; Benjamini & Hochberg 1995",
        version=VERSION,
        rows=rows,
        rows_url="",
    )


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

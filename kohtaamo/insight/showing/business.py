"""Business figures: each by month and at its places, and all of them in their newest month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from kohtaamo.insight.charts import Chart, language
from kohtaamo.insight.dimensions import label_of_bucket, labels, name_of
from kohtaamo.insight.figures import MonthValue, by_place, grain_of, monthly, monthly_of_places
from kohtaamo.insight.models import BusinessFigure
from kohtaamo.insight.where import Where
from kohtaamo.kit.text import show_number

from .asked import Asked
from .behind import Behind, Formula, behind_formulas
from .parts import Figures, Line, Part

VERSION = 1
MOST_PLACES = 20


def newest(asked: Asked) -> Part | None:
    """Every figure in the newest month that it was told of."""
    months = {figure: told for figure in known_figures() if (told := monthly_of(asked, figure))}
    if not months:
        return None
    lines = [
        Line(
            (figure.name, label_of_bucket(told[-1].starts_on, "month")),
            gettext("Newest value"),
            figure.measure,
            told[-1].value,
            None,
            None,
            told[-1].n,
            (shown(figure, told[-1].value), "–"),
        )
        for figure, told in months.items()
    ]
    return Part(
        key="figures",
        title=gettext("Business figures"),
        figures=Figures((gettext("Figure"), name_of("month")), lines),
        behind=behind_figures(asked, months.items()),
    )


def figure(asked: Asked) -> Part | None:
    found = figure_asked(asked)
    months = monthly_of(asked, found) if found else []
    if found is None or not months:
        return None
    lines = [
        Line(
            (label_of_bucket(one.starts_on, "month"),),
            found.name,
            found.measure,
            one.value,
            None,
            None,
            one.n,
            (shown(found, one.value), "–"),
        )
        for one in months
    ]
    return Part(
        key="figure",
        title=found.name,
        figures=Figures((name_of("month"),), lines),
        behind=behind_figure(asked, found, months),
        chart=figure_chart(found, months),
    )


def places(asked: Asked) -> Part | None:
    """The newest month of each unit or touchpoint; of customers one by one nothing."""
    found = figure_asked(asked)
    told = months_of_places(found) if found else {}
    if found is None or not told:
        return None
    names = labels(grain_of([found])[found.pk], told)
    newest_of = {place: max(months, key=lambda one: one.month) for place, months in told.items()}
    lines = [
        Line(
            (names[place], label_of_bucket(one.starts_on, "month")),
            found.name,
            found.measure,
            one.value,
            None,
            None,
            one.n,
            (shown(found, one.value), "–"),
        )
        for place, one in newest_of.items()
    ]
    return Part(
        key="figure-places",
        title=gettext("%(figure)s: newest month of each place") % {"figure": found.name},
        figures=Figures((gettext("Place"), name_of("month")), lines),
        behind=behind_figure(asked, found, list(newest_of.values()), part="figure-places"),
    )


def months_of_places(figure: BusinessFigure) -> dict[int, list[MonthValue]]:
    """Of the places with the most months; empty of a figure that is told of no unit or touchpoint."""
    grain = grain_of([figure]).get(figure.pk, "all")
    found = by_place(monthly_of_places([figure], grain)) if grain in {"unit", "touchpoint"} else {}
    return dict(sorted(found.items(), key=lambda item: -len(item[1]))[:MOST_PLACES])


def figure_asked(asked: Asked) -> BusinessFigure | None:
    return asked.once("figure", lambda: BusinessFigure.objects.filter(key=asked.text("figure")).first())


def known_figures() -> list[BusinessFigure]:
    return list(BusinessFigure.objects.all())


def monthly_of(asked: Asked, figure: BusinessFigure) -> Sequence[MonthValue]:
    return asked.once("months", lambda: monthly(known_figures())).get(figure.pk, [])


def behind_figures(asked: Asked, told: Iterable[tuple[BusinessFigure, Sequence[MonthValue]]]) -> Behind:
    formulas = [figure_formula(figure, months) for figure, months in told]
    return behind_formulas(formulas, Where(), groups=name_of("month").lower(), again=("figures", asked.query))


def behind_figure(
    asked: Asked, found: BusinessFigure, months: Sequence[MonthValue], *, part: str = "figure"
) -> Behind:
    told = [figure_formula(found, months)]
    return behind_formulas(told, Where(), groups=name_of("month").lower(), again=(part, asked.query))


def figure_formula(found: BusinessFigure, months: Sequence[MonthValue]) -> Formula:
    summed, mean = gettext("Places and days are added up."), gettext("Of places and days the mean is taken.")
    return Formula(
        key=found.key,
        name=found.name,
        words=summed if found.is_summed else mean,
        interval="–",
        source="",
        version=VERSION,
        rows=sum(one.n for one in months),
        rows_url="",
    )


def shown(figure: BusinessFigure, value: float) -> str:
    decimals = 0 if abs(value) >= 1000 else 2  # noqa: PLR2004 - large numbers need none
    return f"{show_number(value, language(), decimals)} {figure.measure}".strip()


def figure_chart(figure: BusinessFigure, months: Sequence[MonthValue]) -> Chart:
    names = [label_of_bucket(one.starts_on, "month") for one in months]
    option = {
        "xAxis": {
            "type": "category",
            "data": names,
            "boundaryGap": False,
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "scale": True, "splitNumber": 3},
        "grid": {"left": 8, "right": 18, "top": 14, "bottom": 6, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "line",
                "symbolSize": 5,
                "itemStyle": {"color": "var(--meri)"},
                "data": [
                    {
                        "value": round(one.value, 4),
                        "tooltip": {"formatter": f"{name}: {shown(figure, one.value)}\nn {one.n}"},
                    }
                    for name, one in zip(names, months, strict=True)
                ],
            }
        ],
    }
    rows = [
        [name, shown(figure, one.value), show_number(one.n, language())]
        for name, one in zip(names, months, strict=True)
    ]
    return Chart(str(figure), option, [gettext("Month"), gettext("Value"), "n"], rows)

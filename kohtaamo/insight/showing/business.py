"""A business figure by month."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from kohtaamo.insight.charts import Chart, language
from kohtaamo.insight.dimensions import label_of_bucket, name_of
from kohtaamo.insight.figures import MonthValue, monthly
from kohtaamo.insight.models import BusinessFigure
from kohtaamo.kit.text import show_number

from .asked import Asked
from .behind import Behind, Formula
from .parts import Figures, Line, Part


def figure(asked: Asked) -> Part | None:
    found = BusinessFigure.objects.filter(key=asked.text("figure")).first()
    months = monthly([found])[found.pk] if found else []
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
        behind=behind_figure(found, months),
        chart=figure_chart(found, months),
    )


def behind_figure(found: BusinessFigure, months: Sequence[MonthValue]) -> Behind:
    summed, mean = gettext("Places and days are added up."), gettext("Of places and days the mean is taken.")
    formula = Formula(
        key=found.key,
        name=found.name,
        words=summed if found.is_summed else mean,
        interval="–",
        source="",
        version=1,
        rows=sum(one.n for one in months),
        rows_url="",
    )
    return Behind(gettext("all time"), (), name_of("month").lower(), [formula], ())


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

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from kohtaamo.insight.charts import TONES, Chart, columns, language
from kohtaamo.insight.charts import Option as ChartOption
from kohtaamo.insight.dimensions import bucket_in_full, label_of_bucket
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import show_number

from .counting import Bucket, size_for

# Words, colour, and the count of each week or month.
Part = tuple[str, str, list[int]]


def parts_of(weeks: Sequence[Bucket]) -> list[Part]:
    return [
        (gettext("negative"), TONES["worse"], [one.negative for one in weeks]),
        (gettext("neutral"), TONES["plain"], [one.neutral for one in weeks]),
        (gettext("positive"), TONES["better"], [one.positive for one in weeks]),
        (
            gettext("tone unsure"),
            "var(--line)",
            [one.n - one.negative - one.neutral - one.positive for one in weeks],
        ),
    ]


def tone_chart(name: str, weeks: Sequence[Bucket], period: Period) -> Chart:
    """Comments of a topic in each week or month, stacked by their tone; those of unsure tone on top."""
    size, parts = size_for(period), parts_of(weeks)
    labels = [label_of_bucket(one.start, size) for one in weeks]
    option: ChartOption = {
        "xAxis": {"type": "category", "data": labels, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value", "minInterval": 1, "splitNumber": 4},
        "grid": {"left": 8, "right": 12, "top": 34, "bottom": 6, "containLabel": True},
        "legend": {"top": 0, "left": 0},
        "tooltip": {"trigger": "axis"},
        "series": [
            {
                "type": "bar",
                "name": words,
                "stack": "tone",
                "barMaxWidth": 28,
                "itemStyle": {"color": colour},
                "data": counts,
            }
            for words, colour, counts in parts
        ],
    }
    rows = [
        [
            bucket_in_full(one.start, size),
            *(show_number(counts[place], language()) for _, _, counts in parts),
            show_number(one.n, language()),
            show_number(one.of, language()),
        ]
        for place, one in enumerate(weeks)
    ]
    heads = [
        columns(size)[0],
        *(words for words, _, _ in parts),
        gettext("together"),
        gettext("all comments"),
    ]
    return Chart(gettext("“%(topic)s” by tone") % {"topic": name}, option, heads, rows)

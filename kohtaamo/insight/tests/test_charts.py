from __future__ import annotations

import json
from datetime import date, timedelta

from django.utils import translation

from kohtaamo.insight.charts import axis_range, bars, distribution_chart, ordinary_chart, tone, trend_chart
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import Measured
from kohtaamo.kit.statistics import Estimate

NPS = METRICS["nps"]
FIRST = date(2026, 8, 31)


def weeks(*values: float | None) -> list[Measured]:
    return [
        Measured(
            {"week": FIRST + timedelta(weeks=number)},
            None if value is None else Estimate(value, value - 5, value + 6, 1204),
            1204,
            None,
        )
        for number, value in enumerate(values)
    ]


def test_trend_leaves_a_gap_where_there_were_too_few():
    with translation.override("fi"):
        chart = trend_chart(NPS, weeks(12, None, -31), size="week", target=10)
    low, width, line = chart.option["series"]
    assert low["data"] == [7, None, -36]
    assert width["data"] == [11, None, 11]
    assert [point["value"] for point in line["data"]] == [12, None, -31]
    assert chart.option["xAxis"]["data"] == ["vk 36", "vk 37", "vk 38"]
    assert chart.rows[0] == ["vk 36 · 31.8.–6.9.2026", "+12", "7–18", "1\u00a0204"]
    assert chart.rows[1][1:3] == ["–", "–"]
    assert json.loads(json.dumps(chart.option)) == chart.option


def test_ordinary_chart_names_the_first_recent_week_out_of_the_band():
    # mean 81.75, band 71.84 to 91.66 (metrics.md row 26): of the last four 84 is ordinary, 60 is not
    rows = weeks(82, 80, 84, 79, 83, 81, 85, 80, 82, 84, 78, 83, 84, 60, 58, 81)
    with translation.override("fi"):
        line = ordinary_chart(NPS, rows, recent=4, label="").option["series"][0]
    low, high = line["markArea"]["data"][0]
    assert (round(low["yAxis"], 2), round(high["yAxis"], 2)) == (71.84, 91.66)
    coloured = [number for number, point in enumerate(line["data"]) if "itemStyle" in point]
    assert coloured == [13, 14]
    assert line["data"][13]["itemStyle"]["color"] == "var(--worse)"
    assert line["markLine"]["data"][1]["label"]["formatter"] == "tavallisesta poikkeava, vk 49"


def test_ordinary_chart_of_a_few_weeks_has_no_band():
    line = ordinary_chart(NPS, weeks(10, 12, 9, 11), recent=2, label="").option["series"][0]
    assert "markArea" not in line


def test_axis_has_round_ends_within_the_scale():
    assert axis_range([-31.0, 58.0], NPS) == {"min": -50, "max": 75, "interval": 25}
    assert axis_range([72.0, 97.0], METRICS["csat_top2"]) == {"min": 70, "max": 100, "interval": 10}
    assert axis_range([4.02, 4.61], METRICS["csat_mean"]) == {"min": 4.0, "max": 4.8, "interval": 0.2}
    assert axis_range([100.0, 100.0], NPS)["max"] == 100
    assert axis_range([], NPS) == {"min": -100, "max": 100}


def test_distribution_shows_every_step_of_the_scale():
    chart = distribution_chart(METRICS["csat_mean"], {1: 1, 5: 3}, label="")
    assert [bar["value"] for bar in chart.option["series"][0]["data"]] == [1, 0, 0, 0, 3]
    assert chart.option["series"][0]["data"][0]["itemStyle"]["color"] == "var(--worse)"


def test_minutes_are_drawn_in_stretches_with_their_round_ends_inside():
    with translation.override("en"):
        found = bars(METRICS["waiting_time"], {0: 1, 60: 1, 61: 1, 300: 2, 301: 4, 10**6: 1})
    filled = [(words, count) for words, _, count in found if count]
    assert filled == [("0–1", 2), ("1–2", 1), ("2–5", 2), ("5–10", 4), ("10,080–", 1)]
    # what took five minutes is still within five minutes
    assert [tone(METRICS["waiting_time"], low) for _, low, _ in found[2:4]] == ["better", "plain"]


def test_counts_are_drawn_one_by_one_until_there_are_many():
    found = bars(METRICS["transfers"], {0: 3, 1: 2, 7: 1})
    assert [(words, count) for words, _, count in found] == [
        ("0", 3),
        ("1", 2),
        ("2", 0),
        ("3", 0),
        ("4", 0),
        ("5–", 1),
    ]
    assert [words for words, _, _ in bars(METRICS["turns"], {})][:2] == ["0–2", "3–6"]


def test_yes_and_no_are_drawn_in_words():
    with translation.override("en"):
        found = bars(METRICS["fcr_gross"], {1: 7, 0: 3})
    assert [(words, count) for words, _, count in found] == [("not solved", 3), ("solved", 7)]

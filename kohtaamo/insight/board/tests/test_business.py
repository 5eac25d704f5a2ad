"""The chapter of business figures: there when there are any, and stale when they change."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from kohtaamo.insight.board.chapter import Brief
from kohtaamo.insight.board.chapters.business import business
from kohtaamo.insight.board.contents import items_of
from kohtaamo.insight.board.lineage import fingerprints
from kohtaamo.insight.board.making import order_report
from kohtaamo.insight.figures import Definition, IncomingFigure, define, record_figures
from kohtaamo.kit.periods import Period
from tests.world import World

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
BRIEF = Brief(period=OCTOBER, size="month")


def told(values: dict[date, float], *, key: str = "revenue", measure: str = "€") -> None:
    figure = define([Definition(key=key, name="Liikevaihto", measure=measure, is_summed=True)])[key]
    record_figures(
        [
            IncomingFigure(figure=figure, size="month", starts_on=day, value=value)
            for day, value in values.items()
        ]
    )


def test_nothing_is_told_where_no_figure_is_of_the_period(in_satama: World) -> None:
    assert list(business(BRIEF)) == []
    told({date(2026, 8, 1): 5.0})
    assert list(business(BRIEF)) == []


def test_a_month_stands_beside_the_one_before_and_the_one_a_year_before(in_satama: World) -> None:
    told({date(2025, 10, 1): 1000.0, date(2026, 9, 1): 1500.0, date(2026, 10, 1): 1200.0})
    (one,) = business(BRIEF)
    with translation.override("en"):
        words = one.words()
    assert "1,200 €" in words
    assert "−300 € from the month before (1,500 €)" in words
    assert "+200 € from a year before (1,000 €)" in words


def test_the_chapter_is_in_the_report_in_both_languages(in_satama: World) -> None:
    told({date(2026, 9, 1): 50.0, date(2026, 10, 1): 60.0}, key="retention", measure="%")
    report = order_report(size="month", period=OCTOBER)
    items = [item for item in items_of(report, lambda _share: None) if item.chapter == "business"]
    assert len(items) == 1
    assert set(items[0].texts) == {"fi", "en"}
    assert "edelliskuusta" in items[0].texts["fi"]
    assert items[0].stands_on[0]["rows"] == 2


def test_a_changed_figure_changes_what_the_sentence_stands_on(in_satama: World) -> None:
    told({date(2026, 10, 1): 60.0})
    stand = business(BRIEF)[0].stands_on[0]
    before = fingerprints([stand])[stand]
    told({date(2026, 10, 1): 61.0})
    after = fingerprints([stand])[stand]
    assert (before.rows, after.rows) == (1, 1)
    assert before.mark != after.mark

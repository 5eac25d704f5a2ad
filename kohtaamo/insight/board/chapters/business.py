"""What the business counts itself, beside what customers say."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.board.chapter import Brief, Told, tells
from kohtaamo.insight.board.lineage import FIGURES, Stand
from kohtaamo.insight.charts import language
from kohtaamo.insight.dimensions import label_of_bucket
from kohtaamo.insight.figures import MonthValue, monthly
from kohtaamo.insight.models import BusinessFigure
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import show_number, show_signed

MOST_FIGURES = 8
YEAR = 12
LARGE = 1000


@tells("business", _("Business figures"), order=25)
def business(brief: Brief) -> Sequence[Told]:
    """Each figure that was told of the period: its newest month in it, the month before and a year before."""
    figures = list(BusinessFigure.objects.all())
    months = monthly(figures) if figures else {}
    told = [told_of(figure, months[figure.pk], brief.period) for figure in figures]
    return [one for one in told if one is not None][:MOST_FIGURES]


def told_of(figure: BusinessFigure, months: Sequence[MonthValue], period: Period) -> Told | None:
    by_month = {one.month: one for one in months}
    within = [one for one in months if one.starts_on in period]
    if not within:
        return None
    newest = within[-1]
    before = {back: by_month.get(newest.month - back) for back in (1, YEAR)}
    stands = (Stand(source=FIGURES, keys=(figure.pk,), period=seen_from(newest, period)),)
    facts = {
        "figure": figure.key,
        "month": newest.starts_on.isoformat(),
        "value": newest.value,
        "n": newest.n,
        **{f"before_{back}": one.value if one else None for back, one in before.items()},
    }
    return Told("sentence", lambda: sentence(figure, newest, before), stands, facts)


def seen_from(newest: MonthValue, period: Period) -> Period:
    """From the same month of the year before, which the sentence tells too, to the end of the period."""
    start = newest.starts_on.replace(year=newest.starts_on.year - 1)
    return Period(min(start, period.start), period.end)


def sentence(figure: BusinessFigure, newest: MonthValue, before: dict[int, MonthValue | None]) -> str:
    facts = {
        "figure": figure.name,
        "month": label_of_bucket(newest.starts_on, "month"),
        "value": amount(figure, newest.value),
    }
    said = gettext("%(figure)s, %(month)s: %(value)s.") % facts
    compared = [
        (before[1], gettext("%(change)s from the month before (%(value)s)")),
        (before[YEAR], gettext("%(change)s from a year before (%(value)s)")),
    ]
    parts = [words % changed(figure, newest, one) for one, words in compared if one]
    return f"{said} {'; '.join(parts)}." if parts else said


def changed(figure: BusinessFigure, newest: MonthValue, before: MonthValue) -> dict[str, str]:
    change = newest.value - before.value
    shown = show_signed(change, language(), decimals_of(max(abs(newest.value), abs(before.value))))
    unit = gettext("pp") if figure.measure == "%" else figure.measure
    return {"change": f"{shown} {unit}".strip(), "value": amount(figure, before.value)}


def amount(figure: BusinessFigure, value: float) -> str:
    return f"{show_number(value, language(), decimals_of(value))} {figure.measure}".strip()


def decimals_of(value: float) -> int:
    return 0 if abs(value) >= LARGE else 2

"""What the home page says: the sentence of what has really changed, its numbers, and what people talk about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics.estimate import Estimate
from kohtaamo.kit.text import show_number, show_range, show_signed

from .changes import DAYS_COMPARED, Change, Changes, real_changes
from .charts import Chart, language, ordinary_chart
from .comments import looked_for, with_readings
from .control import Standing, standing_of_all
from .filters import USUAL_DAYS, parameters_of
from .metric import Metric
from .metrics import METRICS
from .numbers import HonestNumber, honest_number
from .queries import Measured, has_heard, measure, measure_all, target_of, targets, trend
from .where import Where, today

HOME_NUMBERS = ("nps", "csat_top2", "effort_net", "expectation_net")
WEEKS = 26
WEEKS_RECENT = DAYS_COMPARED // 7
MOST_CHANGES = 4
MOST_TALKED = 2
NEWEST = 3


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    touchpoint: str
    what: str
    interval: str
    n: str
    is_better: bool
    url: str


def home_context() -> dict[str, Any]:
    changes = real_changes(today())
    names = dict(Touchpoint.objects.values_list("pk", "name"))
    period = Period.last_days(USUAL_DAYS, today())
    return {
        "sentence": sentence(changes),
        "changes": [in_words(change, names, changes.now) for change in changes.real[:MOST_CHANGES]],
        "more": max(0, len(changes.real) - MOST_CHANGES),
        "days": USUAL_DAYS,
        "numbers": home_numbers(Where(period=period)),
        "chart": chart_of(changes, names),
        "is_new": not has_heard(),
    }


def sentence(changes: Changes) -> str:
    """Only what holds when all that was compared is taken into account."""
    if not changes.compared:
        return gettext("There are not enough answers yet to tell change from chance.")
    count = len(changes.real)
    if not count:
        return gettext("Nothing has really changed in four weeks. What moved is ordinary variation.")
    words = ngettext(
        "One thing has really changed in four weeks. The rest is ordinary variation.",
        "%(count)s things have really changed in four weeks. The rest is ordinary variation.",
        count,
    )
    return words % {"count": count_word(count)}


def count_word(count: int) -> str:
    known = {
        2: gettext("Two"),
        3: gettext("Three"),
        4: gettext("Four"),
        5: gettext("Five"),
        6: gettext("Six"),
        7: gettext("Seven"),
        8: gettext("Eight"),
        9: gettext("Nine"),
        10: gettext("Ten"),
    }
    return known.get(count) or show_number(count, language())


def in_words(change: Change, names: Mapping[int, str], now: Period) -> ChangeInWords:
    metric, found = change.metric, change.difference
    amount = f"{show_signed(found.value, language(), metric.decimals)} {metric.change_unit}"
    where = Where(period=now, touchpoint=change.touchpoint)
    return ChangeInWords(
        touchpoint=names.get(change.touchpoint, ""),
        what=amount if is_named_by_unit(metric) else f"{metric.short_name} {amount}",
        interval=show_range(found.low, found.high, language(), metric.decimals),
        n=gettext("n %(before)s before, %(after)s now")
        % {
            "before": show_number(change.n_before, language()),
            "after": show_number(change.n_after, language()),
        },
        is_better=change.is_better,
        url=f"{reverse('insight:metric', args=[metric.key])}?{urlencode(parameters_of(where, None))}",
    )


def is_named_by_unit(metric: Metric) -> bool:
    """As in −12 NPS or −0,70 sävy, which need no name before them."""
    return str(metric.short_name).casefold() == str(metric.change_unit).casefold()


def home_numbers(where: Where) -> list[tuple[HonestNumber, Standing | None]]:
    found = measure_all(where)
    shown = [METRICS[key] for key in HOME_NUMBERS if key in found]
    known = targets(shown)
    return [
        (
            honest_number(
                metric,
                found[metric.key][0],
                where=where,
                days=USUAL_DAYS,
                target=target_of(known, metric, None),
            ),
            standing_of_all(metric),
        )
        for metric in shown
    ]


def chart_of(changes: Changes, names: Mapping[int, str]) -> Chart | None:
    """Weeks of what changed most surely; without a change, of the touchpoint that most people answer about."""
    metric = changes.real[0].metric if changes.real else METRICS["nps"]
    period = Period.last_days(7 * WEEKS, today())
    if changes.real:
        touchpoint = changes.real[0].touchpoint
    else:
        places = measure(metric, where=Where(period=period), by=["touchpoint"])
        if not places:
            return None
        touchpoint = max(places, key=lambda place: place.n).group["touchpoint"]
    weeks = trend(metric, Where(period=period, touchpoint=touchpoint), "week")
    if sum(week.estimate is not None for week in weeks) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    label = gettext("%(touchpoint)s: %(metric)s by week") % {
        "touchpoint": names.get(touchpoint, ""),
        "metric": metric.short_name,
    }
    return ordinary_chart(metric, weeks, recent=WEEKS_RECENT, label=label)


def talked_about() -> dict[str, Any]:
    """The touchpoints people write worst and best of, and what they wrote last."""
    period = Period.last_days(DAYS_COMPARED, today())
    metric = METRICS["sentiment_net"]
    places = [one for one in measure(metric, where=Where(period=period), by=["touchpoint"]) if one.estimate]
    places.sort(key=lambda one: one.estimate.value if one.estimate else 0.0)
    worst = [one for one in places if one.estimate and one.estimate.value < 0][:MOST_TALKED]
    best = [one for one in reversed(places) if one.estimate and one.estimate.value > 0][:MOST_TALKED]
    names = dict(Touchpoint.objects.values_list("pk", "name")) if places else {}
    return {
        "places": [place_talked_of(one, names) for one in [*worst, *reversed(best)]],
        "newest": with_readings(list(looked_for()[:NEWEST])),
    }


def place_talked_of(one: Measured, names: Mapping[int, str]) -> dict[str, Any]:
    value = one.estimate.value if one.estimate else 0.0
    decimals = METRICS["sentiment_net"].decimals
    place = one.group["touchpoint"]
    return {
        "name": names.get(place, ""),
        "comments": one.n,
        "tone": show_signed(value, language(), decimals),
        "interval": show_range(one.estimate.low, one.estimate.high, language(), decimals)
        if one.estimate
        else "",
        "looks": looks_of(one.estimate),
        "url": f"{reverse('insight:comments')}?{urlencode({'touchpoint': place, 'days': DAYS_COMPARED})}",
    }


def looks_of(tone: Estimate | None) -> str:
    """Colour only where the whole interval is on one side of neither good nor bad."""
    if tone is None or tone.low <= 0 <= tone.high:
        return ""
    return "text-better" if tone.low > 0 else "text-worse"

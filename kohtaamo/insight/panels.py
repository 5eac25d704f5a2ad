from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext

from kohtaamo.feedback.grouping import dimension_asked
from kohtaamo.feedback.models import Comment, Survey, Wave
from kohtaamo.feedback.side_by_side import waves_asked
from kohtaamo.journeys.models import Journey, Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.access import may
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.panel import ANY_KEY, drawn_small, offers, with_key

from .charts import Chart, trend_chart
from .comments import looked_for, with_readings
from .control import (
    Control,
    Standing,
    control_of,
    control_picture,
    half_year,
    standing,
    standings_of_touchpoints,
)
from .filters import DAYS, filter_of
from .home import home_context, talked_about
from .metric import Metric
from .metrics import METRICS
from .models import Correction
from .numbers import HonestNumber, honest_number, shares
from .queries import (
    Measured,
    answers_on,
    measure_touchpoints,
    metrics_heard,
    target_of,
    targets,
    trend,
    usual_metric,
)
from .readers.telling import who_read
from .services import MACHINE
from .themes.told import Pill, pills_of, talked_of
from .where import Where, today

SIDE_COMMENTS = 3


@offers("comment", order=80, permission="insight.read")
def reader_of_comment(_request: HttpRequest, subjects: Sequence[Comment]) -> Mapping[int, str]:
    return who_read(subjects)


def metric_on(request: HttpRequest) -> Metric:
    """The metric a map shows: the one its address names, or the usual one."""
    return METRICS.get(request.GET.get("metric", "")) or usual_metric()


@offers("touchpoint.card", order=10, permission="insight.read")
def numbers_on_map(request: HttpRequest, subjects: Sequence[Touchpoint]) -> Mapping[int, str]:
    metric, chosen = metric_on(request), filter_of(request.GET, today=today())
    where = Where(period=chosen.where.period)
    found = measure_touchpoints(metric, subjects, where)
    known, standings = targets([metric]), standings_of_touchpoints(metric)
    language, day = get_language(), today()
    return {
        key: drawn_card(
            by_the_day(honest_number(metric, one, where=where, target=target_of(known, metric, key))),
            standings.get(key),
            language,
            day,
        )
        for key, one in found.items()
    }


def by_the_day(number: HonestNumber) -> HonestNumber:
    """A card says on which day its newest answer came, not when."""
    return replace(number, age=localdate(number.age)) if isinstance(number.age, datetime) else number


@lru_cache(maxsize=4096)
def drawn_card(
    number: HonestNumber,
    standing: Standing | None,
    language: str,  # noqa: ARG001  what is drawn is in it
    day: date,  # noqa: ARG001  and says "yesterday"
) -> str:
    """Two hundred of them are a third of a map's time, and few change from one look to the next."""
    # without the request: what the shell of a page needs would be gathered once a card
    context = {"number": number, "standing": standing}
    return get_template("insight/_touchpoint_card.html").render(context)


@offers("touchpoint.side", order=10, permission="insight.read")
def number_beside_map(request: HttpRequest, subjects: Sequence[Touchpoint]) -> Mapping[int, str]:
    metric, chosen = metric_on(request), filter_of(request.GET, today=today())
    return {
        touchpoint.pk: render_to_string(
            "insight/_touchpoint_side.html",
            side_context(metric, touchpoint, chosen.where.period, chosen.days),
            request,
        )
        for touchpoint in subjects
    }


def side_context(
    metric: Metric, touchpoint: Touchpoint, period: Period | None, days: int | None
) -> dict[str, Any]:
    where = Where(period=period, touchpoint=touchpoint.pk)
    measured = measure_touchpoints(metric, [touchpoint], where)[touchpoint.pk]
    target = target_of(targets([metric]), metric, touchpoint.pk)
    lately = half_year()
    weeks = trend(metric, Where(period=lately, touchpoint=touchpoint.pk), "week")
    control = control_of(metric, weeks, size="week", period=lately, today=today())
    comments = list(looked_for(touchpoint=touchpoint.pk)[:SIDE_COMMENTS])
    return {
        "touchpoint": touchpoint,
        "metric": metric,
        "number": honest_number(metric, measured, where=where, days=days, target=target),
        "shares": shares(metric, measured.counts) if measured.estimate else [],
        "chart": small_chart(metric, weeks, control, target),
        "standing": standing(control) if control else None,
        "comments": with_readings(comments),
    }


def small_chart(
    metric: Metric, weeks: Sequence[Measured], control: Control | None, target: float | None
) -> Chart | None:
    if control:
        return control_picture(metric, weeks, control, size="week", target=target, is_small=True)
    if sum(week.estimate is not None for week in weeks) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    return trend_chart(metric, weeks, size="week", target=target, is_small=True)


@offers("comment", order=5, permission="insight.read")
def themes_of_comments(request: HttpRequest, subjects: Sequence[Comment]) -> Mapping[int, str]:
    """What a comment is about, with the words that say so; who may, says otherwise."""
    pills, may_change = pills_of(subjects), may(getattr(request, "member", None), "insight.write")

    def draw(key: int, found: Sequence[Pill]) -> str:
        context = {"key": key, "pills": found, "may_change": may_change}
        return drawn_small("insight/_comment_themes.html", context, request)

    of_none = draw(ANY_KEY, []) if may_change else ""
    return {
        one.pk: draw(one.pk, pills[one.pk]) if one.pk in pills else with_key(of_none, one.pk)
        for one in subjects
    }


@offers("touchpoint.side", order=12, permission="insight.read")
def themes_of_touchpoint(request: HttpRequest, subjects: Sequence[Touchpoint]) -> Mapping[int, str]:
    chosen = filter_of(request.GET, today=today())
    period = chosen.where.period or Period.last_days(DAYS[-1], today())
    found = talked_of([one.pk for one in subjects], period)
    return {
        one.pk: render_to_string(
            "insight/_touchpoint_themes.html",
            {"touchpoint": one, "talked": found[one.pk], "days": chosen.days},
            request,
        )
        for one in subjects
        if one.pk in found
    }


@offers("journey.toolbar", order=10, permission="insight.read")
def metric_and_period(request: HttpRequest, subjects: Sequence[Journey]) -> Mapping[int, str]:
    chosen = filter_of(request.GET, today=today())
    context = {
        "metric": metric_on(request),
        "metrics": metrics_heard(),
        "days": chosen.days,
        "all_days": DAYS,
        "kept": [(name, text) for name, text in request.GET.items() if name not in ("metric", "days")],
    }
    html = render_to_string("insight/_journey_toolbar.html", context, request)
    return {journey.pk: html for journey in subjects}


@offers("journey.lead", order=10, permission="insight.read")
def answers_on_journey(request: HttpRequest, subjects: Sequence[Journey]) -> Mapping[int, str]:
    chosen = filter_of(request.GET, today=today())
    found = answers_on(subjects, chosen.where)
    return {
        journey.pk: render_to_string(
            "insight/_journey_lead.html",
            {"answers": found.get(journey.pk, 0), "days": chosen.days, "period": chosen.where.period},
            request,
        )
        for journey in subjects
    }


@offers("home", order=10, permission="insight.read")
def what_has_changed(request: HttpRequest, subjects: Sequence[Organisation]) -> Mapping[int, str]:
    html = render_to_string("insight/_home_changes.html", home_context(), request)
    return {organisation.pk: html for organisation in subjects}


@offers("home", order=30, permission="insight.read")
def what_is_talked_about(request: HttpRequest, subjects: Sequence[Organisation]) -> Mapping[int, str]:
    html = render_to_string("insight/_home_talk.html", talked_about(), request)
    return {organisation.pk: html for organisation in subjects}


@offers("survey.take", order=10, permission="insight.read")
def results_to_others(request: HttpRequest, subjects: Sequence[Survey]) -> Mapping[int, str]:
    """The ways to take the numbers of a survey along and to share them."""
    return {
        survey.pk: render_to_string("insight/_survey_results.html", shared_context(request, survey), request)
        for survey in subjects
    }


def shared_context(request: HttpRequest, survey: Survey) -> dict[str, Any]:
    part, chosen = chosen_on(request, survey)
    return {
        "page_key": "survey",
        "part_key": part,
        "query_now": urlencode({"survey": survey.pk, **chosen}),
        "member_may_write": may(getattr(request, "member", None), "insight.write"),
    }


def chosen_on(request: HttpRequest, survey: Survey) -> tuple[str, dict[str, str]]:
    """The part of the page it stands on, and what is chosen there, whether or not the address says so."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    if page == "groups":
        return "survey-groups", {"by": dimension_asked(request.GET).key}
    waves = list(Wave.objects.filter(survey=survey).order_by("-number")) if page == "waves" else []
    if two := waves_asked(request.GET, waves):
        return "survey-waves", {"first": str(two[0].pk), "second": str(two[1].pk)}
    return "survey-results", {}


TONE_ICONS = {"negative": "frown", "neutral": "meh", "positive": "smile"}


@offers("comment", order=1, permission="insight.write")
def correct_the_tone(request: HttpRequest, subjects: Sequence[Comment]) -> Mapping[int, str]:
    """One key says what a comment says; who has said it is told."""
    told = Correction.objects.filter(comment__in=subjects, task=Correction.Task.TONE).select_related("member")
    by = {one.comment_id: one for one in told}
    acts = "insight/_tone_acts.html"
    usual = drawn_small(acts, tone_context(ANY_KEY, None, ""), request)
    drawn = {one.pk: with_key(usual, one.pk) for one in subjects if one.pk not in by}
    for one in with_readings([one for one in subjects if one.pk in by]):
        key, read = one.comment.pk, one.reading.label if one.reading else ""
        drawn[key] = drawn_small(acts, tone_context(key, by[key], read), request)
    return drawn


def tone_context(key: int, by: Correction | None, read: str) -> dict[str, Any]:
    names = {
        "negative": gettext("negative"),
        "neutral": gettext("neutral"),
        "positive": gettext("positive"),
    }
    return {
        "key": str(key),
        "by": by,
        "by_name": str(by.member) if by and by.member else "",
        "machine": reverse("insight:comment-tone", args=[key, MACHINE]),
        "tones": [
            {
                "key": tone,
                "number": number,
                "name": names[tone],
                "icon": icon,
                "is_pressed": tone == read and by is not None,
                "address": reverse("insight:comment-tone", args=[key, tone]),
            }
            for number, (tone, icon) in enumerate(TONE_ICONS.items(), 1)
        ],
    }

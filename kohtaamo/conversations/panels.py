from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from kohtaamo.feedback.models import Answer, Comment, Survey
from kohtaamo.insight.models import Alert
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.access import may
from kohtaamo.organisation.panel import ANY_KEY, drawn_small, offers, with_key

from .models import Case
from .queries import late

SHOWN = 4


@offers("comment", order=5, permission="conversations.read")
def case_of_comment(request: HttpRequest, subjects: Sequence[Comment]) -> Mapping[int, str]:
    """The way to the case, or to open one; what our own people said never becomes one."""
    answers = [one.answer_id for one in subjects]
    known = dict(Case.objects.filter(answer__in=answers).values_list("answer_id", "pk"))
    staff = set(Answer.objects.filter(pk__in=answers, is_from_staff=True).values_list("pk", flat=True))
    draw = drawing_of_case(request)
    return {
        one.pk: draw(one.answer_id, known.get(one.answer_id))
        for one in subjects
        if one.answer_id not in staff
    }


@offers("answer", order=5, permission="conversations.read")
def case_of_answer(request: HttpRequest, subjects: Sequence[Answer]) -> Mapping[int, str]:
    """As of a comment; the answers of our own people are not among them."""
    known = dict(Case.objects.filter(answer__in=subjects).values_list("answer_id", "pk"))
    draw = drawing_of_case(request)
    return {one.pk: draw(one.pk, known.get(one.pk)) for one in subjects if not one.is_from_staff}


def drawing_of_case(request: HttpRequest) -> Callable[[int, int | None], str]:
    """From the keys of an answer and of its case, if there is one."""
    can_open = may(getattr(request, "member", None), "conversations.write")

    @cache
    def drawn(*, is_case: bool) -> str:
        context = {"answer": ANY_KEY, "case": ANY_KEY if is_case else None, "can_open": can_open}
        return drawn_small("conversations/_comment_act.html", context, request)

    return lambda answer, case: with_key(drawn(is_case=bool(case)), case or answer)


@offers("survey.results", order=5, permission="conversations.read")
def cases_of_survey(request: HttpRequest, subjects: Sequence[Survey]) -> Mapping[int, str]:
    """How many who answered were got back to, and how many of them recovered."""
    rows = Case.objects.filter(answer__survey__in=subjects).order_by().values("answer__survey")
    counts = {
        row["answer__survey"]: row
        for row in rows.annotate(
            all=Count("pk"),
            open=Count("pk", filter=Q(state__in=Case.OPEN)),
            known=Count("pk", filter=Q(is_recovered__isnull=False)),
            recovered=Count("pk", filter=Q(is_recovered=True)),
        )
    }
    return {
        one.pk: render_to_string("conversations/_survey_results.html", counts[one.pk], request)
        for one in subjects
        if one.pk in counts
    }


@offers("alert", order=5, permission="conversations.read")
def case_of_alert(request: HttpRequest, subjects: Sequence[Alert]) -> Mapping[int, str]:
    answers = [one.answer_id for one in subjects if one.answer_id]
    rows = Case.objects.filter(answer__in=answers).select_related("owner", "customer")
    known = {case.answer_id: case for case in rows}
    return {
        one.pk: render_to_string(
            "conversations/_alert_side.html", {"case": known.get(one.answer_id)}, request
        )
        for one in subjects
    }


@offers("touchpoint.side", order=25, permission="conversations.read")
def cases_here(request: HttpRequest, subjects: Sequence[Touchpoint]) -> Mapping[int, str]:
    """How many customers of this place wait to be got back to, and the ones due first."""
    now = timezone.now()
    counts = {
        row["touchpoint"]: row
        for row in Case.objects.filter(touchpoint__in=subjects, state__in=Case.OPEN)
        .order_by()
        .values("touchpoint")
        .annotate(open=Count("pk"), late=Count("pk", filter=late(now)))
    }
    found: dict[int, str] = {}
    for one in subjects:
        if row := counts.get(one.pk):
            due = Case.objects.filter(touchpoint=one, state__in=Case.OPEN).select_related("customer", "owner")
            context = {"touchpoint": one, **row, "cases": due.order_by("close_by", "pk")[:SHOWN]}
            found[one.pk] = render_to_string("conversations/_touchpoint_side.html", context, request)
    return found

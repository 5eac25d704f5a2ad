from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kohtaamo.conversations import queries
from kohtaamo.conversations.models import Case, Cause
from kohtaamo.conversations.services import able_members, asking_occasions, hours_now
from kohtaamo.conversations.wording import deadline_of, score_of
from kohtaamo.feedback.models import Comment
from kohtaamo.insight.charts import language
from kohtaamo.kit.text import show_moment
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.veiling import veiled

ON_A_PAGE = 40
TABS = (
    ("mine", _("Mine")),
    ("free", _("Nobody's")),
    ("late", _("Late")),
    ("all", _("All open")),
    ("closed", _("Closed")),
)


@requires("conversations.read")
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    now, hours = timezone.now(), hours_now()
    counts = queries.how_many(member=request.member, now=now)
    which = request.GET.get("which", "")
    if which not in counts:
        which = "mine" if counts["mine"] else "all"
    rows = queries.listed(which, member=request.member, now=now)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    comments = first_comments([one.answer_id for one in page if one.answer_id])
    context = {
        "which": which,
        "tabs": [(key, label, counts[key]) for key, label in TABS],
        "page": page,
        "query": f"which={which}",
        "rows": [
            {
                "case": one,
                "score": score_of(one),
                "deadline": deadline_of(one, now, hours),
                "said": comments.get(one.answer_id or 0, ""),
            }
            for one in page
        ],
        "is_empty": not counts["all"] and not counts["closed"],
        "rules": may(request.member, "conversations.rule"),
        "writes": may(request.member, "conversations.write"),
    }
    return render(request, "conversations/case_list.html", context)


def first_comments(answers: list[int]) -> dict[int, str]:
    rows = Comment.objects.filter(answer__in=answers).order_by("-pk").values_list("answer_id", "text")
    return {answer: veiled(text).text for answer, text in dict(rows).items()}


@requires("conversations.read")
@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(queries.cases().select_related("answer__survey", "next_answer"), pk=pk)
    steps = list(case.steps.select_related("actor").order_by("-happened_at", "-pk"))
    context: dict[str, Any] = {
        "case": case,
        "title": str(case.customer) if case.customer else _("Unnamed respondent"),
        "lead": " · ".join(
            [
                str(case.touchpoint),
                *survey_of(case),
                show_moment(localtime(case.opened_at), language()),
                case.get_born_display(),
            ]
        ),
        "heard": queries.heard_in(case.answer),
        "files": queries.files_of(case.answer),
        "comments": Comment.objects.filter(answer=case.answer).order_by("pk") if case.answer else [],
        "deadline": deadline_of(case, timezone.now(), hours_now()),
        "steps": steps,
        "encounters": queries.earlier_encounters(case),
        "answers": [(one, queries.heard_in(one)) for one in queries.earlier_answers(case)],
        "next_heard": queries.heard_in(case.next_answer),
        "causes": Cause.objects.filter(is_active=True),
        "writes": may(request.member, "conversations.write"),
        "rules": may(request.member, "conversations.rule"),
        "is_mine": case.owner_id == request.member.pk,
        "unwritten": request.GET.get("unwritten", ""),
    }
    if context["writes"]:
        context |= {
            "people": [one for one in able_members() if one.pk != case.owner_id],
            "asks": bool(asking_occasions()) if case.state == Case.State.DONE else False,
        }
    return render(request, "conversations/case_show.html", context)


def survey_of(case: Case) -> list[str]:
    """What tells the case of somebody unnamed from others."""
    answer = case.answer if case.customer is None else None
    return [answer.survey.name] if answer and answer.survey else []

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from kohtaamo.feedback.forms import AnswerFilter
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.queries import (
    comments_of,
    given_files,
    is_changed_since,
    is_of_staff,
    newest_answers,
    published_version,
    response_of,
)
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.results import (
    COMMENTS_SHOWN,
    results_of,
    values_and_files,
)
from kohtaamo.feedback.taking_out import FORMS
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.middleware import address_outside
from kohtaamo.organisation.panel import panels_at

ANSWERS_ON_A_PAGE = 30
# Names by which a machine calls itself only.
OF_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@requires("feedback.read")
@require_GET
def results(request: MemberRequest, pk: int) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.select_related("touchpoint"), pk=pk)
    version = published_version(survey)
    minimum = request.organisation.minimum_answers
    response = response_of(survey)
    link = link_of(request, survey)
    found: dict[str, Any] = {
        "survey": survey,
        "version": version,
        "response": response,
        "minimum": minimum,
        "is_of_staff": version is not None and is_of_staff(version),
        "link": link,
        "is_of_this_machine": urlsplit(link).hostname in OF_THIS_MACHINE,
        "writes": may(request.member, "feedback.write"),
        "forms": list(FORMS.values()),
        "is_changed": is_changed_since(version, read_questionnaire(survey.draft)),
    }
    if version is not None and response.answers:
        found["questions"] = results_of(survey, version, get_language() or "fi", minimum)
        found["take_panels"] = panels_at("survey.take", request, [survey])[survey.pk]
    if version is not None:
        found["comments"] = comments_of(survey, version)[:COMMENTS_SHOWN]
    if not found["is_of_staff"]:
        found["panels"] = panels_at("survey.results", request, [survey])[survey.pk]
    return render(request, "feedback/survey_results.html", found)


def link_of(request: HttpRequest, survey: Survey) -> str:
    return request.build_absolute_uri(address_outside("respond", survey.token))


@requires("feedback.read")
@require_GET
def answers(request: MemberRequest) -> HttpResponse:
    """The newest answers one by one, as they were given; those of employees are not among them."""
    form = AnswerFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = newest_answers(survey=chosen.get("survey"), touchpoint=chosen.get("touchpoint"))
    page = Paginator(rows.prefetch_related("comments"), ANSWERS_ON_A_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "fi"
    acts, files = panels_at("answer", request, list(page)), given_files(page)
    shown = [
        {
            "answer": answer,
            "values": values_and_files(answer, language, files.get(answer.pk, {})),
            "acts": acts[answer.pk],
        }
        for answer in page
    ]
    query = request.GET.copy()
    query.pop("page", None)
    found = {
        "form": form,
        "page": page,
        "rows": shown,
        "query": query.urlencode(),
        "is_narrowed": any(chosen.values()),
    }
    return render(request, "feedback/answer_list.html", found)

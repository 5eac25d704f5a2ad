"""The code of a link as a picture, and a poster with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from kohtaamo.feedback.models import NamedLink
from kohtaamo.feedback.queries import published_version
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.reaching import Paper, Poster, as_pdf, code_png, code_svg
from kohtaamo.organisation.access import MemberRequest, may, requires

from .reach import link_row, short_address

HEADLINE_LENGTH = 160


@requires("feedback.read")
@require_GET
def poster(request: MemberRequest, pk: int) -> HttpResponse:
    link = link_row(pk)
    questions = headlines(link)
    found = {
        "link": link,
        "address": short_address(request, link),
        "papers": list(Paper),
        "questions": questions,
        "has_both": len(questions) > 1,
        "writes": may(request.member, "feedback.write"),
    }
    return render(request, "feedback/poster.html", found)


@requires("feedback.read")
@require_GET
def pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """`paper`, `lang` (fi, en or both) and own words for the headline, `fi` and `en`."""
    link = link_row(pk)
    chosen = chosen_questions(request, headlines(link))
    paper = request.GET.get("paper", "")
    made = as_pdf(
        Poster(
            organisation=request.organisation.name,
            address=short_address(request, link),
            questions=chosen,
            paper=Paper(paper) if paper in list(Paper) else Paper.A4,
            colour=getattr(request.organisation, "colour", "") or "",
        )
    )
    return sent(made, link, "pdf", "application/pdf")


@requires("feedback.read")
@require_GET
def code_vector(request: MemberRequest, pk: int) -> HttpResponse:
    link = link_row(pk)
    return sent(code_svg(short_address(request, link)), link, "svg", "image/svg+xml")


@requires("feedback.read")
@require_GET
def code_picture(request: MemberRequest, pk: int) -> HttpResponse:
    link = link_row(pk)
    return sent(code_png(short_address(request, link)), link, "png", "image/png")


def headlines(link: NamedLink) -> dict[str, str]:
    """The first question by language: of what is asked now, else of the draft."""
    version = published_version(link.survey)
    asked = (
        Questionnaire.model_validate(version.questionnaire)
        if version
        else read_questionnaire(link.survey.draft)
    )
    first: Any = next(iter(asked.elements()), None)
    return {code: (first.title.get(code) if first else "") or link.survey.name for code in asked.languages}


def chosen_questions(request: MemberRequest, questions: dict[str, str]) -> dict[str, str]:
    wish = request.GET.get("lang", "")
    chosen = {wish: questions[wish]} if wish in questions else questions
    own = {code: request.GET.get(code, "").strip()[:HEADLINE_LENGTH] for code in chosen}
    return {code: own[code] or text for code, text in chosen.items()}


def sent(content: bytes, link: NamedLink, ending: str, kind: str) -> HttpResponse:
    name = slugify(link.name) or link.code
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'inline; filename="{name}.{ending}"'},
    )

"""Surveys of other programs come in as drafts, and ours are taken elsewhere: the questions, not the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.feedback.definitions import FORMATS, Definition, read_definition, told, write_definition
from kohtaamo.feedback.definitions.bringing import asked_there, bring_survey, by_reason, losses_told
from kohtaamo.feedback.definitions.opened import LARGEST
from kohtaamo.feedback.forms import BroughtForm
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.organisation.access import MemberRequest, requires

# What was read is carried by the page itself until the draft is made.
SALT, A_DAY = "feedback.definition", 86_400


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    """First a file, then what was found in it and where it is asked, then the draft."""
    if request.method == "POST" and "brought" in request.POST:
        return settled(request)
    if request.method == "POST":
        return looked_at(request)
    return page_of_file(request)


def page_of_file(request: MemberRequest, complaint: str = "") -> HttpResponse:
    known = [one for one in FORMATS.values() if one.read is not None]
    context = {"complaint": complaint, "known": known, "endings": ",".join(endings(known))}
    return render(request, "feedback/definition_bring.html", context, status=422 if complaint else 200)


def endings(known: list[Any]) -> list[str]:
    return sorted({one.ending for one in known} | {".lsq", ".lsa", ".json"})


def looked_at(request: MemberRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        return page_of_file(request, _("Choose a file first."))
    try:
        definition = read_definition(upload.read(LARGEST + 1))
    except UnfitError as problem:
        return page_of_file(request, told(problem))
    found = Found.of(definition)
    begin = {"name": definition.name or (upload.name or "").rpartition(".")[0]}
    return page_of_found(request, found, BroughtForm(initial=begin))


def page_of_found(request: MemberRequest, found: Found, form: BroughtForm) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "label": FORMATS[found.format].label if found.format in FORMATS else "",
        "lines": found.lines(),
        "places": [form["touchpoint"], form["new_touchpoint"]],
        "brought": found.signed(),
    }
    return render(request, "feedback/definition_found.html", context, status=422 if form.errors else 200)


def settled(request: MemberRequest) -> HttpResponse:
    try:
        found = Found.from_signed(request.POST["brought"])
    except (signing.BadSignature, UnfitError, KeyError):
        return page_of_file(request, _("The file is no longer here. Choose it again."))
    form = BroughtForm(request.POST)
    if not form.is_valid():
        return page_of_found(request, found, form)
    survey, is_new = bring_survey(
        definition=found.definition(form.cleaned_data["name"]),
        touchpoint=form.cleaned_data["touchpoint"] if not form.cleaned_data["new_touchpoint"] else None,
        place=form.cleaned_data["new_touchpoint"],
        actor=request.member,
    )
    if is_new:
        messages.success(
            request, _("The survey is here as a draft. Nobody can answer it before you publish it.")
        )
    else:
        messages.info(request, _("This draft was here already, just the same."))
    return redirect("feedback:edit", survey.pk)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a file, in the form it travels with the page."""

    format: str
    questions: int
    imported: int
    losses: list[dict[str, Any]]
    questionnaire: Questionnaire

    @classmethod
    def of(cls, definition: Definition) -> Found:
        losses = losses_told(definition)
        return cls(
            definition.format, definition.questions, definition.imported, losses, definition.questionnaire
        )

    @classmethod
    def from_signed(cls, raw: str) -> Found:
        told_of = signing.loads(raw, salt=SALT, max_age=A_DAY)
        return cls(**{**told_of, "questionnaire": read_questionnaire(told_of["questionnaire"])})

    def signed(self) -> str:
        whole = {
            "format": self.format,
            "questions": self.questions,
            "imported": self.imported,
            "losses": self.losses,
            "questionnaire": self.questionnaire.stored(),
        }
        return signing.dumps(whole, salt=SALT, compress=True)

    def definition(self, name: str) -> Definition:
        return Definition(
            format=self.format,
            name=name,
            questionnaire=self.questionnaire,
            losses=(),
            questions=self.questions,
            imported=self.imported,
        )

    def lines(self) -> list[tuple[str, int]]:
        """Each question in the first language, and how many choices it has."""
        language = self.questionnaire.languages[0]
        return [
            (one.title.get(language) or one.name, len(one.choices)) for one in self.questionnaire.elements()
        ]

    @property
    def reasons(self) -> dict[str, list[str]]:
        return by_reason(self.losses)

    @property
    def sentence(self) -> str:
        questions = asked_there(self.questions, self.losses)
        counts = {"imported": self.imported, "questions": questions}
        return (
            ngettext(
                "%(imported)s of %(questions)s question came along.",
                "%(imported)s of %(questions)s questions came along.",
                questions,
            )
            % counts
        )


@requires("feedback.read")
@require_GET
def forms(request: MemberRequest, pk: int) -> HttpResponse:
    survey = get_object_or_404(Survey, pk=pk)
    written = [one for one in FORMATS.values() if one.write is not None]
    return render(request, "feedback/definition_forms.html", {"survey": survey, "written": written})


@requires("feedback.read")
@require_GET
def download(_request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """The questions as the draft has them."""
    survey = get_object_or_404(Survey, pk=pk)
    try:
        contents = write_definition(key, read_questionnaire(survey.draft), survey.name)
    except UnfitError as problem:
        raise Http404 from problem
    response = HttpResponse(contents, content_type=FORMATS[key].content_type)
    name = f"{slugify(survey.name)[:60] or 'survey'}-{key.replace('_', '-')}{FORMATS[key].ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

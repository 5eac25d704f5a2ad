from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kohtaamo.feedback import editing
from kohtaamo.feedback.course import in_language
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.queries import is_changed_since, published_version, types_asked
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Element, Questionnaire, read_questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import save_draft
from kohtaamo.feedback.visit import is_short, options_of, seconds_left, title_of
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Every button sends the whole form: what was typed is kept first, then the button's act is done."""
    survey = get_object_or_404(Survey.objects.select_related("touchpoint"), pk=pk)
    if request.method == "POST":
        try:
            act(request, survey, keep_form(request, survey))
        except UnfitError as problem:
            messages.error(request, explain(problem.code, problem.facts))
        return redirect("feedback:edit", survey.pk)
    return render(request, "feedback/survey_edit.html", editor(request, survey))


def keep_form(request: MemberRequest, survey: Survey) -> Questionnaire:
    """The draft as the editor's form says; a request without that form changes nothing."""
    if "is_editor" not in request.POST:
        return draft_of(survey)
    questionnaire = editing.from_form(request.POST, draft_of(survey), types_asked(survey))
    name = request.POST.get("survey-name", survey.name)
    if questionnaire != draft_of(survey) or name.strip() != survey.name:
        save_draft(survey=survey, questionnaire=questionnaire, name=name, actor=request.member)
    return questionnaire


def act(request: MemberRequest, survey: Survey, now: Questionnaire) -> None:
    """One of "add-<type>", "up-<n>", "down-<n>", "remove-<n>", "undo"; anything else only saves."""
    verb, _, rest = request.POST.get("act", "").partition("-")
    number = whole_number(rest)
    index = -1 if number is None else number
    if verb == "add" and rest in QUESTIONS:
        after = editing.add(now, rest, types_asked(survey))
    elif verb in {"up", "down"}:
        after = editing.move(now, index, -1 if verb == "up" else 1)
    elif verb == "remove":
        after, gone = editing.remove(now, index)
        if gone is not None:
            request.session[removed_key(survey)] = [index, gone.model_dump(mode="json")]
    elif verb == "undo" and removed_key(survey) in request.session:
        place, gone_before = request.session.pop(removed_key(survey))
        after = editing.put_back(now, place, gone_before)
    else:
        return
    save_draft(survey=survey, questionnaire=after, actor=request.member)


def removed_key(survey: Survey) -> str:
    """Where the last removed question waits for its undoing, in the session of who removed it."""
    return f"feedback.removed.{survey.pk}"


def draft_of(survey: Survey) -> Questionnaire:
    return read_questionnaire(survey.draft)


def editor(request: MemberRequest, survey: Survey) -> dict[str, Any]:
    draft = draft_of(survey)
    elements = tuple(draft.elements())
    version = published_version(survey)
    removed = request.session.get(removed_key(survey))
    return {
        "survey": survey,
        "languages": draft.languages,
        "all_languages": [("fi", "Suomi"), ("en", "English")],
        "elements": [row(element, draft) for element in elements],
        "questions": [question for key, question in sorted(QUESTIONS.items())],
        "is_changed": is_changed_since(version, draft),
        "is_published": version is not None,
        "removed": title_of(Element.model_validate(removed[1]), draft.languages[0]) if removed else "",
        "minutes": max(1, round(seconds_left(elements, 1) / 60)) if elements else 0,
    }


def row(element: Element, draft: Questionnaire) -> dict[str, Any]:
    question = QUESTIONS[element.type]
    names = {"fi": gettext("in Finnish"), "en": gettext("in English")}
    return {
        "element": element,
        "question": question,
        "is_short": is_short(question),
        "title": title_of(element, draft.languages[0]),
        "options": options_of(element, draft.languages[0]),
        "rows": [in_language(line.text, draft.languages[0]) or line.value for line in element.rows],
        "texts": [
            {
                "language": language,
                "in_language": names[language],
                "title": element.title.get(language, ""),
                "choices": "\n".join(choice.text.get(language, "") for choice in element.choices),
            }
            for language in draft.languages
        ],
    }

"""A draft as a whole: its settings, how it is worded, how it goes with made-up answers, and its versions."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.feedback.change_lines import lines_of, sentence_of
from kohtaamo.feedback.course import in_language
from kohtaamo.feedback.drafting.fields import whole_from
from kohtaamo.feedback.drafting.shown import known_before, rule_shown, texts_shown
from kohtaamo.feedback.length import burden_in_words, length_of, time_in_words
from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.phrasing import hints_of_survey
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Questionnaire, check_for_publication, read_questionnaire
from kohtaamo.feedback.questionnaire.checking import warnings_of
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.results import QuestionResult, counted_result
from kohtaamo.feedback.services import change_draft
from kohtaamo.feedback.trying import Tried, tried
from kohtaamo.feedback.visit import title_of
from kohtaamo.kit.reading import lix
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires

PEOPLE = 200
MOST_SEEDS = 10_000


def survey_of(pk: int) -> tuple[Survey, Questionnaire]:
    survey = get_object_or_404(Survey.objects.select_related("touchpoint"), pk=pk)
    return survey, read_questionnaire(survey.draft)


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest, pk: int) -> HttpResponse:
    survey, draft = survey_of(pk)
    if request.method == "POST":
        try:
            change_draft(
                survey=survey,
                change=lambda now: read_questionnaire(whole_from(request.POST, now)),
                name=request.POST.get("survey-name", survey.name),
                actor=request.member,
            )
            messages.success(request, _("Saved."))
        except UnfitError as problem:
            messages.error(request, explain(problem.code, problem.facts))
        return redirect("feedback:settings", pk)
    return render(request, "feedback/survey_settings.html", {"survey": survey, **whole_shown(draft)})


def whole_shown(draft: Questionnaire) -> dict[str, Any]:
    names = known_before(draft, "")
    quotas: list[Any] = [*draft.quotas, None]
    calculated: list[Any] = [*draft.calculated, None]
    return {
        "draft": draft,
        "all_languages": [("fi", "Suomi"), ("en", "English")],
        "texts": texts_shown(draft, thanks=draft.thanks),
        "hidden": " ".join(draft.hidden),
        "names": names,
        "calculated": [calculated_shown(one) for one in calculated],
        "quotas": [
            {
                "name": one.name if one else "",
                "most": one.most if one else "",
                "rule": rule_shown(f"quotas-{number}-when", one.when if one else None, draft, names),
            }
            for number, one in enumerate(quotas)
        ],
    }


def calculated_shown(one: Any) -> dict[str, str]:
    """A sum or a mean by the names of its questions, anything else as it is written."""
    if one is None:
        return {"name": "", "how": "sum", "of": ""}
    rule = one.value
    names = names_added(rule)
    if names:
        return {"name": one.name, "how": "sum", "of": " ".join(names)}
    parts: Any = rule.get("/") if isinstance(rule, dict) else None
    names = names_added(parts[0]) if isinstance(parts, list) and parts else []
    if names and parts[1:] == [len(names)]:
        return {"name": one.name, "how": "mean", "of": " ".join(names)}
    return {"name": one.name, "how": "rule", "of": json.dumps(rule, ensure_ascii=False)}


def names_added(rule: Any) -> list[str]:
    parts = rule.get("+") if isinstance(rule, dict) and list(rule) == ["+"] else None
    if not isinstance(parts, list):
        return []
    names = [one.get("var") for one in parts if isinstance(one, dict) and list(one) == ["var"]]
    return (
        [str(name) for name in names]
        if len(names) == len(parts) and all(map(isinstance, names, [str] * len(names)))
        else []
    )


@requires("feedback.write")
@require_GET
def check(request: MemberRequest, pk: int) -> HttpResponse:
    survey, draft = survey_of(pk)
    length = length_of(draft)
    found = {
        "survey": survey,
        "draft": draft,
        "lack": lack_of(draft),
        "warnings": [explain(one.code, one.facts) for one in warnings_of(draft)],
        "hints": hints_of_survey(draft),
        "length": length,
        "time": time_in_words(length),
        "burden": burden_in_words(length),
        "readings": readings_of(draft),
    }
    return render(request, "feedback/survey_check.html", found)


def lack_of(draft: Questionnaire) -> str:
    """What stands in the way of publishing, said; nothing when it can be published."""
    try:
        check_for_publication(draft)
    except UnfitError as problem:
        return explain(problem.code, problem.facts)
    return ""


def readings_of(draft: Questionnaire) -> list[dict[str, Any]]:
    """By language: LIX of all that is asked, and the question that is heaviest to read."""
    found = []
    for language in draft.languages:
        titles = [
            (number, one.title.get(language, "")) for number, one in enumerate(draft.elements(), start=1)
        ]
        each = [(value, number, text) for number, text in titles if (value := lix(text)) is not None]
        if each:
            heaviest = max(each)
            whole = lix("\n".join(text for _number, text in titles))
            found.append(
                {
                    "language": language,
                    "lix": whole,
                    "heaviest": heaviest[1],
                    "most": heaviest[0],
                    "text": heaviest[2],
                }
            )
    return found


@requires("feedback.write")
@require_GET
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    """Made-up answers are counted for this page and forgotten."""
    survey, draft = survey_of(pk)
    seed = min(whole_number(request.GET.get("seed", "")) or 1, MOST_SEEDS)
    found: dict[str, Any] = {
        "survey": survey,
        "draft": draft,
        "seed": seed,
        "people": PEOPLE,
        "lack": lack_of(draft),
    }
    if not found["lack"]:
        result = tried(draft, people=PEOPLE, seed=seed)
        found |= {"tried": result, "ways": ways_shown(draft, result), "results": results_shown(draft, result)}
    return render(request, "feedback/survey_trial.html", found)


def ways_shown(draft: Questionnaire, result: Tried) -> list[dict[str, Any]]:
    """Pages, and those questions that not everybody is asked."""
    named = draft.named()
    language = draft.languages[0]
    rows: list[dict[str, Any]] = []
    for page in result.pages:
        title = in_language(draft.pages[page.number - 1].title, language)
        first = draft.pages[page.number - 1].elements[:1]
        label = title or (title_of(first[0], language) if first else "")
        rows.append({"way": page, "label": label, "width": f"{page.people / result.people:.2%}"})
    rows += [
        {"way": way, "label": _("Why?"), "is_why": True, "width": f"{way.people / result.people:.2%}"}
        for way in result.questions
        if way.name not in named
    ]
    return rows


def results_shown(draft: Questionnaire, result: Tried) -> list[QuestionResult]:
    language = get_language() or "fi"
    shown = []
    for element in draft.elements():
        question = QUESTIONS[element.type]
        key = (element.name, element.type)
        if question.input in {"text", "file"} or not result.answered[key]:
            continue
        empty = QuestionResult(title_of(element, language), question, result.answered[key])
        shown.append(counted_result(empty, element, result.counts.get(key, Counter()), language, 1))
    return shown


@requires("feedback.write")
@require_GET
def versions(request: MemberRequest, pk: int) -> HttpResponse:
    survey, draft = survey_of(pk)
    rows = list(survey.versions.all())
    read = {row.number: read_questionnaire(row.questionnaire) for row in rows}
    listed = [
        {"version": row, "sentence": sentence_of(read.get(row.number - 1), read[row.number])} for row in rows
    ]
    newest = read[rows[0].number] if rows else None
    found: dict[str, Any] = {
        "survey": survey,
        "rows": listed,
        "waiting": sentence_of(newest, draft)
        if newest is not None and not newest.asks_the_same(draft)
        else "",
        "lack": lack_of(draft),
    }
    chosen = chosen_versions(request, read, draft)
    if chosen is not None:
        one, other, names = chosen
        found |= {"lines": lines_of(one, other, get_language() or "fi"), "compared": names}
    return render(request, "feedback/survey_versions.html", found)


def chosen_versions(
    request: MemberRequest, read: dict[int, Questionnaire], draft: Questionnaire
) -> tuple[Questionnaire, Questionnaire, tuple[str, str]] | None:
    """Two versions to look at side by side; "draft" is what is being written."""
    one = whole_number(request.GET.get("from", ""))
    other = request.GET.get("to", "")
    number = whole_number(other)
    if one not in read or (other != "draft" and number not in read):
        return None
    later = draft if other == "draft" else read[number or 0]
    return read[one or 0], later, (str(one), _("the draft") if other == "draft" else other)


@requires("feedback.write")
@require_POST
def version_return(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """An older version becomes the draft; people are asked as before until it is published."""
    survey, _draft = survey_of(pk)
    version = get_object_or_404(SurveyVersion, survey=survey, number=number)
    older = read_questionnaire(version.questionnaire)
    change_draft(survey=survey, change=lambda _now: older, actor=request.member)
    messages.success(
        request, _("Version %(number)s is now the draft. Publish it when you are ready.") % {"number": number}
    )
    return redirect("feedback:edit", survey.pk)

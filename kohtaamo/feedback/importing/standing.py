"""What the surveys of the organisation ask now, for the answers of a file to join."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Element, Page, Questionnaire, check_for_publication

# Surveys that are looked at, the newest first.
MOST_SURVEYS = 200
# A rule that never holds.
NEVER = {"==": [1, 0]}


def surveys_standing() -> Iterator[tuple[Survey, Questionnaire, bool]]:
    """Each as it was published last, or as its draft says when it never was; the truth value tells a draft."""
    surveys = list(Survey.objects.select_related("touchpoint").order_by("-pk")[:MOST_SURVEYS])
    versions = SurveyVersion.objects.filter(survey__in=surveys).order_by("number")
    published = dict(versions.values_list("survey", "questionnaire"))
    for survey in surveys:
        raw = published.get(survey.pk, survey.draft)
        yield survey, Questionnaire.model_validate(raw), survey.pk not in published


def questionnaire_now(survey: Survey) -> Questionnaire | None:
    newest = survey.versions.first()
    if newest is not None:
        return Questionnaire.model_validate(newest.questionnaire)
    return askable(Questionnaire.model_validate(survey.draft))


def askable(draft: Questionnaire) -> Questionnaire | None:
    """In the languages in which it could be published: often only one is translated. None where in none."""
    whole = [one for one in draft.languages if is_whole(draft.model_copy(update={"languages": [one]}))]
    return draft.model_copy(update={"languages": whole}) if whole else None


def is_whole(draft: Questionnaire) -> bool:
    try:
        check_for_publication(draft)
    except UnfitError:
        return False
    return True


def with_more(known: Questionnaire, more: list[Element]) -> Questionnaire:
    """Besides what it asks, what only a file does: on a page that nobody is shown."""
    if not more:
        return known
    page = Page(elements=[spoken_in(one, known.languages) for one in more], visible_if=NEVER)
    return known.model_copy(update={"pages": [*known.pages, page]})


def spoken_in(element: Element, languages: list[str]) -> Element:
    """A file has its words in one language: they stand for all."""

    def same(texts: dict[str, str]) -> dict[str, str]:
        return dict.fromkeys(languages, next(iter(texts.values()), ""))

    changes: dict[str, Any] = {
        part: [one.model_copy(update={"text": same(one.text)}) for one in getattr(element, part)]
        for part in ("choices", "rows", "columns")
    }
    return element.model_copy(update={**changes, "title": same(element.title)})

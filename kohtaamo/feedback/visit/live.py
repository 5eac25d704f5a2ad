"""What the page carries for a browser that turns the pages by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kohtaamo.feedback.course import ShownQuestion
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.reasons import REASONS

from .browser import for_browser, kinds_in
from .drawing import DrawnQuestion, drawn
from .tickets import Visit

# Every question is drawn beforehand; a longer questionnaire is walked by sending each page.
MOST_DRAWN = 60
CODES = (
    "text_too_long", "unknown_choice", "own_words_not_asked", "too_few_chosen", "too_many_chosen",
    "pattern_unfit", "no_number", "too_low", "too_high", "off_step", "not_a_date", "too_early", "too_late",
    "ranked_twice", "half_a_pair", "too_few_files", "too_many_files", "file_type_unfit", "consent_missing",
    "rows_unanswered",
)  # fmt: skip


def answer_missing() -> str:
    return _("This question needs an answer before you go on.")


def is_live(questionnaire: Questionnaire) -> bool:
    return sum(1 for _element in questionnaire.elements()) <= MOST_DRAWN


def live_page(visit: Visit, number: int, addresses: Mapping[str, Any]) -> dict[str, Any]:
    """`addresses`: base, start, thanks, and whether this is the clean address of the survey."""
    codes = {code: str(REASONS[code]) for code in CODES}
    return {
        "questionnaire": for_browser(visit.questionnaire, visit.language),
        "kinds": kinds_in(visit.questionnaire),
        "language": visit.language,
        "token": visit.survey.token,
        "asker": visit.survey.organisation.name,
        "uid": visit.uid,
        "hidden": dict(visit.hidden),
        "said": visit.values(),
        "number": number,
        "hasProgress": visit.questionnaire.show_progress,
        "isOwn": not visit.uid.startswith("invitation:"),
        "sentences": {**codes, "answer_missing": answer_missing()},
        "words": words(),
        **addresses,
    }


def words() -> dict[str, str]:
    return {
        "onward": pgettext("to the next question", "Continue"),
        "send": pgettext("an answer", "Send"),
        "progress": _("Question %(number)s of %(count)s"),
        "page": _("Page %(number)s of %(count)s"),
        "seconds": _("about %(seconds)s seconds left"),
        "minutes": _("about %(minutes)s minutes left"),
        "remove": pgettext("a file", "Remove"),
        "sending": _("Sending the file"),
        "fileLost": _("The file did not go through. Choose it again when the connection is back."),
    }


def pieces(visit: Visit) -> list[DrawnQuestion]:
    """Every question without a value, with braces for what is filled in by the browser."""
    return [
        drawn(ShownQuestion(element, required=True, why=bool(element.ask_why)), None, visit.language, {})
        for element in visit.questionnaire.elements()
    ]

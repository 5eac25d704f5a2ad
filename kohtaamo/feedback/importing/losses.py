"""What a file of another program had and we have not, each with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.definitions.definition import Loss as DefinitionLoss
from kohtaamo.feedback.definitions.problems import told as told_of_definition
from kohtaamo.feedback.definitions.texts import called
from kohtaamo.feedback.question import Words
from kohtaamo.feedback.questions import QUESTIONS

from .found import Asked, Loss
from .plan import KeptLoss

LOSSES: dict[str, Words] = {
    "personal": _(
        "It tells who or where the person is. It is not needed for the answers, so it is not kept."
    ),
    "technical": _("It tells of the other program's own workings, not of what was answered."),
    "derived": _("It is worked out from another question, and is worked out here as well."),
    "no_words_for_codes": _(
        "The file has numbers for the choices and no words: they are kept as numbers. Write the words in the editor."
    ),
    "nobody_answered": _("Nobody has answered it, so the file does not tell what kind of a question it is."),
    "scale_turned": _("Its scale runs the other way than “%(kind)s” does, so it is kept as plain choices."),
    "too_many_questions": _("A survey has at most %(most)s questions."),
    "too_many_attributes": _("An answer has at most %(most)s background facts."),
    "column_left_out": _("Nothing says what the column is, so it is not kept."),
    "left_out_by_you": _("You left it out."),
    "missing_values": _("Its marked missing values (%(values)s) are kept as no answer."),
    "not_answered_mark": _(
        "Cells with %(mark)s tell that it was seen and not answered: they are kept as no answer."
    ),
    "no_moments": _("The file does not tell when each answer was given: the day of the file stands for it."),
    "kept_as_number": _("Its form in the other program (%(form)s) is kept as a plain number."),
    "day_kept_as_text": _("Some of its days are out of the range of dates here, so they are kept as text."),
    "set_counts_once": _(
        "Which of the variables of the set held an answer, and the same answer twice, is not kept."
    ),
    "titles_missing": _("The file has no words for the question, only its code."),
    "weight": _("Weights are kept as a number; results here are not weighted."),
    "order_shown": _("In which order the choices were shown is not kept."),
    "timing": _("Times spent on a page are not kept."),
    "file_left": _(
        "Files that people sent stay in the other program; only their names or addresses are kept."
    ),
    "language_left_out": _(
        "The words in this language are not kept: a survey that is brought in with its answers has one."
    ),
    "rules_left": _(
        "Its rules do not come along with answers. To ask the same here, bring the definition (.lss) as a survey."
    ),
    "unknown_part": _("This part of the file is not known here."),
}


def stored_losses(losses: Iterable[Loss], asked: Iterable[Asked]) -> list[KeptLoss]:
    """Each by what was asked, for the plan that keeps them knows only names."""
    titles = titles_of(asked)
    return [
        KeptLoss(
            element=called(titles.get(one.element, ""), one.element), code=one.code, facts=dict(one.facts)
        )
        for one in losses
    ]


def titles_of(asked: Iterable[Asked]) -> dict[str, str]:
    """By the name of the question, and by its columns."""
    found: dict[str, str] = {}
    for one in asked:
        found |= dict.fromkeys((*one.columns(), one.name), one.title)
    return found


def explain_losses(losses: Iterable[Loss | KeptLoss]) -> list[dict[str, str]]:
    return [{"element": one.element, "why": explain_loss(one.code, one.facts)} for one in losses]


def explain_loss(code: str, facts: Mapping[str, Any]) -> str:
    known = LOSSES.get(code)
    if known is None:
        return told_of_definition(DefinitionLoss("", code, facts))
    words = dict(facts)
    if words.get("kind") in QUESTIONS:
        words["kind"] = str(QUESTIONS[words["kind"]].label)
    return str(known) % words

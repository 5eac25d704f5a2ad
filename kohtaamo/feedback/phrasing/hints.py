from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Words
from kohtaamo.feedback.questionnaire import Choice, Element, Questionnaire, Row
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.reading import words_in

from .lists import WordLists, word_lists

# A short word must be the whole word: "en" begins many.
WHOLE = 5
MOST_SCALES = 2
WHY: dict[str, Words] = {
    "double": _("Two things are asked at once, so nobody knows which of them was answered."),
    "leading": _("The wording already says what one should answer."),
    "negation": _("A denial is easily read over, and then the answer means its opposite."),
    "too_long": _("A long question is read in a hurry, or not at all."),
    "jargon": _("This is a word of our own trade; a customer may read it in another way, or not know it."),
    "no_way_out": _("Who has no answer must make one up, as the question needs an answer."),
    "mixed_scales": _(
        "Scales of many lengths in one survey: people mark the wrong step, and results are hard to compare."
    ),
}
SUGGESTIONS: dict[str, Words] = {
    "double": _("Make two questions of it, or leave the lesser one out."),
    "leading": _("Ask the same evenly: both a good and a bad answer should feel welcome."),
    "negation": _("Say it the other way round, without the denial."),
    "too_long": _("Keep what is asked, and move the rest to the description."),
    "jargon": _("Use the word the customer would use."),
    "no_way_out": _("Add the choice “I cannot say”, or let the question be skipped."),
    "mixed_scales": _("Ask with one or two scales throughout."),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """`words` are those it goes by; `name` and `number` tell the question, empty and nought for the whole survey."""

    code: str
    words: str = ""
    language: str = ""
    name: str = ""
    number: int = 0

    @property
    def why(self) -> Words:
        return WHY[self.code]

    @property
    def suggestion(self) -> Words:
        return SUGGESTIONS[self.code]


def hints_of_survey(draft: Questionnaire) -> list[Hint]:
    found = [hint for element in draft.elements() for hint in hints_of(element, draft)]
    lengths = sorted({length for element in draft.elements() if (length := steps_of(element))})
    if len(lengths) > MOST_SCALES:
        found.append(Hint("mixed_scales", ", ".join(map(str, lengths))))
    return found


def hints_of(element: Element, draft: Questionnaire) -> list[Hint]:
    number = list(draft.named()).index(element.name) + 1
    found = []
    for language in draft.languages:
        lists = word_lists(language)
        for text in asked_in(element, language):
            found += [
                Hint(code, words, language, element.name, number)
                for code, words in hints_in(text, lists, is_closed=is_closed(element))
            ]
    found += [Hint("no_way_out", "", "", element.name, number)] if has_no_way_out(element, draft) else []
    return list(dict.fromkeys(found))


def asked_in(element: Element, language: str) -> Iterator[str]:
    """The title, and each row of a table as a question of its own."""
    yield element.title.get(language, "")
    for row in element.rows:
        yield row.text.get(language, "")


def is_closed(element: Element) -> bool:
    """Whether one answer is chosen for what is asked, so that it must ask one thing only."""
    return QUESTIONS[element.type].input in {"keys", "options", "matrix", "slider", "consent", "pair"}


def hints_in(text: str, lists: WordLists, *, is_closed: bool) -> Iterator[tuple[str, str]]:
    lowered = text.lower().replace("’", "'")
    if not lowered.strip():
        return
    if is_closed and (words := joined_in(lowered, lists)):
        yield "double", words
    if words := first_of(lists.leading, lowered, lists):
        yield "leading", words
    if is_closed and (words := first_of(lists.negations, lowered, lists)):
        yield "negation", words
    if len(words_in(text)) > lists.most_words:
        yield "too_long", ""
    if words := first_of(lists.jargon, lowered, lists):
        yield "jargon", words


def joined_in(lowered: str, lists: WordLists) -> str:
    """The words around a joiner, unless they are a pair that means one thing."""
    for pair in lists.pairs:
        lowered = lowered.replace(pair, " ")
    joiners = "|".join(map(re.escape, lists.joiners))
    found = re.search(rf"(?<![\w-])([\w'-]+) ({joiners}) ([\w'-]+)", lowered)
    return found[0] if found else ""


def first_of(sought: tuple[str, ...], lowered: str, lists: WordLists) -> str:
    """The first word that is sought, or, where words bend, that begins so."""
    for word in sought:
        is_whole = not lists.bends or len(word) <= WHOLE or " " in word
        end = r"(?![\w'-])" if is_whole else r"\w*"
        if found := re.search(rf"(?<![\w-]){re.escape(word)}{end}", lowered):
            return found[0]
    return ""


def steps_of(element: Element) -> int:
    """How many steps the scale of a question has; nought when it has none. “I cannot say” is no step."""
    question = QUESTIONS[element.type]
    if element.columns:
        return sum(1 for column in element.columns if not is_way_out(" ".join(column.text.values())))
    return len(question.scale or ())


def has_no_way_out(element: Element, draft: Questionnaire) -> bool:
    is_offered = (
        QUESTIONS[element.type].input in {"options", "many", "matrix"} and not QUESTIONS[element.type].scale
    )
    if not element.required or not is_offered or element.other:
        return False
    offered: list[Choice | Row] = [*element.choices, *element.columns]
    texts = [" ".join(one.text.get(language, "") for language in draft.languages) for one in offered]
    return not any(map(is_way_out, texts))


def is_way_out(text: str) -> bool:
    lowered = text.lower().replace("’", "'")
    return any(words in lowered for language in ("fi", "en") for words in word_lists(language).way_out)

"""A survey that asks already what the file asks: the answers are put in it, under its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from kohtaamo.feedback.definitions.texts import name_from
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.questionnaire import Element, Questionnaire

from .fitting import fitted
from .found import Asked
from .losses import stored_losses
from .plan import Plan
from .settling import singles
from .standing import askable, questionnaire_now, surveys_standing
from .understanding import Understood, understood_of

# Words of a question are cut and piped otherwise elsewhere; so much of them is the same.
ALIKE, LOOKED_AT = 0.8, 200
# So many names that are the same are no chance, even of a file that has no words.
SURE = 3
NOTHING: Mapping[str, str] = {}
# How own words beside a choice are named after it.
OWN_TEXT, COMMENT = "_text", "comment"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Of `asked` questions of the file `shared` are the survey's; `is_same`: enough to take it for the same."""

    survey: Survey
    questionnaire: Questionnaire
    shared: int
    asked: int
    is_same: bool


def meeting_of(whole: Understood) -> Meeting | None:
    """The survey that asks the most of what the file asks, if that is enough to take it for the same."""
    return next((one for one in meetings_of(whole) if one.is_same), None)


def meetings_of(whole: Understood) -> list[Meeting]:
    """Surveys that ask some of what the file asks, the one that asks the most first."""
    found = []
    for survey, asked, is_draft in surveys_standing():
        pairs = pairs_of(whole, asked)
        known = askable(asked) if is_draft else asked
        if pairs and known:
            count = len(whole.found.asked)
            found.append(Meeting(survey, known, len(pairs), count, is_enough(pairs, count)))
    return sorted(found, key=lambda one: -one.shared)


def is_enough(pairs: list[tuple[Asked, Element]], asked: int) -> bool:
    """Half of the file, and not by numbers alone: "Q1" is in every survey."""
    worded = any(
        letters(asked.title) not in ("", letters(asked.name)) and any(element.title.values())
        for asked, element in pairs
        if not is_own_words(asked)
    )
    return len(pairs) * 2 >= max(asked, 1) and (worded or len(pairs) >= SURE)


def pairs_of(
    whole: Understood, known: Questionnaire, told: Mapping[str, str] = NOTHING
) -> list[tuple[Asked, Element]]:
    """Each question of the file as it is read into the survey's; each of the survey's at most once.

    `told` are names in the survey by first columns, as an earlier run found them: nothing else is looked for then.
    """
    elements = known.named()
    found: dict[str, tuple[Asked, Element]] = {}
    for asked in parts_known(whole.found.asked, elements, told):
        element = elements.get(told.get(asked.column, "")) if told else alike(asked, elements)
        if element is None or element.name in found:
            continue
        fit = fitted(asked, element, whole.facts)
        if fit is not None:
            found[element.name] = (fit, element)
    return list(found.values())


def alike(asked: Asked, elements: Mapping[str, Element]) -> Element | None:
    element = elements.get(name_of(asked)) or own_words_of(asked, elements)
    return element if element and is_alike(asked, element) else None


def own_words_of(asked: Asked, elements: Mapping[str, Element]) -> Element | None:
    """Q5_TEXT of an answer file is q5_3_text of a definition, which tells the choice, where there is one such.

    Of LimeSurvey q5_acomment is q5_a_comment.
    """
    if not is_own_words(asked):
        return None
    name = name_of(asked)
    if name.endswith(COMMENT):
        return elements.get(f"{name.removesuffix(COMMENT).rstrip('_')}_{COMMENT}")
    named = re.compile(rf"{re.escape(name.removesuffix(OWN_TEXT))}_[^_]+{OWN_TEXT}")
    found = [one for key, one in elements.items() if named.fullmatch(key)]
    return found[0] if len(found) == 1 else None


def is_own_words(asked: Asked) -> bool:
    return asked.shape == "text" and name_of(asked).endswith((OWN_TEXT, COMMENT))


def parts_known(
    asked: tuple[Asked, ...], elements: Mapping[str, Element], told: Mapping[str, str]
) -> Iterator[Asked]:
    """A table that is asked row by row here is read column by column."""
    for one in asked:
        parts = list(singles(one)) if len(one.items) > 1 else []
        is_named = name_of(one) not in elements and any(name_of(part) in elements for part in parts)
        is_told = any(part.column in told for part in parts[1:])
        yield from parts if is_named or is_told else [one]


def name_of(asked: Asked) -> str:
    return name_from(asked.name, (), "question")


def is_alike(asked: Asked, element: Element) -> bool:
    """Where both have words; a file of codes has none. Own words beside a choice are told by the choice alone."""
    said = letters(asked.title)
    ours = [letters(text) for text in element.title.values()]
    if asked.title == asked.name or not said or not any(ours) or is_own_words(asked):
        return True
    return any(text and same_words(said, text) for text in ours)


def same_words(one: str, other: str) -> bool:
    short = min(len(one), len(other), LOOKED_AT)
    return SequenceMatcher(None, one[:short], other[:short], autojunk=False).ratio() >= ALIKE


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"[$]?\{[^}]*\}+", "", text)).casefold()


def planned(plan: Plan, whole: Understood, meeting: Meeting) -> tuple[Plan, Understood]:
    """The plan to put the answers in the survey, and the file as it is then read."""
    survey = meeting.survey
    whole = read_into(meeting.questionnaire, whole, plan.language)
    changes = {
        "survey": survey.name,
        "touchpoint": survey.touchpoint.name,
        "survey_id": survey.pk,
        "joined": dict(whole.joined),
        "kinds": {name: kinds[0] for name, kinds in whole.kinds.items()},
        "losses": stored_losses(whole.losses, whole.asked),
    }
    return plan.model_copy(update=changes), whole


def rejoined(plan: Plan, whole: Understood) -> tuple[Plan, Understood]:
    """As it was planned; what fits the survey no more is a question of its own."""
    if not plan.joined:
        return plan, whole
    survey = Survey.objects.filter(pk=plan.survey_id or 0).first()
    known = questionnaire_now(survey) if survey else None
    read = read_into(known, whole, plan.language, plan.joined) if known else whole
    kinds = {name: plan.kinds.get(name, kinds[0]) for name, kinds in read.kinds.items()}
    changes = {"joined": dict(read.joined), "kinds": kinds}
    survey_id = plan.survey_id if read.joined else None
    return plan.model_copy(update={**changes, "survey_id": survey_id}), read


def read_into(
    known: Questionnaire, whole: Understood, language: str, told: Mapping[str, str] = NOTHING
) -> Understood:
    """The file read with the words of the survey that its questions join."""
    pairs = {
        asked.column: (replace(asked, title=title_of(element, language) or asked.title), element)
        for asked, element in pairs_of(whole, known, told)
    }
    parts = parts_known(whole.found.asked, known.named(), told)
    return understood_of(whole.found, whole.facts, parts, pairs)


def title_of(element: Element, language: str) -> str:
    return element.title.get(language) or next(iter(element.title.values()), "")

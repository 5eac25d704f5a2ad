"""The answers of a survey as one table: what tells of each answer, then the variables of the questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kohtaamo.feedback.models import Answer, Survey, SurveyVersion
from kohtaamo.feedback.queries import is_of_staff
from kohtaamo.feedback.veiling import veiled_content

from .variables import Sort, Variable, variables_of

CHUNK = 2_000
# A background fact that few have would widen the file without end.
MOST_FACTS = 50


class NotGivenOutError(Exception):
    """Its text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` begins anew each time: a value for each variable, None where nothing was said."""

    survey: Survey
    language: str
    variables: list[Variable]
    rows: Callable[[], Iterator[list[Any]]]
    count: int
    # whether what names a person in people's words is given too
    is_open: bool = False

    def content_of(self, answer: Answer) -> list[dict[str, Any]]:
        return answer.content if self.is_open else veiled_content(answer.content)


def sheet_of(survey: Survey, language: str, *, is_open: bool = False) -> Sheet:
    """Raises `NotGivenOutError` for employees: what they say is never given out row by row."""
    if any(is_of_staff(version) for version in SurveyVersion.objects.filter(survey=survey)):
        raise NotGivenOutError(
            _("Employees answer this survey, so its answers are never given out one by one.")
        )
    answers = answers_of(survey)
    variables = [*about(), *facts_of(answers), *variables_of(survey, language)]

    def rows() -> Iterator[list[Any]]:
        for answer in answers.iterator(chunk_size=CHUNK):
            values = values_of(answer, answer.content if is_open else veiled_content(answer.content))
            yield [variable.read(values) for variable in variables]

    return Sheet(survey, language, once(variables), rows, answers.count(), is_open)


def answers_of(survey: Survey) -> QuerySet[Answer]:
    rows = Answer.objects.filter(survey=survey, is_from_staff=False)
    return rows.select_related("unit", "touchpoint").order_by("happened_at", "pk")


def once(variables: list[Variable]) -> list[Variable]:
    """Names that programs of statistics take: none twice, whatever the capitals."""
    taken: set[str] = set()
    found = []
    for one in variables:
        name, number = one.name, 2
        while name.casefold() in taken:
            name, number = f"{one.name}_{number}", number + 1
        taken.add(name.casefold())
        found.append(one if name == one.name else one.named(name))
    return found


def values_of(answer: Answer, content: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What was said by name and kind, and what tells of the answer by names that no question can have."""
    said = {f"{one['name']}\0{one['kind']}": one["value"] for one in content}
    said["\0uid"] = answer.uid
    said["\0happened_at"] = answer.happened_at
    said["\0is_complete"] = "1" if answer.is_complete else "0"
    said["\0channel"] = answer.channel or None
    said["\0language"] = answer.language or None
    said["\0touchpoint"] = answer.touchpoint.name
    said["\0unit"] = answer.unit.name if answer.unit else None
    said |= {f"\0fact:{name}": value for name, value in answer.attributes.items()}
    return said


def reader(key: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda values: values.get(key)


def about() -> list[Variable]:
    told: list[tuple[str, str, Sort]] = [
        ("uid", _("Identifier of the answer"), "text"),
        ("happened_at", _("When it happened"), "moment"),
        ("is_complete", _("Answered to the end"), "code"),
        ("channel", _("Channel"), "text"),
        ("language", _("Language of the answer"), "text"),
        ("touchpoint", _("Touchpoint"), "text"),
        ("unit", _("Unit"), "text"),
    ]
    yes_or_no = {"1": _("Yes"), "0": _("No")}
    return [
        Variable(
            name=f"answer_{name}",
            label=label,
            sort=sort,
            read=reader(f"\0{name}"),
            labels=yes_or_no if sort == "code" else {},
        )
        for name, label, sort in told
    ]


def facts_of(answers: QuerySet[Answer]) -> list[Variable]:
    names: dict[str, None] = {}
    for attributes in answers.values_list("attributes", flat=True).iterator(chunk_size=CHUNK):
        names.update(dict.fromkeys(attributes))
    shown = list(names)[:MOST_FACTS]
    return [
        Variable(name=f"fact_{number}", label=name, sort="text", read=text_reader(f"\0fact:{name}"))
        for number, name in enumerate(shown, start=1)
    ]


def text_reader(key: str) -> Callable[[Mapping[str, Any]], Any]:
    def read(values: Mapping[str, Any]) -> Any:
        value = values.get(key)
        return None if value is None else str(value)

    return read

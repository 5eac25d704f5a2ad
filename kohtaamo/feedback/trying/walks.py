from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kohtaamo.feedback.course import Course, course_of
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.results import Key, count_values

from .inventing import MADE_UP, invented

# How often one leaves out a question that needs no answer.
LEFT_OUT = 0.15
MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Way:
    """How many came to a page or a question, `number` from 1; `has_rule`: not everybody is asked."""

    number: int
    name: str
    people: int
    has_rule: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """`full_at`: which answer in order filled the quota, None when it was not filled."""

    name: str
    people: int
    most: int
    full_at: int | None


@dataclass(slots=True)
class Tried:
    people: int
    pages: list[Way] = field(default_factory=list)
    questions: list[Way] = field(default_factory=list)
    quotas: list[Filled] = field(default_factory=list)
    counts: dict[Key, Counter[str]] = field(default_factory=dict)
    answered: Counter[Key] = field(default_factory=Counter)

    @property
    def unseen(self) -> list[Way]:
        return [page for page in self.pages if not page.people]


def tried(questionnaire: Questionnaire, *, people: int, seed: int) -> Tried:
    """The same seed makes the same answers."""
    courses = [one_walk(questionnaire, f"{seed}-{number}") for number in range(people)]
    kinds = {name: element.type for name, element in questionnaire.named().items()}
    contents = [list(content_of(course, kinds)) for course in courses]
    counts, answered = count_values(contents)
    return Tried(
        people,
        pages_of(questionnaire, courses),
        questions_of(questionnaire, courses),
        quotas_of(questionnaire, courses),
        counts,
        answered,
    )


def one_walk(questionnaire: Questionnaire, seed: str) -> Course:
    """Everything shown is answered or left out, then what the answers bring along, until nothing new appears."""
    hidden = invented_hidden(questionnaire, Random(seed))  # noqa: S311  nothing secret is drawn
    values: dict[str, Any] = {}
    course = course_of(questionnaire, values, hidden=hidden, seed=seed)
    for _round in range(MOST_ROUNDS):
        new = {name: value for name, value in answers_to(course, seed) if name not in values}
        if not new:
            break
        values |= new
        course = course_of(questionnaire, values, hidden=hidden, seed=seed)
    return course


def answers_to(course: Course, seed: str) -> Iterator[tuple[str, Any]]:
    """By the name of the question alone, so that one question more does not change the others."""
    for page in course.pages:
        for question in page.questions:
            chance = Random(f"{seed}-{question.element.name}")  # noqa: S311
            is_left_out = chance.random() < LEFT_OUT and not question.required
            made = invented(question.element, chance)
            if question.required and question.element.type == "consent":
                made = True
            yield question.element.name, None if is_left_out else made
            if question.why:
                yield question.element.why, MADE_UP


def invented_hidden(questionnaire: Questionnaire, chance: Random) -> dict[str, Any]:
    """One of the values that rules ask of, or something else."""
    asked = compared_with(questionnaire.stored())
    return {name: chance.choice([*asked.get(name, []), MADE_UP]) for name in questionnaire.hidden}


def compared_with(raw: Any) -> dict[str, list[Any]]:
    """What each name is compared with, anywhere in the rules."""
    found: dict[str, list[Any]] = {}
    parts = raw if isinstance(raw, list) else list(raw.values()) if isinstance(raw, dict) else []
    names = [one["var"] for one in parts if isinstance(one, dict) and isinstance(one.get("var"), str)]
    plain = [one for one in parts if isinstance(one, str | int | float)]
    plain += [
        one for part in parts if isinstance(part, list) for one in part if isinstance(one, str | int | float)
    ]
    if isinstance(raw, list):
        for name in names:
            found.setdefault(name, []).extend(plain)
    for part in parts:
        for name, values in compared_with(part).items():
            found.setdefault(name, []).extend(values)
    return found


def content_of(course: Course, kinds: dict[str, str]) -> Iterator[dict[str, Any]]:
    for name, value in course.values.items():
        yield {"name": name, "kind": kinds.get(name, "open_text"), "value": value}


def pages_of(questionnaire: Questionnaire, courses: list[Course]) -> list[Way]:
    seen = Counter(id(shown.page) for course in courses for shown in course.pages)
    return [
        Way(
            number,
            page.name,
            seen[id(page)],
            page.visible_if is not None
            or bool(page.elements and all(one.visible_if for one in page.elements)),
        )
        for number, page in enumerate(questionnaire.pages, start=1)
    ]


def questions_of(questionnaire: Questionnaire, courses: list[Course]) -> list[Way]:
    seen: Counter[str] = Counter()
    for course in courses:
        for page in course.pages:
            for question in page.questions:
                seen.update([question.element.name, *([question.element.why] if question.why else [])])
    found = []
    number = 0
    for asked in questionnaire.pages:
        for element in asked.elements:
            number += 1
            has_rule = asked.visible_if is not None or element.visible_if is not None
            found.append(Way(number, element.name, seen[element.name], has_rule))
            if element.ask_why:
                found.append(Way(number, element.why, seen[element.why], True))
    return found


def quotas_of(questionnaire: Questionnaire, courses: list[Course]) -> list[Filled]:
    found = []
    for quota in questionnaire.quotas:
        came = [number for number, course in enumerate(courses, start=1) if quota.name in course.quotas]
        full_at = came[quota.most - 1] if len(came) >= quota.most else None
        found.append(Filled(quota.name, len(came), quota.most, full_at))
    return found

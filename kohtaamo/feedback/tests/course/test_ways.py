"""Whatever the schema admits and publishing passes, can be answered to its end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kohtaamo.feedback.course import (
    Course,
    course_of,
    first_lacking,
    is_answered,
    lacking,
    next_page,
    text_in,
)
from kohtaamo.feedback.question import OTHER, UnfitError
from kohtaamo.feedback.questionnaire import Element, Questionnaire, check_for_publication, read_questionnaire
from kohtaamo.feedback.questionnaire.patterns import example_of
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.slider import limits

NAMES = [f"q{number}" for number in range(8)]
ASKED_WHY = NAMES[:2]
HIDDEN, CALCULATED = ["city"], ["sum", "twice"]
VALUES = ["x", "y", "z"]
constants: st.SearchStrategy[Any] = st.sampled_from(
    [0, 1, 3, 5, 9, True, False, None, "x", "y", "", [], "2024-01-01"]
)


def operations(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    two = st.tuples(st.sampled_from(["==", "!=", "<", ">=", "in", "and", "or", "+"]), parts, parts)
    return st.one_of(
        two.map(lambda made: {made[0]: [made[1], made[2]]}),
        parts.map(lambda part: {"!": [part]}),
        st.tuples(parts, parts, parts).map(lambda made: {"if": list(made)}),
    )


def rules(names: list[str]) -> st.SearchStrategy[Any]:
    """Mostly of these names, seldom of one that is not there or comes later."""
    reasons = [f"{name}_why" for name in names if name in ASKED_WHY]
    usual = st.sampled_from([*names, *reasons, *HIDDEN])
    named = st.integers(0, 19).flatmap(lambda dice: usual if dice else st.sampled_from([*NAMES, *CALCULATED]))
    return st.recursive(constants | named.map(lambda name: {"var": name}), operations, max_leaves=4)


def maybe_rules(names: list[str]) -> st.SearchStrategy[Any]:
    return st.none() | st.none() | rules(names)


texts = st.sampled_from(["Kysymys", "Hei {city}", "{q0} {{x} {gone}", "{q1.other}"]).map(
    lambda text: {"fi": text}
)


@st.composite
def choices(draw: st.DrawFn, earlier: list[str]) -> list[dict[str, Any]]:
    values = draw(st.lists(st.sampled_from(VALUES), min_size=2, max_size=3, unique=True))
    return [
        {"value": value, "text": {"fi": value}, "visibleIf": draw(maybe_rules(earlier))} for value in values
    ]


@st.composite
def elements(draw: st.DrawFn, name: str, earlier: list[str]) -> dict[str, Any]:
    kind = QUESTIONS[draw(st.sampled_from(sorted(QUESTIONS)))]
    rows = [{"value": value, "text": {"fi": value}} for value in VALUES]
    numbers = {"number": st.integers(-5, 5), "slider": st.integers(-5, 120)}
    counts = numbers.get(kind.key, st.integers(0, 3))
    days = st.sampled_from(["2024-01-01", "2024-02-30", "2025-01-01"])
    limit = st.none() | (days if kind.key == "date" else counts)
    may_have: dict[str, st.SearchStrategy[Any]] = {
        "choices": choices(earlier),
        "other": st.booleans(),
        "shuffle": st.booleans(),
        "rows": st.just(rows),
        "columns": st.just(rows[:2]),
        "at_least": limit,
        "at_most": limit,
        "step": st.sampled_from([None, 0.5, 2, 7]),
        "pattern": st.sampled_from(["", "[0-9]{5}", "x|y+", r"\d+ ?[a-c]", r"[^\s\S]", " *"]),
        "longest": st.sampled_from([None, 1, 4]),
        "accept": st.sampled_from([[], [".pdf"], ["image/*"]]),
        "ask_why": st.lists(constants.filter(lambda one: type(one) in (bool, int)), max_size=2),
    }
    own = {key: draw(may_have[key]) for key in sorted(kind.takes) if key in may_have}
    if "ask_why" in own and name not in ASKED_WHY:
        own["ask_why"] = []
    return {
        "name": name,
        "type": kind.key,
        "title": draw(texts),
        "required": draw(st.booleans()),
        "required_if": draw(maybe_rules(earlier)),
        "visible_if": draw(maybe_rules(earlier)),
        **own,
    }


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    pages: list[dict[str, Any]] = []
    shuffle_pages = draw(st.integers(0, 9)) == 0
    asked: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        before = [] if shuffle_pages else list(asked)
        shuffle, made = draw(st.integers(0, 4)) == 0, []
        for name in NAMES[len(asked) : len(asked) + draw(st.integers(1, 3))]:
            made.append(draw(elements(name, before if shuffle or shuffle_pages else list(asked))))
            asked.append(name)
        title, rule = draw(st.just({}) | texts), draw(maybe_rules(before))
        pages.append({"title": title, "visibleIf": rule, "shuffle": shuffle, "elements": made})
    raw = {
        "pages": pages,
        "hidden": HIDDEN,
        "calculated": [{"name": name, "value": draw(rules(asked))} for name in CALCULATED],
        "quotas": [{"name": "quota", "when": draw(maybe_rules(asked)), "most": 3}],
        "shufflePages": shuffle_pages,
    }
    try:
        return read_questionnaire(raw)
    except UnfitError:
        assume(condition=False)
        raise


def answers(element: Element) -> st.SearchStrategy[Any]:
    """Values that fit the question as it is shown."""
    kind = QUESTIONS[element.type]
    if kind.scale:
        return st.sampled_from(kind.scale).map(int)
    if kind.key in {"single_choice", "multiple_choice", "ranking"}:
        return of_choices(element)
    low, high, step = (
        limits(element) if kind.key == "slider" else (element.at_least, element.at_most, element.step)
    )
    simple: dict[str, Any] = {
        "open_text": example_of(element.pattern) if element.pattern else "x",
        "yes_no": False,
        "consent": True,
        "date": low if low is not None else high if high is not None else "2024-05-05",
        "matrix": {row.value: element.columns[0].value for row in element.rows},
        "kano": {"with": 1, "without": 5},
        "file": [one_file(element)] * max(int(low), 1) if isinstance(low, int) else [one_file(element)],
        "slider": low,
        "number": low if low is not None else multiple_below(high, step),
    }
    return st.just(simple[kind.key])


def multiple_below(high: Any, step: float | None) -> float:
    return 0 if high is None else high if step is None else high // step * step


def of_choices(element: Element) -> st.SearchStrategy[Any]:
    offered: list[Any] = [choice.value for choice in element.choices]
    if element.type == "single_choice":
        return st.sampled_from([*offered, *([{OTHER: "oma"}] if element.other else [])])
    if element.other:
        offered.append({OTHER: "oma"})
    least, most = element.at_least or 1, element.at_most or len(offered)
    return st.permutations(offered).map(lambda order: order[: max(int(least), min(int(most), len(order)))])


def one_file(element: Element) -> dict[str, Any]:
    kind = "application/pdf" if element.accept == [".pdf"] else "image/png"
    return {"file": "a", "name": "a.pdf", "size": 1, "type": kind}


def is_publishable(questionnaire: Questionnaire) -> bool:
    try:
        check_for_publication(questionnaire)
    except UnfitError:
        return False
    return True


SLOW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


@SLOW
@given(questionnaires(), st.data())
def test_no_way_ends_dead(questionnaire: Questionnaire, data: st.DataObject) -> None:
    assume(is_publishable(questionnaire))
    values: dict[str, Any] = {}
    course = course_of(questionnaire, values, seed="s")
    page = course.pages[0] if course.pages else None
    steps = 0
    while page is not None:
        steps += 1
        assert steps <= len(questionnaire.pages)
        course = answer_page(questionnaire, page.number, values, data)
        page = next_page(course, page.number)
    assert first_lacking(course_of(questionnaire, values, seed="s")) is None


def answer_page(
    questionnaire: Questionnaire, number: int, values: dict[str, Any], data: st.DataObject
) -> Course:
    """Until nothing more appears on it; needed answers always, others by chance."""
    asked: set[str] = set()
    while True:
        course = course_of(questionnaire, values, seed="s")
        (page,) = [page for page in course.pages if page.number == number]
        new = [one for one in page.questions if one.element.name not in asked]
        if not new:
            assert lacking(page, course.values) == {}
            return course
        question = new[0]
        asked.add(question.element.name)
        if question.required or data.draw(st.booleans()):
            value = data.draw(answers(question.element))
            QUESTIONS[question.element.type].check(value, question.element)
            values[question.element.name] = value
            if question.element.ask_why:
                values[question.element.why] = "siksi"


@SLOW
@given(questionnaires(), st.data(), st.text(max_size=3))
def test_course_is_settled_whatever_is_given(
    questionnaire: Questionnaire, data: st.DataObject, seed: str
) -> None:
    """Drafts too. What is kept gives the same course again, and all of it is of questions shown."""
    junk = st.one_of(constants, st.just({OTHER: "x"}), st.just(["x", {OTHER: "y"}]), st.just({"x": "y"}))
    values = data.draw(st.dictionaries(st.sampled_from([*NAMES, "q0_why", "gone"]), junk))
    course = course_of(questionnaire, values, hidden={"city": "{q0}"}, seed=seed)
    again = course_of(questionnaire, course.values, hidden={"city": "{q0}"}, seed=seed)
    assert again.pages == course.pages
    assert again.values == course.values
    assert again.dropped == ()
    shown = {name for page in course.pages for one in page.questions for name in one.element.names()}
    assert course.values.keys() <= shown
    given_names = {name for name, value in values.items() if is_answered(value)}
    assert set(course.dropped) == given_names - course.values.keys()
    for page in course.pages:
        for one in page.questions:
            assert isinstance(text_in(course, one.element.title, "fi"), str)


@SLOW
@given(questionnaires())
def test_questionnaire_is_the_same_after_storing(questionnaire: Questionnaire) -> None:
    stored = json.loads(json.dumps(questionnaire.stored()))
    assert read_questionnaire(stored).asks_the_same(questionnaire)
    assert read_questionnaire(stored).stored() == stored


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_every_kind_has_an_answer_to_try(kind: str) -> None:
    takes = QUESTIONS[kind].takes
    parts = [{"value": value, "text": {"fi": value}} for value in VALUES]
    own = {key: parts for key in ("choices", "rows", "columns") if key in takes}
    element = Element.model_validate({"name": "q", "type": kind, **own})
    assert isinstance(answers(element), st.SearchStrategy)

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from kohtaamo.feedback.course import (
    Course,
    course_of,
    first_lacking,
    lacking,
    next_page,
    page_numbered,
    previous_page,
    text_in,
    words_of,
)
from kohtaamo.feedback.questionnaire import Element, Questionnaire, read_questionnaire


def asked(name: str, kind: str = "nps", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": {"fi": name}, **more}


def offered(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": {"fi": f"sana {value}"}} for value in values]


def of_pages(*pages: list[dict[str, Any]], **more: Any) -> Questionnaire:
    return read_questionnaire({"pages": [{"elements": elements} for elements in pages], **more})


def shown(course: Course) -> list[list[str]]:
    return [[one.element.name for one in page.questions] for page in course.pages]


LOW = {"<": [{"var": "a"}, 7]}
BRANCHING = of_pages(
    [asked("a", required=True)],
    [asked("low", "csat", visibleIf={"and": [{"!=": [{"var": "a"}, None]}, LOW]})],
    [asked("lower", "csat", visibleIf={"==": [{"var": "low"}, 1]})],
    [asked("last", "open_text")],
)


def test_questions_are_shown_by_what_was_answered() -> None:
    assert shown(course_of(BRANCHING, {})) == [["a"], ["last"]]
    assert shown(course_of(BRANCHING, {"a": 9})) == [["a"], ["last"]]
    assert shown(course_of(BRANCHING, {"a": 0})) == [["a"], ["low"], ["last"]]
    assert shown(course_of(BRANCHING, {"a": 0, "low": 1})) == [["a"], ["low"], ["lower"], ["last"]]


def test_values_of_what_is_no_longer_shown_are_dropped_and_ask_nothing() -> None:
    course = course_of(BRANCHING, {"a": 9, "low": 1, "lower": 2, "last": "x", "gone": 3})
    assert course.values == {"a": 9, "last": "x"}
    assert course.dropped == ("low", "lower", "gone")
    assert shown(course) == [["a"], ["last"]]


def test_page_keeps_its_number_whatever_is_shown_before_it() -> None:
    short, long = course_of(BRANCHING, {"a": 9}), course_of(BRANCHING, {"a": 0})
    assert [page.number for page in short.pages] == [1, 4]
    assert [page.number for page in long.pages] == [1, 2, 4]
    after, before = next_page(short, 1), previous_page(short, 4)
    assert after
    assert before
    assert (after.number, before.number) == (4, 1)
    assert next_page(short, 4) is None
    assert previous_page(short, 1) is None
    assert page_numbered(short, 2) is None


def test_required_by_rule_and_what_lacks() -> None:
    questionnaire = of_pages([asked("a"), asked("b", "number", requiredIf=LOW, atLeast=3), asked("c")])
    for values, codes in [
        ({"a": 9}, {}),
        ({"a": 3}, {"b": "answer_missing"}),
        ({"a": 3, "b": 1}, {"b": "too_low"}),
        ({"a": 9, "b": 1}, {"b": "too_low"}),
        ({"a": 3, "b": 3}, {}),
    ]:
        course = course_of(questionnaire, values)
        found = lacking(course.pages[0], course.values)
        assert {name: problem.code for name, problem in found.items()} == codes
        assert (first_lacking(course) is None) == (not codes)


@pytest.mark.parametrize(
    ("element", "half", "whole", "code"),
    [
        (asked("q", "consent"), False, True, "consent_missing"),
        (asked("q", "consent"), None, True, "answer_missing"),
        (
            asked("q", "matrix", rows=offered("r", "s"), columns=offered("x", "y")),
            {"r": "x"},
            {"r": "x", "s": "x"},
            "rows_unanswered",
        ),
        (asked("q", "open_text"), "  ", "x", "answer_missing"),
        (asked("q", "yes_no"), None, False, "answer_missing"),
        (asked("q", "number"), None, 0, "answer_missing"),
    ],
)
def test_needed_answer_is_a_whole_one(element: dict[str, Any], half: Any, whole: Any, code: str) -> None:
    questionnaire = of_pages([{**element, "required": True}])
    course = course_of(questionnaire, {"q": half})
    assert lacking(course.pages[0], {"q": half})["q"].code == code
    assert not lacking(course.pages[0], {"q": whole})


def test_why_is_asked_after_the_values_named_and_its_words_go_with_them() -> None:
    questionnaire = of_pages([asked("a", askWhy=[0, 1]), asked("b", "yes_no", askWhy=[False])])
    course = course_of(questionnaire, {"a": 1, "a_why": "Jonotin", "b": False})
    assert [one.why for one in course.pages[0].questions] == [True, True]
    assert course.values == {"a": 1, "a_why": "Jonotin", "b": False}
    course = course_of(questionnaire, {"a": 9, "a_why": "Jonotin", "b": True})
    assert [one.why for one in course.pages[0].questions] == [False, False]
    assert course.dropped == ("a_why",)
    # false is not nought
    assert not course_of(of_pages([asked("a", askWhy=[False])]), {"a": 0}).pages[0].questions[0].why


def test_hidden_choices_are_neither_shown_nor_kept() -> None:
    choices = offered("x", "y")
    choices[1]["visibleIf"] = LOW
    questionnaire = of_pages(
        [asked("a")],
        [
            asked("one", "single_choice", choices=choices),
            asked("many", "multiple_choice", choices=choices, atLeast=2),
        ],
    )
    low = course_of(questionnaire, {"a": 1, "one": "y", "many": ["y", "x"]})
    assert low.values == {"a": 1, "one": "y", "many": ["y", "x"]}
    high = course_of(questionnaire, {"a": 9, "one": "y", "many": ["y", "x"]})
    assert high.values == {"a": 9, "many": ["x"]}
    assert [choice.value for choice in high.pages[1].questions[0].element.choices] == ["x"]
    assert not lacking(high.pages[1], high.values)


def test_question_without_any_choice_left_is_not_asked() -> None:
    choices = [{**choice, "visibleIf": LOW} for choice in offered("x", "y")]
    questionnaire = of_pages([asked("a")], [asked("one", "single_choice", choices=choices, required=True)])
    assert shown(course_of(questionnaire, {"a": 9})) == [["a"]]


def test_calculated_values_follow_and_may_be_asked_of() -> None:
    questionnaire = of_pages(
        [asked("a"), asked("b")],
        [asked("c", visibleIf={">": [{"var": "double"}, 20]})],
        calculated=[
            {"name": "double", "value": {"*": [{"var": "total"}, 2]}},
            {"name": "total", "value": {"+": [{"var": "a"}, {"var": "b"}]}},
        ],
    )
    course = course_of(questionnaire, {"a": 6, "b": 5})
    assert course.calculated == {"total": 11, "double": 22}
    assert shown(course) == [["a", "b"], ["c"]]
    assert shown(course_of(questionnaire, {"a": 5, "b": 5})) == [["a", "b"]]


def test_draft_with_values_in_a_circle_still_walks() -> None:
    questionnaire = of_pages(
        [asked("a", visibleIf={"!": {"var": "c"}})],
        calculated=[{"name": "c", "value": {"var": "d"}}, {"name": "d", "value": {"var": "c"}}],
    )
    course = course_of(questionnaire, {})
    assert (shown(course), course.calculated) == ([["a"]], {})


def test_quotas_that_hold_are_named() -> None:
    questionnaire = of_pages(
        [asked("a")],
        hidden=["city"],
        quotas=[
            {"name": "all", "most": 100},
            {"name": "low", "when": LOW, "most": 10},
            {"name": "oulu", "when": {"==": [{"var": "city"}, "Oulu"]}, "most": 10},
        ],
    )
    assert course_of(questionnaire, {"a": 1}, hidden={"city": "Oulu"}).quotas == ("all", "low", "oulu")
    assert course_of(questionnaire, {"a": 8}, hidden={"city": "Turku", "more": "x"}).quotas == ("all",)


def test_page_of_words_alone_is_shown() -> None:
    questionnaire = read_questionnaire(
        {"pages": [{"title": {"fi": "Tervetuloa"}}, {}, {"elements": [asked("a", visibleIf=False)]}]}
    )
    assert [page.number for page in course_of(questionnaire, {}).pages] == [1]


def test_order_is_the_same_for_a_seed_and_differs_between_seeds() -> None:
    choices = offered(*"abcdef")
    questionnaire = read_questionnaire(
        {
            "pages": [
                {"elements": [asked("q1", "single_choice", choices=choices, shuffle=True)]},
                {"elements": [asked(f"e{n}") for n in range(6)], "shuffle": True},
                *({"elements": [asked(f"p{n}")]} for n in range(4)),
            ],
            "shufflePages": True,
        }
    )

    def orders(seed: str) -> tuple[Any, ...]:
        course = course_of(questionnaire, {"q1": "a", "e3": 3}, seed=seed)
        (one,) = [each for page in course.pages for each in page.questions if each.element.name == "q1"]
        return shown(course), [choice.value for choice in one.element.choices]

    assert orders("x") == orders("x")
    assert len({repr(orders(str(seed))) for seed in range(20)}) == 20
    assert sorted(orders("x")[1]) == list("abcdef")


TALKING = of_pages(
    [
        asked("matter", "single_choice", choices=offered("bill", "fault"), other=True),
        asked("both", "multiple_choice", choices=offered("x", "y")),
        asked("ease", "effort"),
        asked("count", "number"),
        asked("day", "date"),
        asked("rooms", "matrix", rows=offered("hall"), columns=offered("good", "bad")),
    ],
    hidden=["first_name"],
    calculated=[{"name": "half", "value": {"/": [{"var": "count"}, 2]}}],
)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hei {first_name}", "Hei <b>{matter}</b>"),
        ("Asiasi oli {matter}.", "Asiasi oli sana bill."),
        ("{both} ja {rooms.hall}", "sana x, sana y ja sana good"),
        ("{ease} {count} {half}", "Paljon enemmän kuin odotin −3 −1,5"),
        ("{day}", "9.3.2024"),
        ("{unknown}{rooms}{rooms.gone}{matter.other}", ""),
        ("{{matter} { } {Matter}", "{matter} { } {Matter}"),
    ],
)
def test_answers_stand_in_texts_once_over(text: str, filled: str) -> None:
    values = {
        "matter": "bill",
        "both": ["x", "y"],
        "ease": -2,
        "count": -3,
        "day": "2024-03-09",
        "rooms": {"hall": "good"},
    }
    course = course_of(TALKING, values, hidden={"first_name": "<b>{matter}</b>"})
    with translation.override("fi"):
        assert text_in(course, {"fi": text}, "fi") == filled


def test_own_words_stand_in_texts() -> None:
    course = course_of(TALKING, {"matter": {"other": "Muutto"}})
    assert text_in(course, {"fi": "{matter}/{matter.other}"}, "fi") == "Muutto/Muutto"


def test_words_of_what_is_no_longer_offered_are_its_value() -> None:
    element = Element.model_validate(asked("q", "single_choice", choices=offered("x")))
    assert words_of(element, "gone", "fi") == "gone"

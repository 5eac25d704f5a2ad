from __future__ import annotations

from typing import Any

import pytest

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import check_for_publication, read_questionnaire
from kohtaamo.feedback.questionnaire.checking import warnings_of
from kohtaamo.feedback.reasons import explain

ASK_A = {"==": [{"var": "a"}, 1]}


def asked(name: str, kind: str = "nps", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": {"fi": name}, **more}


def choices(*values: str, **more: Any) -> list[dict[str, Any]]:
    return [{"value": value, "text": {"fi": value}, **more} for value in values]


def of_pages(*pages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"pages": [{"elements": elements} for elements in pages], **more}


UNFIT = [
    ({}, "no_questions"),
    (of_pages([{"name": "a", "type": "nps"}]), "title_missing"),
    (
        of_pages([asked("a", "single_choice", choices=[{"value": "x"}, {"value": "y"}])]),
        "choice_text_missing",
    ),
    (of_pages([asked("a", "single_choice", choices=choices("x"))]), "choices_missing"),
    (of_pages([asked("a", "ranking")]), "choices_missing"),
    (of_pages([asked("a", "matrix", rows=choices("x"), columns=choices("x"))]), "rows_missing"),
    (of_pages([asked("a", "number", atLeast=2, atMost=1)]), "limits_crossed"),
    (of_pages([asked("a", "slider", atLeast=101)]), "limits_crossed"),
    (of_pages([asked("a", "date", atLeast="2024-02-02", atMost="2024-02-01")]), "limits_crossed"),
    (of_pages([asked("a", "date", atLeast="2023-02-30")]), "limit_no_day"),
    (of_pages([asked("a", "multiple_choice", choices=choices("x", "y"), atLeast=3)]), "limits_crossed"),
    (of_pages([asked("a", "file", atLeast=11)]), "limits_crossed"),
    (of_pages([asked("a", "open_text", pattern="[^\\s\\S]")]), "pattern_unanswerable"),
    (of_pages([asked("a", "open_text", pattern="x{301}")]), "pattern_unanswerable"),
    (of_pages([asked("a", "open_text", pattern="abc", longest=2)]), "pattern_unanswerable"),
    (
        of_pages([asked("a", "single_choice", required=True, choices=choices("x", "y", visibleIf=False))]),
        "never_answerable",
    ),
    (of_pages([asked("b", visibleIf=ASK_A)]), "question_names_unknown"),
    (of_pages([asked("b", requiredIf=ASK_A)], [asked("a")]), "question_names_later"),
    (of_pages([asked("a", visibleIf=ASK_A)]), "question_names_later"),
    (of_pages([asked("b", visibleIf=ASK_A), asked("a")]), "question_names_later"),
    (
        of_pages(
            [asked("b", "single_choice", choices=choices("x", "y", visibleIf=ASK_A))], [asked("a", "nps")]
        ),
        "question_names_later",
    ),
    (
        {"pages": [{"elements": [asked("a"), asked("b", visibleIf=ASK_A)], "shuffle": True}]},
        "question_names_later",
    ),
    (of_pages([asked("a")], [asked("b", visibleIf=ASK_A)], shufflePages=True), "question_names_later"),
    ({"pages": [{"elements": [asked("a")], "visibleIf": ASK_A}]}, "page_names_later"),
    ({"pages": [{"elements": [asked("a")], "visibleIf": {"var": "gone"}}]}, "page_names_unknown"),
    (of_pages([asked("b")], calculated=[{"name": "c", "value": ASK_A}]), "value_names_unknown"),
    (
        of_pages(
            [asked("a", visibleIf={"var": "c"})],
            calculated=[{"name": "c", "value": {"var": "d"}}, {"name": "d", "value": {"!": {"var": "c"}}}],
        ),
        "values_in_circle",
    ),
    (of_pages([asked("b")], calculated=[{"name": "c", "value": {"var": "c"}}]), "values_in_circle"),
    (
        of_pages([asked("a", visibleIf={"var": "c"})], calculated=[{"name": "c", "value": {"var": "a"}}]),
        "question_names_later",
    ),
    (of_pages([asked("b")], quotas=[{"name": "q", "when": ASK_A, "most": 5}]), "quota_names_unknown"),
]


@pytest.mark.parametrize(("raw", "code"), UNFIT)
def test_lack_is_told_with_its_sentence(raw: dict[str, Any], code: str) -> None:
    with pytest.raises(UnfitError) as refused:
        check_for_publication(read_questionnaire(raw))
    assert refused.value.code == code
    sentence = explain(code, refused.value.facts)
    assert sentence != code
    assert "%(" not in sentence


@pytest.mark.parametrize(
    "raw",
    [
        of_pages([asked("a"), asked("b", visibleIf=ASK_A)]),
        of_pages([asked("a", askWhy=[1])], [asked("b", visibleIf={"!!": {"var": "a_why"}})]),
        of_pages([asked("a", "number", atLeast=1, atMost=1)]),
        of_pages([asked("a", visibleIf={"var": "city.part"})], hidden=["city"], shufflePages=True),
        of_pages(
            [asked("a")],
            [asked("b", requiredIf={"var": "c"})],
            calculated=[{"name": "c", "value": {"var": "d"}}, {"name": "d", "value": {"var": "a"}}],
            quotas=[{"name": "q", "when": {"var": "b"}, "most": 5}],
        ),
        of_pages([asked("a", "open_text", pattern=r"^\d{5}$", required=True)]),
        of_pages(
            [asked("a", "single_choice", other=True, choices=choices("x", visibleIf=False), required=True)]
        ),
    ],
)
def test_what_lacks_nothing_passes(raw: dict[str, Any]) -> None:
    check_for_publication(read_questionnaire(raw))


def test_what_is_only_odd_is_warned_of() -> None:
    raw = of_pages([asked("a", title={"fi": "Hei {gone}, {name} ja {{x}"})], hidden=["name"])
    raw["pages"].append({"elements": [asked("b")], "visibleIf": {"==": [1, 2]}})
    questionnaire = read_questionnaire(raw)
    check_for_publication(questionnaire)
    assert [(one.code, one.facts) for one in warnings_of(questionnaire)] == [
        ("page_never_seen", {"number": 2}),
        ("text_names_unknown", {"number": 1, "name": "gone"}),
    ]

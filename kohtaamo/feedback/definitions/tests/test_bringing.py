from __future__ import annotations

from typing import Any

from kohtaamo.feedback.definitions.bringing import asked_there, by_reason


def loss(element: str, why: str, code: str) -> dict[str, Any]:
    return {"element": element, "why": why, "code": code, "facts": {}}


LOSSES = [
    loss("Q7", "It is in the trash there.", "in_trash"),
    loss("Q1", "Its columns became questions of their own.", "side_by_side"),
    loss("Q8", "It is in the trash there.", "in_trash"),
    loss("Q3", "Its columns became questions of their own.", "side_by_side"),
]


def test_parts_stand_under_what_happened_to_them_and_the_trash_is_last() -> None:
    assert list(by_reason(LOSSES).items()) == [
        ("Its columns became questions of their own.", ["Q1", "Q3"]),
        ("It is in the trash there.", ["Q7", "Q8"]),
    ]


def test_questions_in_the_trash_are_none_of_those_that_the_file_would_ask() -> None:
    assert asked_there(5, LOSSES) == 3

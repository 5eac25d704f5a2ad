from __future__ import annotations

from typing import Any

import pytest

from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.questionnaire.difference import difference


def asked(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "nps", "title": {"fi": name}, **more}


def of_pages(*pages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"pages": [{"elements": elements} for elements in pages], **more}


A, B, C = asked("a"), asked("b"), asked("c")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (of_pages([A]), of_pages([A]), []),
        (of_pages([A]), of_pages([A, B]), [("added", "question", "b")]),
        (of_pages([A, B]), of_pages([B]), [("removed", "question", "a")]),
        (of_pages([A, B, C]), of_pages([C, A, B]), [("moved", "question", "c")]),
        (of_pages([A, B], [C]), of_pages([A], [B, C]), [("moved", "question", "b")]),
        (of_pages([A, B]), of_pages([A], [B]), [("added", "page", "2")]),
        (of_pages([A]), of_pages([asked("a", title={"fi": "toinen"})]), [("texts", "question", "a")]),
        (of_pages([A]), of_pages([asked("a", visibleIf=False)]), [("rules", "question", "a")]),
        (of_pages([A]), of_pages([asked("a", required=True)]), [("rules", "question", "a")]),
        (of_pages([A]), of_pages([asked("a", type="csat")]), [("type", "question", "a")]),
        (of_pages([A]), of_pages([asked("a", askWhy=[1])]), [("settings", "question", "a")]),
        (
            of_pages([asked("a", type="single_choice", choices=[{"value": "x"}])]),
            of_pages([asked("a", type="single_choice", choices=[{"value": "y"}])]),
            [("choices", "question", "a")],
        ),
        (of_pages([A]), of_pages([A], thanks={"fi": "Kiitos"}), [("texts", "questionnaire", "thanks")]),
        (of_pages([A]), of_pages([A], hidden=["x"]), [("settings", "questionnaire", "hidden")]),
        ({"pages": [{}]}, {"pages": [{"title": {"fi": "Sivu"}}]}, [("texts", "page", "1")]),
        ({"pages": [{}]}, {"pages": [{"visibleIf": False}]}, [("rules", "page", "1")]),
    ],
)
def test_changes_are_told(
    before: dict[str, Any], after: dict[str, Any], told: list[tuple[str, str, str]]
) -> None:
    one, other = read_questionnaire(before), read_questionnaire(after)
    assert [(change.what, change.of, change.name) for change in difference(one, other)] == told
    assert bool(told) != one.asks_the_same(other)


def test_sides_of_a_change_hold_only_what_changed() -> None:
    before, after = of_pages([A]), of_pages([asked("a", title={"fi": "toinen"}, required=True)])
    texts, rules = difference(read_questionnaire(before), read_questionnaire(after))
    assert (texts.before, texts.after) == ({"title": {"fi": "a"}}, {"title": {"fi": "toinen"}})
    assert (rules.before, rules.after) == ({"required": False}, {"required": True})

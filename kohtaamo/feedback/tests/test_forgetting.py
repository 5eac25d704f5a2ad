from __future__ import annotations

from typing import Any

import pytest

from kohtaamo.feedback.services.forgetting import is_score, nameless


@pytest.mark.parametrize(
    ("kind", "value", "stays"),
    [
        ("nps", 3, True),
        ("yes_no", False, True),
        ("expectation", -1, True),
        ("open_text", "Oulusta asti", False),
        ("number", 4711, False),
        ("date", "1961-02-03", False),
        ("single_choice", {"other": "Olen Kyllikki"}, False),
        ("single_choice", "Rovaniemi", False),
        ("consent", True, False),
        ("a_kind_nobody_knows", 3, False),
    ],
)
def test_only_scores_and_yes_or_no_stay(kind: str, value: Any, stays: bool) -> None:
    assert is_score({"name": "q", "kind": kind, "value": value}) is stays


@pytest.mark.parametrize(
    ("uid", "left"),
    [
        ("link:abcd2345:Zs81k", "link:abcd2345:erased:7"),
        ("page:9f8e", "page:erased:7"),
        ("call:9f8e", "call:erased:7"),
        ("invitation:secret", "erased:7"),
        ("kyllikki@esimerkki.fi", "erased:7"),
    ],
)
def test_a_name_of_an_answer_keeps_only_the_way_it_came(uid: str, left: str) -> None:
    assert nameless(uid, 7) == left

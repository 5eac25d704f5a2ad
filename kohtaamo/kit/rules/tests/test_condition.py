from __future__ import annotations

import pytest

from kohtaamo.kit.rules.condition import (
    Always,
    Between,
    BeyondConditionError,
    Compared,
    Contains,
    Joined,
    Missing,
    Not,
    OneOf,
    Told,
    condition_of,
)

A = {"var": "a"}


@pytest.mark.parametrize(
    ("rule", "condition"),
    [
        ({"<": [5, A]}, Compared("a", "more", 5)),
        ({">=": [A, 5]}, Compared("a", "at_least", 5)),
        ({"!==": ["6", A]}, Not(Compared("a", "is", "6", exact=True))),
        ({"<": [1, A, 5]}, Between("a", 1, 5, ends=False)),
        ({"in": [A, [1, "b"]]}, OneOf("a", (1, "b"))),
        ({"in": ["b", A]}, Contains("a", "b")),
        ({"!!": [A]}, Told("a")),
        ({"!": {"missing": ["a", "b"]}}, Not(Joined((Missing("a"), Missing("b")), every=False))),
        ({"and": [A]}, Told("a")),
        ({"and": [A, "0"]}, Joined((Told("a"), Always(holds=True)), every=True)),
    ],
)
def test_condition_of_reads_comparisons_of_names_with_values(rule, condition):
    assert condition_of(rule) == condition


@pytest.mark.parametrize(
    ("rule", "why", "place"),
    [
        ({"or": [A, {"cat": ["a"]}]}, "operator", ("or", 1)),
        ({"==": [A, A]}, "computed_operand", ("==", 1)),
        ({"==": [1, 2]}, "computed_operand", ("==", 1)),
        ({"==": [A, [1]]}, "list_operand", ("==", 1)),
        ({"in": [A, [[1]]]}, "list_operand", ("in", 1, 0)),
        ({"<": [1, {"var": ""}]}, "no_name", ("<", 1)),
        ({"var": ["a", 1]}, "computed_operand", ("var",)),
        ({"missing": {"merge": ["a"]}}, "computed_operand", ("missing",)),
        ([A], "list_operand", ()),
    ],
)
def test_what_a_condition_cannot_say_is_told_with_its_place(rule, why, place):
    with pytest.raises(BeyondConditionError) as told:
        condition_of(rule)
    assert (told.value.why, told.value.place) == (why, place)

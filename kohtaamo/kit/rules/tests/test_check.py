from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohtaamo.kit.rules import check_rule, names_in, value_of

NOT_6 = {"!": {"==": [{"var": "nps"}, 6]}}


def deep(levels):
    rule: dict[str, object] = {"var": "nps"}
    for _ in range(levels - 1):
        rule = {"!": [rule]}
    return rule


def told(rule):
    return [(problem.code, problem.place) for problem in check_rule(rule)]


@pytest.mark.parametrize(
    ("rule", "problems"),
    [
        (NOT_6, []),
        (True, []),
        (deep(20), []),
        (deep(21), [("too_deep", ("!", 0) * 20)]),
        (["x"] * 999, []),
        (["x"] * 1000, [("too_large", ())]),
        ({"log": "a"}, [("unknown_operator", ())]),
        ({"and": [True, {"substring.call": ["a"]}]}, [("unknown_operator", ("and", 1))]),
        ({"?:": [1, 2, 3]}, [("unknown_operator", ())]),
        ({}, [("not_one_operator", ())]),
        ({"!": [{"var": "a", "==": [1, 2]}]}, [("not_one_operator", ("!", 0))]),
        ({"==": [1]}, [("operand_count", ("==",))]),
        ({">": [1, 2, 3]}, [("operand_count", (">",))]),
        ({"and": []}, [("operand_count", ("and",))]),
        ({"var": {"var": "a"}}, [("unfit_name", ("var", 0))]),
        ({"var": ["a", {"var": "b"}]}, []),
        ({"var": True}, [("unfit_name", ("var", 0))]),
        ({"missing": [{"var": "a"}]}, [("unfit_name", ("missing",))]),
        ({"missing": {"merge": ["a", {"if": [{"var": "b"}, ["c"], []]}]}}, []),
        ({"missing_some": [1, {"var": "a"}]}, [("unfit_name", ("missing_some", 1))]),
        ({"==": [math.inf, 1]}, [("unfit_value", ("==", 0))]),
        ({"==": [math.nan, 2**60]}, [("unfit_value", ("==", 0)), ("unfit_value", ("==", 1))]),
        ({"==": ["a" * 2001, "\0"]}, [("unfit_value", ("==", 0)), ("unfit_value", ("==", 1))]),
        ({"==": ["\ud83d", b"a"]}, [("unfit_value", ("==", 0)), ("unfit_value", ("==", 1))]),
    ],
)
def test_check_rule_tells_what_is_wrong_and_where(rule, problems):
    assert told(rule) == problems


def test_a_problem_carries_the_numbers_of_its_sentence():
    (problem,) = check_rule({"<": [1]})
    assert problem.facts == {"operator": "<", "fewest": 2, "most": 3, "count": 1}


def test_a_rule_deeper_than_the_stack_is_told_too():
    rule: object = 1
    for _ in range(100_000):
        rule = [rule]
    assert [problem.code for problem in check_rule(rule)] == ["too_deep"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda part: (
        st.lists(part, max_size=4)
        | st.dictionaries(
            st.sampled_from(["var", "if", "missing", "missing_some", "reduce", "+", "no"]), part
        )
    ),
    max_leaves=20,
)


@given(rule=JSON)
def test_nothing_raises_whatever_is_given(rule):
    check_rule(rule)
    names_in(rule)
    if not check_rule(rule):
        value_of(rule, {})


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (NOT_6, {"nps"}),
        ({"var": ["customer.name", {"var": "key"}]}, {"customer.name", "key"}),
        ({"missing": ["a", "b.c"]}, {"a", "b.c"}),
        ({"missing_some": [1, ["a", "b"]]}, {"a", "b"}),
        ({"missing": {"merge": ["a", {"if": [{"==": [{"var": "b"}, "no"]}, ["c"], []]}]}}, {"a", "b", "c"}),
        # names inside speak of the item, and so does the empty one
        ({"some": [{"var": "brands"}, {"==": [{"var": "item"}, {"var": ""}]}]}, {"brands"}),
        ({"reduce": [{"var": "a"}, {"var": "accumulator"}, {"var": "start"}]}, {"a", "start"}),
        ({"if": [{"<": [0, {"var": "a"}, {"var": "b"}]}, {"cat": ["x", {"var": "c"}]}]}, {"a", "b", "c"}),
        ("nps", set()),
    ],
)
def test_names_in_tells_what_a_rule_asks_of_the_facts(rule, names):
    assert names_in(rule) == names

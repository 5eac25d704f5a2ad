from __future__ import annotations

import json
from math import inf, nan
from pathlib import Path

import pytest

import kohtaamo.kit.rules
from kohtaamo.kit.rules import check_rule, holds, value_of
from kohtaamo.kit.rules.values import number_in, number_text

VECTORS = json.loads((Path(kohtaamo.kit.rules.__file__).parent / "vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("rule", "facts", "result"), VECTORS, ids=[json.dumps(one[0]) for one in VECTORS])
def test_value_of_gives_what_the_vectors_say(rule, facts, result):
    assert check_rule(rule) == []
    value = value_of(rule, facts)
    # 1 == True in Python, but not in JSON
    assert json.dumps(value, sort_keys=True) == json.dumps(result, sort_keys=True)


def test_a_rule_that_multiplies_its_lists_ends_without_a_value():
    twice = {"reduce": [list(range(100)), {"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "x"]}
    nested = {"map": [{"var": "accumulator"}, [{"var": ""}, {"var": ""}]]}
    assert value_of(twice, {}) is None
    assert value_of({"reduce": [list(range(100)), nested, [1]]}, {}) is None
    assert not holds(twice, {})


def test_a_long_text_of_digits_is_read_in_one_go():
    # reading it again from each digit on would take minutes
    assert value_of({"+": [{"var": "why"}, 0]}, {"why": "1" * 300 + "x"}) == float("1" * 300)
    assert not holds({"==": [{"var": "why"}, 1]}, {"why": "1" * 200_000 + "x"})


def test_an_unknown_operator_has_no_value():
    assert value_of({"log": "a"}, {}) is None
    assert not holds({"!": {"log": "a"}}, {})


def test_half_a_character_is_not_handed_on():
    assert value_of({"substr": ["🙂", 0, 1]}, {}) == "\ufffd"
    assert value_of({"substr": ["a🙂b", 3]}, {}) == "b"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (-0.0, "0"),
        (-2.5, "-2.5"),
        (5e-324, "5e-324"),
        (-inf, "-Infinity"),
    ],
)
def test_a_number_is_written_as_in_javascript(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (" \n7\u00a0", 7),
        ("5.", 5),
        (".5", 0.5),
        ("-.5e1", -5),
        ("0b11", 3),
        ("0o17", 15),
        ("-Infinity", -inf),
    ],
)
def test_a_text_is_read_as_a_number_as_in_javascript(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["1_000", "inf", "nan", "٣", "+0x10", "1 2", "infinity", "1e", "."])
def test_what_only_python_takes_for_a_number_is_none(text):
    assert number_in(text) != number_in(text)
    assert number_text(nan) == "NaN"

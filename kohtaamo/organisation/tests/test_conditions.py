"""The database and `holds` pick the same rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.kit.rules import check_rule, holds
from kohtaamo.kit.rules.condition import BeyondConditionError
from kohtaamo.organisation.conditions import Column, JsonColumn, rows_where

COLUMNS: dict[str, Column | JsonColumn] = {
    "uid": Column("uid", "text"),
    "segment": Column("customer__segment", "text"),
    "waited": Column("waited_seconds", "number"),
    "resolved": Column("resolved", "boolean"),
    "attributes": JsonColumn("attributes"),
}
ATTRIBUTES = [
    {},
    {"age": 40, "städ": "Åbo", "1": "yksi"},
    {"age": "40", "vip": True, "städ": "åbo"},
    {"age": " 6\n", "vip": False, "städ": "Jyväskylä"},
    {"age": None, "vip": "true", "städ": ""},
    {"age": 39.5, "vip": 1, "städ": 7},
    {"age": -3, "vip": 0, "städ": "0"},
    {"age": "neljä", "vip": "", "städ": "2026-11-22"},
    {"age": 0, "vip": None, "städ": "Öljymäki 6", "1": 6},
    {"age": "6.50", "vip": "0", "städ": "zz"},
]


@pytest.fixture
def rows(in_satama):
    """Facts of each row by its key."""
    groups = {"kulta": "kulta", "Hopea": "Hopea", "none": ""}
    known = [None, *(Customer.objects.create(key=key, segment=segment) for key, segment in groups.items())]
    for number, attributes in enumerate(ATTRIBUTES):
        Encounter.objects.create(
            uid=f"met-{number}" if number else "6",
            touchpoint=in_satama.desk,
            happened_at=datetime(2026, 11, 1, 12, number, tzinfo=UTC),
            customer=known[number % 4],
            waited_seconds=[None, 0, 6, 40][number % 4],
            resolved=[None, True, False][number % 3],
            attributes=attributes,
        )
    return {one.pk: facts_of(one) for one in Encounter.objects.select_related("customer")}


def facts_of(one):
    facts = {"uid": one.uid, "waited": one.waited_seconds, "resolved": one.resolved}
    return facts | {"segment": one.customer and one.customer.segment, "attributes": one.attributes}


def picked(rule):
    return set(Encounter.objects.filter(rows_where(rule, COLUMNS)).values_list("pk", flat=True))


NAMES = st.sampled_from(
    [
        "uid",
        "segment",
        "waited",
        "resolved",
        "attributes.age",
        "attributes.vip",
        "attributes.städ",
        "attributes.1",
    ]
).map(lambda name: {"var": name})
WORDS = ["", "0", "6", "40", "kulta", "Hopea", "Åbo", "åbo", "ä", "2026", "true", "met", "yksi", " 6 "]
VALUES = st.sampled_from([*WORDS, 0, 1, 6, 40, 39.5, -3, True, False, None])
TEXTS = st.sampled_from(WORDS)


def either_way(operator, name, value, turned):
    return {operator: [value, name] if turned else [name, value]}


LEAVES = st.one_of(
    st.builds(
        either_way,
        st.sampled_from(["==", "!=", "===", "!==", "<", "<=", ">", ">="]),
        NAMES,
        VALUES,
        st.booleans(),
    ),
    st.builds(
        lambda name, low, high, how: {how: [low, name, high]},
        NAMES,
        VALUES,
        VALUES,
        st.sampled_from(["<", "<="]),
    ),
    st.builds(lambda name, values: {"in": [name, values]}, NAMES, st.lists(VALUES, max_size=3)),
    st.builds(lambda text, name: {"in": [text, name]}, TEXTS, NAMES),
    st.builds(
        lambda names: {"missing": [name["var"] for name in names]}, st.lists(NAMES, min_size=1, max_size=2)
    ),
    NAMES,
    VALUES,
)
RULES = st.recursive(
    LEAVES,
    lambda part: (
        st.builds(
            lambda parts, how: {how: parts},
            st.lists(part, min_size=1, max_size=3),
            st.sampled_from(["and", "or"]),
        )
        | st.builds(lambda inner, how: {how: [inner]}, part, st.sampled_from(["!", "!!"]))
    ),
    max_leaves=5,
)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rule=RULES)
def test_random_rules_pick_the_rows_that_python_picks(rows, rule):
    assert check_rule(rule) == []
    assert picked(rule) == {pk for pk, facts in rows.items() if holds(rule, facts)}, json.dumps(rule)


@pytest.mark.parametrize(
    ("rule", "uids"),
    [
        ({">=": [{"var": "attributes.age"}, 39]}, {"met-1", "met-2", "met-5"}),
        ({"==": [{"var": "attributes.städ"}, "Åbo"]}, {"met-1"}),
        ({"in": [{"var": "segment"}, ["kulta", "Hopea"]]}, {"met-1", "met-2", "met-5", "met-6", "met-9"}),
        ({"in": ["mäki", {"var": "attributes.städ"}]}, {"met-8"}),
        ({"and": [{"var": "resolved"}, {"!": {"missing": ["waited"]}}]}, {"met-1", "met-7"}),
    ],
)
def test_rows_where_picks_the_rows_one_expects(rows, rule, uids):
    assert {rows[pk]["uid"] for pk in picked(rule)} == uids


@pytest.mark.parametrize(
    ("rule", "why", "place"),
    [
        ({"==": [{"+": [{"var": "waited"}, 1]}, 2]}, "computed_operand", ("==", 0)),
        ({"and": [True, {"if": [True, 1, 2]}]}, "operator", ("and", 1)),
        ({"==": [{"var": "waited"}, {"var": "uid"}]}, "computed_operand", ("==", 1)),
        ({"==": [{"var": "nps"}, 6]}, "unknown_name", ("nps",)),
        ({"==": [{"var": "uid.length"}, 6]}, "unknown_name", ("length",)),
        ({"var": "attributes"}, "unknown_name", ("attributes", "")),
        ({"var": "attributes.a.b"}, "unknown_name", ("attributes", "a.b")),
    ],
)
def test_what_is_beyond_a_condition_is_told(rule, why, place):
    with pytest.raises(BeyondConditionError) as told:
        rows_where(rule, COLUMNS)
    assert (told.value.why, told.value.place) == (why, place)

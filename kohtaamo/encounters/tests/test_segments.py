from __future__ import annotations

import pytest

from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.segments import customers_where, facts_of
from kohtaamo.kit.rules import holds

PEOPLE = [
    {
        "key": "1",
        "name": "Äijö",
        "segment": "kulta",
        "language": "fi",
        "attributes": {"visits": 12, "plan": "L"},
    },
    {"key": "2", "name": "Åke", "segment": "kulta", "language": "sv", "attributes": {"visits": 2}},
    {"key": "3", "name": "", "segment": "", "language": "fi", "attributes": {"visits": None, "plan": "S"}},
]


@pytest.mark.parametrize(
    ("rule", "keys"),
    [
        ({"==": [{"var": "segment"}, "kulta"]}, {"1", "2"}),
        ({"and": [{"==": [{"var": "language"}, "fi"]}, {">": [{"var": "attributes.visits"}, 5]}]}, {"1"}),
        ({"missing": ["attributes.plan"]}, {"2"}),
        ({"!": [{"==": [{"var": "attributes.visits"}, 12]}]}, {"2", "3"}),
        ({"in": [{"var": "name"}, ["Åke", ""]]}, {"2", "3"}),
        ({"or": [{"==": [{"var": "key"}, "3"]}, {"in": ["ij", {"var": "name"}]}]}, {"1", "3"}),
    ],
)
def test_customers_where_picks_those_for_whom_the_rule_holds(in_satama, rule, keys):
    people = [Customer.objects.create(**person) for person in PEOPLE]
    ours = Customer.objects.filter(key__in="123")
    assert {one.key for one in customers_where(rule) & ours} == keys
    assert {one.key for one in people if holds(rule, facts_of(one))} == keys

from __future__ import annotations

from random import Random

from kohtaamo.kit.statistics import discoveries


def test_discoveries_of_the_paper():
    # Benjamini & Hochberg 1995, section 3.2: fifteen p values, four are discoveries at 5 %
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert discoveries(p) == [True] * 4 + [False] * 11


def test_discoveries_keep_the_order_given():
    assert discoveries([0.9, 0.001, 0.8, 0.002]) == [False, True, False, True]
    assert discoveries([]) == []


def test_discoveries_where_nothing_is_to_be_found_are_rare():
    chance = Random(1995)
    families = 2000
    wrong = sum(any(discoveries([chance.random() for _ in range(20)])) for _ in range(families))
    # with nothing to find the rate is that of families with any discovery: 5 %, here within four errors
    assert abs(wrong / families - 0.05) < 4 * (0.05 * 0.95 / families) ** 0.5

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohtaamo.kit.statistics.blocks import Block, Said, blocks, people

traits = st.tuples(
    st.sampled_from(["A", "B", "C", None]), st.sampled_from(["phone", "chat"]), st.integers(1, 4)
)


@st.composite
def answers(draw) -> list[Said]:
    rows = draw(st.lists(st.tuples(st.integers(0, 60), traits), max_size=90))
    return [Said(key, person, found) for key, (person, found) in enumerate(rows)]


def as_sets(found: list[Block]) -> set[frozenset[int]]:
    return {frozenset(one.key for one in block) for block in found}


@given(answers(), st.integers(1, 8))
def test_every_block_is_large_enough_and_every_answer_is_in_exactly_one(said: list[Said], least: int):
    found = blocks(said, least=least)
    if people(said) < least:
        assert found == []
        return
    assert all(people(block) >= least for block in found)
    assert Counter(one.key for block in found for one in block) == Counter(one.key for one in said)


@given(answers(), st.integers(1, 8), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_are_given_changes_nothing(
    said: list[Said], least: int, chance: random.Random
):
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert as_sets(blocks(shuffled, least=least)) == as_sets(blocks(said, least=least))


@given(answers(), st.integers(1, 6))
def test_whatever_is_set_against_each_other_is_large_enough(said: list[Said], least: int):
    """All filters by one or two traits, each counted over the blocks that lie wholly inside it."""
    found = blocks(said, least=least)
    asked = [
        {0: unit, 1: channel} for unit in ("A", "B", "C", None, ...) for channel in ("phone", "chat", ...)
    ]
    told = []
    for conditions in asked:
        fits = [
            block
            for block in found
            if all(
                wanted is ... or one.traits[place] == wanted
                for one in block
                for place, wanted in conditions.items()
            )
        ]
        told.append({one.key: one for block in fits for one in block})
    for one in told:
        for other in told:
            left = [said for key, said in one.items() if key not in other]
            assert people(left) == 0 or people(left) >= least


def group(unit: str, number: int, first: int) -> list[Said]:
    return [Said(key, key, (unit,)) for key in range(first, first + number)]


def test_a_group_of_three_is_joined_by_just_as_many_of_the_smallest_block():
    said = [*group("small", 3, 0), *group("middle", 12, 3), *group("large", 20, 15)]
    sizes = sorted(
        sorted(Counter(str(one.traits[0]) for one in block).items()) for block in blocks(said, least=5)
    )
    assert sizes == [[("large", 20)], [("middle", 2), ("small", 3)], [("middle", 10)]]


def test_a_block_that_cannot_lend_takes_the_small_group_in():
    said = [*group("small", 3, 0), *group("middle", 6, 3)]
    assert as_sets(blocks(said, least=5)) == {frozenset(range(9))}


def test_small_groups_that_are_enough_together_leave_the_others_alone():
    said = [*group("a", 3, 0), *group("b", 3, 3), *group("c", 7, 6)]
    assert as_sets(blocks(said, least=5)) == {frozenset(range(6)), frozenset(range(6, 13))}


def test_one_person_who_answers_often_is_one_person():
    often = [Said(key, "Aino", ("a",)) for key in range(20)]
    assert blocks(often, least=2) == []
    found = blocks([*often, Said(30, "Onni", ("a",))], least=2)
    assert as_sets(found) == {frozenset([*range(20), 30])}


def test_a_block_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one person"):
        blocks([], least=0)

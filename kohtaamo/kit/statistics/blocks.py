"""People in blocks, so that no number is ever about fewer than so many of them. Source: row 18; Mondrian.

Numbers are sums over whole blocks, so whatever is added, taken away or set against each other is a sum over
whole blocks again: nobody can reach fewer people than the smallest block has. The division looks only at
what may be asked about (traits), never at what people answered; else who stands where would tell it.

Source: LeFevre, DeWitt and Ramakrishnan 2006, "Mondrian multidimensional k-anonymity".
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Trait = str | int | None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: `key` puts answers in order, `person` said it, `traits` in the order in which to divide."""

    key: int
    person: Hashable
    traits: tuple[Trait, ...]


Block = list[Said]


def blocks(said: Iterable[Said], *, least: int) -> list[Block]:
    """Every answer in exactly one block of at least `least` people; none at all where there are fewer people.

    Blocks are alike in as many traits as their number allows, the first traits first. In whatever order the
    answers are given, the blocks are the same. `ValueError` when `least` is below 1.
    """
    if least < 1:
        raise ValueError("a block has at least one person")
    ordered = sorted(said, key=lambda one: one.key)
    return _divided(ordered, least) if people(ordered) >= least else []


def people(said: Iterable[Said]) -> int:
    return len({one.person for one in said})


def _divided(said: Block, least: int) -> list[Block]:
    """Along the first trait that parts them into groups of which at least one is large enough."""
    for place in range(len(said[0].traits)):
        groups = _groups(said, place)
        large = [group for group in groups if people(group) >= least]
        if len(groups) > 1 and large:
            found = [block for group in large for block in _divided(group, least)]
            rest = [one for group in groups if people(group) < least for one in group]
            return _with_rest(found, rest, least)
    return [said]


def _groups(said: Block, place: int) -> list[Block]:
    found: dict[Trait, Block] = {}
    for one in said:
        found.setdefault(one.traits[place], []).append(one)
    return [found[trait] for trait in sorted(found, key=repr)]


def _with_rest(found: list[Block], rest: Block, least: int) -> list[Block]:
    """Small groups together; where even so they are few, the smallest block lends them people, or takes them in."""
    if not rest:
        return found
    if people(rest) >= least:
        return [*found, *_divided(rest, least)]
    smallest = min(found, key=lambda block: (people(block), block[0].key))
    others = [block for block in found if block is not smallest]
    lent, kept = _parted(smallest, least - people(rest), rest)
    if people(kept) < least:
        lent, kept = smallest, []
    joined = sorted([*rest, *lent], key=lambda one: one.key)
    return [*others, joined, kept] if kept else [*others, joined]


def _parted(block: Block, number: int, rest: Sequence[Said]) -> tuple[Block, Block]:
    """The answers of the first `number` people who are not in the rest already, and the answers of the others."""
    known = {one.person for one in rest}
    fresh = list(dict.fromkeys(one.person for one in block if one.person not in known))[:number]
    chosen = known | set(fresh)
    return [one for one in block if one.person in chosen], [one for one in block if one.person not in chosen]

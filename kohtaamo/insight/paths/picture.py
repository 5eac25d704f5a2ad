"""What follows what, drawn: touchpoints on the left, where cases go from them on the right, bands between.

Places are pixels from the top and percentages from the left, so that the picture is as wide as its page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kohtaamo.insight.charts import language
from kohtaamo.kit.text import show_number

from .following import Pair
from .wording import lasted, place_of, value

# More bands than these are a tangle; the table has them all.
MOST_BANDS = 14
TALLEST = 300
LEAST = 3.0
LABEL, GAP = 20, 14
# The thickness from which a share fits on its band.
WRITTEN_FROM = 15
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Node:
    """A touchpoint on one side: its label stands on `text`, its bar below it."""

    name: str
    whole_name: str
    n: str
    text: str
    top: str
    height: str


@dataclass(frozen=True, slots=True)
class Band:
    path: str
    title: str
    share: str
    text: str


@dataclass(frozen=True, slots=True)
class Flow:
    left: list[Node]
    right: list[Node]
    bands: list[Band]
    height: int


def flow_of(pairs: Sequence[Pair], names: Mapping[int | None, str]) -> Flow | None:
    """The thickest pairs; None where nothing follows anything. Cases that go no further stand in the table."""
    drawn = [one for one in pairs if one.there is not None][:MOST_BANDS]
    if not drawn:
        return None
    scale = TALLEST / sum(one.n for one in drawn)
    heights = {id(one): max(one.n * scale, LEAST) for one in drawn}
    left = order([one.here for one in drawn], drawn)
    came_to = {one.there for one in drawn if one.there is not None}
    right = [*(one for one in left if one in came_to), *sorted(came_to - set(left))]
    lefts, bottom = stacked([(one, [pair for pair in drawn if pair.here == one]) for one in left], heights)
    rights, other = stacked([(one, [pair for pair in drawn if pair.there == one]) for one in right], heights)
    return Flow(
        [node(names[one], *lefts[one], drawn, "here", one) for one in left],
        [node(names[one], *rights[one], drawn, "there", one) for one in right],
        bands(drawn, left, right, lefts, rights, heights, names),
        round(max(bottom, other)),
    )


def order(keys: Sequence[int], drawn: Sequence[Pair]) -> list[int]:
    """Where cases begin first: those that most is gone from and least is come to."""
    balance = dict.fromkeys(keys, 0)
    for pair in drawn:
        balance[pair.here] += pair.n
        if pair.there is not None and pair.there in balance:
            balance[pair.there] -= pair.n
    after = {(pair.here, pair.there): pair.n for pair in drawn}
    found: list[int] = []
    left = sorted(balance, key=lambda key: -balance[key])
    while left:
        # then what follows most on the one before
        following = max(left, key=lambda key: after.get((found[-1], key), 0)) if found else left[0]
        found.append(following)
        left.remove(following)
    return found


Places = dict[int | None, tuple[float, float]]


def stacked(
    nodes: Sequence[tuple[int | None, Sequence[Pair]]], heights: Mapping[int, float]
) -> tuple[Places, float]:
    """The top and height of each bar, and where the last ends."""
    found: Places = {}
    at = 0.0
    for key, pairs in nodes:
        height = sum(heights[id(pair)] for pair in pairs)
        found[key] = (at + LABEL, height)
        at += LABEL + height + GAP
    return found, at


def node(name: str, top: float, height: float, drawn: Sequence[Pair], side: str, key: int | None) -> Node:
    n = sum(pair.n for pair in drawn if getattr(pair, side) == key)
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    return Node(short, name, show_number(n, language()), f"{top - 6:.1f}", f"{top:.1f}", f"{height:.1f}")


def bands(
    drawn: Sequence[Pair],
    left: Sequence[int],
    right: Sequence[int],
    lefts: Places,
    rights: Places,
    heights: Mapping[int, float],
    names: Mapping[int | None, str],
) -> list[Band]:
    starts = {key: top for key, (top, _) in lefts.items()}
    begun: dict[int, float] = {}
    for pair in sorted(drawn, key=lambda one: (left.index(one.here), right.index(one.there))):
        begun[id(pair)] = starts[pair.here]
        starts[pair.here] += heights[id(pair)]
    ends = {key: top for key, (top, _) in rights.items()}
    found = []
    for pair in sorted(drawn, key=lambda one: (right.index(one.there), left.index(one.here))):
        height, one, two = heights[id(pair)], begun[id(pair)], ends[pair.there]
        ends[pair.there] += height
        path = (
            f"M0 {one:.1f}C50 {one:.1f} 50 {two:.1f} 100 {two:.1f}V{two + height:.1f}"
            f"C50 {two + height:.1f} 50 {one + height:.1f} 0 {one + height:.1f}Z"
        )
        written = value(pair.of_here) if height >= WRITTEN_FROM else ""
        found.append(Band(path, title(pair, names), written, f"{one + height / 2 + 4:.1f}"))
    return found


def title(pair: Pair, names: Mapping[int | None, str]) -> str:
    words = f"{names[pair.here]} → {place_of(pair, names)}: {show_number(pair.n, language())}, {value(pair.of_here)}"
    return f"{words}, {lasted(pair.took.mean)}" if pair.took else words

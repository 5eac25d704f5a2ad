"""Weights that make those who answered resemble those who were asked about. Source: row 29."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isclose

MOST_ROUNDS = 1000
CLOSE_ENOUGH = 1e-9
MOST_WEIGHT = 5.0

Targets = Mapping[str, Mapping[Hashable, float]]
"""For each trait (age, region), the share of the population in each of its groups; shares sum to 1."""


@dataclass(frozen=True, slots=True)
class Raked:
    """Weights in the order of the people, 1 on average, and how the weighting went.

    `largest_gap` is the largest difference of a weighted share from its target (0..1); not `converged`:
    the targets contradict one another for these people, and the weights are not to be used.
    """

    weights: tuple[float, ...]
    converged: bool
    rounds: int
    largest_gap: float

    @property
    def effective_n(self) -> float:
        return effective_n(self.weights)

    @property
    def design_effect(self) -> float:
        return design_effect(self.weights)


def effective_n(weights: Sequence[float]) -> float:
    """How many unweighted answers tell as much: (sum w)^2 / sum w^2.

    `ValueError` when a weight is negative or none is above 0. Source: Kish 1965.
    """
    if not weights or min(weights) < 0 or max(weights) == 0:
        raise ValueError("weights are not negative, and one is above 0")
    return fsum(weights) ** 2 / fsum(weight**2 for weight in weights)


def design_effect(weights: Sequence[float]) -> float:
    """How many times larger the weights make a variance: n / `effective_n`. Source: Kish 1965."""
    return len(weights) / effective_n(weights)


def rake(people: Sequence[Mapping[str, Hashable]], targets: Targets) -> Raked:
    """Weight people, in turn by each trait, until the weighted shares of every trait meet their targets.

    Each person has a group for each trait of the targets. `ValueError` without people or targets, when
    shares of a trait do not sum to 1, a person's group has no target above 0, or a target has nobody.
    Source: Deming & Stephan 1940.
    """
    if not people or not targets:
        raise ValueError("weighting needs people and targets")
    traits = list(targets)
    # people alike in all traits share one weight
    alike: dict[tuple[Hashable, ...], int] = {}
    keys = [tuple(person[trait] for trait in traits) for person in people]
    for key in keys:
        alike[key] = alike.get(key, 0) + 1
    for place, trait in enumerate(traits):
        _check(trait, targets[trait], {key[place] for key in alike})
    weights = dict.fromkeys(alike, 1.0)
    rounds, gap = 0, _largest_gap(weights, alike, traits, targets)
    while gap > CLOSE_ENOUGH and rounds < MOST_ROUNDS:
        for place, trait in enumerate(traits):
            shares = _shares(weights, alike, place)
            weights = {
                key: weight * targets[trait][key[place]] / shares[key[place]]
                for key, weight in weights.items()
            }
        rounds += 1
        gap = _largest_gap(weights, alike, traits, targets)
    whole = fsum(weights[key] * count for key, count in alike.items()) / len(people)
    fitted = tuple(weights[key] / whole for key in keys)
    return Raked(fitted, gap <= CLOSE_ENOUGH, rounds, gap)


def trimmed(weights: Sequence[float], *, most: float = MOST_WEIGHT) -> tuple[float, ...]:
    """No weight above `most` times the mean: what is cut goes to the others, each in its proportion.

    Fewer answers are thrown away by a few heavy ones, and the targets are met a little less exactly.
    `ValueError` when a weight is not above 0 or `most` is not above 1. Source: Potter 1990.
    """
    if not weights or min(weights) <= 0 or most <= 1:
        raise ValueError("weights are above 0, and the most that one may weigh is above the mean")
    whole = fsum(weights)
    limit = most * whole / len(weights)
    heavy: set[int] = set()
    found = list(weights)
    while (
        more := {place for place, weight in enumerate(found) if weight > limit * (1 + CLOSE_ENOUGH)} - heavy
    ):
        heavy |= more
        rest = fsum(weight for place, weight in enumerate(weights) if place not in heavy)
        raised = (whole - limit * len(heavy)) / rest
        found = [limit if place in heavy else weight * raised for place, weight in enumerate(weights)]
    return tuple(found)


def _check(trait: str, shares: Mapping[Hashable, float], present: set[Hashable]) -> None:
    if min(shares.values(), default=-1) < 0 or not isclose(fsum(shares.values()), 1, abs_tol=1e-6):
        raise ValueError(f"the shares of {trait} do not sum to 1")
    strangers = [group for group in present if not shares.get(group)]
    missing = [group for group, share in shares.items() if share and group not in present]
    if strangers or missing:
        raise ValueError(f"{trait}: no target for {strangers}, nobody in {missing}")


def _shares(
    weights: Mapping[tuple[Hashable, ...], float], alike: Mapping[tuple[Hashable, ...], int], place: int
) -> dict[Hashable, float]:
    sums: dict[Hashable, float] = {}
    for key, count in alike.items():
        sums[key[place]] = sums.get(key[place], 0.0) + weights[key] * count
    whole = fsum(sums.values())
    return {group: part / whole for group, part in sums.items()}


def _largest_gap(
    weights: Mapping[tuple[Hashable, ...], float],
    alike: Mapping[tuple[Hashable, ...], int],
    traits: Sequence[str],
    targets: Targets,
) -> float:
    return max(
        abs(share - targets[trait][group])
        for place, trait in enumerate(traits)
        for group, share in _shares(weights, alike, place).items()
    )

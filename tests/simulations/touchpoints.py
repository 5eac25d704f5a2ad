"""The journey map: ten thousand answers over two hundred touchpoints, each with a truth of its own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kohtaamo.insight.metrics.nps import NPS
from kohtaamo.organisation.models import Organisation

from .populations import Floats, shares_of
from .row import Row, percent, sized

REPLAYS = sized(small=20, full=300)
TOUCHPOINTS, ANSWERS = 200, 10_000
# Some touchpoints are met by many, most by few; touchpoints differ as much as those of real maps do.
UNEVEN, ALIKE = 1.2, 12
MINIMUM: int = Organisation._meta.get_field("minimum_answers").default


def the_map() -> Iterator[Row]:
    chance = np.random.default_rng(200)
    told = [one for _ in range(REPLAYS) for one in shown(chance)]
    held = float(np.mean([low <= truth <= high for low, high, truth in told]))
    yield Row(
        what=f"Journey map: {ANSWERS} answers over {TOUCHPOINTS} touchpoints, each NPS shown (from {MINIMUM} answers)",
        n=f"{MINIMUM}–600",
        replays=len(told),
        result=held,
        least=0.93,
        most=0.97,
        shown=percent(held),
    )


def shown(chance: np.random.Generator) -> Iterator[tuple[float, float, float]]:
    """Ends and truth of each touchpoint that shows a number."""
    popular = chance.lognormal(0, UNEVEN, TOUCHPOINTS)
    sizes = chance.multinomial(ANSWERS, popular / popular.sum())
    for n, shares in zip(sizes, chance.dirichlet(ALIKE * shares_of(NPS) + 0.05, TOUCHPOINTS), strict=True):
        if n >= MINIMUM:
            found = NPS.estimate(dict(zip(NPS.answers, chance.multinomial(n, shares).tolist(), strict=True)))
            if found is not None:
                yield found.low, found.high, net_of(shares)


def net_of(shares: Floats) -> float:
    return 100 * float(shares[9:].sum() - shares[:7].sum())

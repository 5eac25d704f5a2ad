"""How well a theme is read, and whether one reader beats another on comments that neither has seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kohtaamo.language.theme_model import SURE, ThemeModel

from .judging import ENDS, Difference, resampled
from .theme_labels import ThemeLabel

Floats = NDArray[Any]
# "no" and "yes" both count, however few there are.
LEAST = 1


def rule_reads(rows: Sequence[ThemeLabel]) -> list[bool]:
    return [one.signs.is_found for one in rows]


def own_reads(model: ThemeModel, rows: Sequence[ThemeLabel]) -> list[bool]:
    return [model.share(one.text, one.signs) >= SURE for one in rows]


def figures(rows: Sequence[ThemeLabel], reads: Sequence[bool]) -> dict[str, Any]:
    """As the card keeps them. F1, precision and recall are of "yes"."""
    pairs = list(zip((one.is_about for one in rows), reads, strict=True))
    both = sum(said and read for said, read in pairs)
    said, read = sum(one for one, _ in pairs), sum(one for _, one in pairs)
    right = sum(one == other for one, other in pairs)
    value, drawn = resampled(confusions(rows, reads), least=LEAST)
    low, high = np.quantile(drawn, ENDS)
    return {
        "n": len(pairs),
        "right": right,
        "accuracy": right / len(pairs),
        "macro_f1": value,
        "macro_f1_interval": (float(low), float(high)),
        "f1": 2 * both / (said + read) if said + read else 0.0,
        "precision": both / read if read else 0.0,
        "recall": both / said if said else 0.0,
        "said": said,
        "read": read,
    }


def difference(rows: Sequence[ThemeLabel], first: Sequence[bool], second: Sequence[bool]) -> Difference:
    """Of macro-F1, by the bootstrap over respondents as in `judging.difference`."""
    (one, drawn_one), (other, drawn_other) = (
        resampled(confusions(rows, reads), least=LEAST) for reads in (first, second)
    )
    low, high = np.quantile(drawn_other - drawn_one, ENDS)
    return Difference(other - one, float(low), float(high))


def confusions(rows: Sequence[ThemeLabel], reads: Sequence[bool]) -> Floats:
    """Respondents x said x read."""
    people = {name: at for at, name in enumerate(dict.fromkeys(one.respondent for one in rows))}
    found = np.zeros((len(people), 2, 2))
    for row, read in zip(rows, reads, strict=True):
        found[people[row.respondent], int(row.is_about), int(read)] += 1
    return found

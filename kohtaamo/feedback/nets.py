"""The net of a question about recommending: the score and the three groups it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kohtaamo.kit.statistics import (
    Estimate,
    employee_net_promoter_score,
    net_promoter_score,
    promoter_groups,
)

from .question import Words

# By kind of question, the unit of its score.
NETS: Mapping[str, Words] = {"nps": _("NPS"), "enps": _("eNPS")}
FORMULA: Words = _("100 × (answers 9–10 − answers 0–6) / all answers")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A group as a part of the stacked bar: `start` and `width` in percentages from the left."""

    label: Words
    tone: str
    count: int
    share: float
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Net:
    """The score in points -100..100 with its 95 % interval, as `<c-honest-number>` draws it."""

    unit: Words
    estimate: Estimate
    stretches: tuple[Stretch, ...]
    decimals: int = 0
    signed: bool = True
    scale_low: int = -100
    scale_high: int = 100
    hint: Words = FORMULA

    @property
    def value(self) -> float:
        return self.estimate.value

    @property
    def low(self) -> float:
        return self.estimate.low

    @property
    def high(self) -> float:
        return self.estimate.high

    @property
    def n(self) -> int:
        return self.estimate.n


def net_of(kind: str, counts: Mapping[str, int]) -> Net | None:
    """None of another kind of question, and of fewer employees than may be told."""
    if kind not in NETS or not sum(counts.values()):
        return None
    steps = {float(value): n for value, n in counts.items()}
    score = employee_net_promoter_score if kind == "enps" else net_promoter_score
    estimate = score(steps)
    return Net(NETS[kind], estimate, stretches_of(steps)) if estimate else None


def stretches_of(counts: Mapping[float, int]) -> tuple[Stretch, ...]:
    """The critical first, as on the scale."""
    groups = promoter_groups(counts)
    parts = (
        (_("detractors"), "worse", groups.negative),
        (_("passives"), "plain", groups.neutral),
        (_("promoters"), "better", groups.positive),
    )
    whole, before = sum(groups), 0
    found = []
    for label, tone, count in parts:
        found.append(
            Stretch(label, tone, count, count / whole, f"{before / whole:.2%}", f"{count / whole:.2%}")
        )
        before += count
    return tuple(found)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric, in_percent, sample_in_percent
from kohtaamo.kit.statistics import Counts, share_sample, top_two_box

from ._answers import SATISFACTION_PARTS, SATISFACTIONS

SATISFIED = 4


def count_satisfied(counts: Counts) -> int:
    return sum(count for value, count in counts.items() if value >= SATISFIED)


CSAT_TOP2 = Metric(
    key="csat_top2",
    kind="csat",
    name=_("Satisfaction (CSAT, 4–5)"),
    short_name=_("CSAT"),
    description=_("The share of people who are satisfied."),
    formula=_("100 × answers 4–5 / all answers"),
    interval=_("It is counted by Wilson's method, which never goes past 0 or 100 %."),
    source="Qualtrics",
    version=1,
    unit="%",
    decimals=0,
    signed=False,
    scale=(0, 100),
    answers=SATISFACTIONS,
    parts=SATISFACTION_PARTS,
    higher_is_better=True,
    estimate=lambda counts: in_percent(top_two_box(counts)),
    sample=lambda counts: sample_in_percent(share_sample(count_satisfied(counts), sum(counts.values()))),
)

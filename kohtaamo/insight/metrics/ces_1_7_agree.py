from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric, in_percent, sample_in_percent
from kohtaamo.kit.statistics import Counts, ease_agreement, share_sample

from ._answers import AGREEMENT_PARTS, AGREEMENTS

AGREES = 5


def count_agreeing(counts: Counts) -> int:
    return sum(count for value, count in counts.items() if value >= AGREES)


CES_1_7_AGREE = Metric(
    key="ces_1_7_agree",
    kind="ces_1_7",
    name=_("Ease (CES 2.0, 5–7)"),
    short_name=_("CES"),
    description=_("The share of people who agree that we made things easy for them."),
    formula=_("100 × answers 5–7 / all answers"),
    interval=_("It is counted by Wilson's method, which never goes past 0 or 100 %."),
    source="Gartner, Zonka",
    version=1,
    unit="%",
    decimals=0,
    signed=False,
    scale=(0, 100),
    answers=AGREEMENTS,
    parts=AGREEMENT_PARTS,
    higher_is_better=True,
    estimate=lambda counts: in_percent(ease_agreement(counts)),
    sample=lambda counts: sample_in_percent(share_sample(count_agreeing(counts), sum(counts.values()))),
)

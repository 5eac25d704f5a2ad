from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric, Part, in_percent, sample_in_percent
from kohtaamo.kit.statistics import (
    Counts,
    expectation_met,
    share_sample,
)


def count_met(counts: Counts) -> int:
    return sum(count for value, count in counts.items() if value >= 0)


EXPECTATION_MET = Metric(
    key="expectation_met",
    kind="expectation",
    name=_("Expectations met"),
    short_name=_("Expectations met"),
    description=_("The share of people whose expectations we met or exceeded."),
    formula=_("100 × (met + exceeded) / all answers"),
    interval=_("It is counted by Wilson's method, which never goes past 0 or 100 %."),
    source="Kohtaamo",
    version=1,
    unit="%",
    decimals=0,
    signed=False,
    scale=(0, 100),
    answers=(-1, 0, 1),
    parts=(
        Part(_("not met"), -1, -1, "worse"),
        Part(_("met"), 0, 0, "plain"),
        Part(_("exceeded"), 1, 1, "better"),
    ),
    higher_is_better=True,
    estimate=lambda counts: in_percent(expectation_met(counts)),
    sample=lambda counts: sample_in_percent(share_sample(count_met(counts), sum(counts.values()))),
)

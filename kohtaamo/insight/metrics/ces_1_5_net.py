from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.statistics import Counts, Groups, net_sample, own_effort_net

from ._answers import OWN_EFFORT_PARTS, OWN_EFFORTS

MIDDLE = 3


def ease_groups(counts: Counts) -> Groups:
    below = sum(count for value, count in counts.items() if value < MIDDLE)
    above = sum(count for value, count in counts.items() if value > MIDDLE)
    return Groups(below, sum(counts.values()) - below - above, above)


CES_1_5_NET = Metric(
    key="ces_1_5_net",
    kind="ces_1_5",
    name=_("Own effort (CES 1.0), net ease"),
    short_name=_("CES 1.0, net"),
    description=_("People who needed little effort less those who needed much."),
    formula=_("100 × (answers 1–2 − answers 4–5) / all answers"),
    interval=_("It is counted by the adjusted Wald method, which stays honest with few answers too."),
    source="Vonage, CEB",
    version=1,
    unit=pgettext_lazy("unit", "net"),
    decimals=0,
    signed=True,
    scale=(-100, 100),
    answers=OWN_EFFORTS,
    parts=OWN_EFFORT_PARTS,
    higher_is_better=True,
    estimate=own_effort_net,
    sample=lambda counts: net_sample(ease_groups(counts)),
)

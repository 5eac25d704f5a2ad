from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.statistics import expected_effort_net, net_sample, signs

from ._answers import EFFORT_AGAINST_EXPECTATION_PARTS, EFFORTS_AGAINST_EXPECTATION

EFFORT_NET = Metric(
    key="effort_net",
    kind="effort",
    name=_("Effort against expectation"),
    short_name=_("Effort"),
    description=_("Did things take less or more effort than people expected."),
    formula=_("100 × (less effort than expected − more effort than expected) / all answers"),
    interval=_("It is counted by the Wald method, adjusted where all answers lie on one side."),
    source="Kohtaamo, MeasuringU",
    version=1,
    unit=pgettext_lazy("unit", "net"),
    decimals=0,
    signed=True,
    scale=(-100, 100),
    answers=EFFORTS_AGAINST_EXPECTATION,
    parts=EFFORT_AGAINST_EXPECTATION_PARTS,
    higher_is_better=True,
    hint=_("+ = easier than expected"),
    estimate=expected_effort_net,
    sample=lambda counts: net_sample(signs(counts)),
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part
from kohtaamo.kit.statistics import (
    expectation_net,
    net_sample,
    signs,
)

EXPECTATION_NET = Metric(
    key="expectation_net",
    kind="expectation",
    name=_("Expectations exceeded less not met"),
    short_name=_("Expectations"),
    description=_("People whose expectations we exceeded less those whose we did not meet."),
    formula=_("100 × (exceeded − not met) / all answers"),
    interval=_("It is counted by the adjusted Wald method, which stays honest with few answers too."),
    source="Kohtaamo, MeasuringU",
    version=1,
    unit=pgettext_lazy("unit", "net"),
    decimals=0,
    signed=True,
    scale=(-100, 100),
    answers=(-1, 0, 1),
    parts=(
        Part(_("not met"), -1, -1, "worse"),
        Part(_("met"), 0, 0, "plain"),
        Part(_("exceeded"), 1, 1, "better"),
    ),
    higher_is_better=True,
    estimate=expectation_net,
    sample=lambda counts: net_sample(signs(counts)),
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part

from ._observed import DURATION_BINS, ENDLESS, MINUTE, mean_in

WAITING_TIME = Metric(
    key="waiting_time",
    kind="waited_seconds",
    name=_("Waiting time, mean"),
    short_name=_("Waiting time"),
    description=_("How long the customer waited before somebody took care of them."),
    formula=_("Sum of the waiting times / number of encounters whose waiting time is known"),
    source="Kohtaamo",
    version=1,
    unit=pgettext_lazy("unit", "min"),
    decimals=1,
    scale=(0, 30),
    parts=(
        Part(_("over ten minutes"), 10 * MINUTE + 1, ENDLESS, "worse"),
        Part(_("within ten minutes"), 5 * MINUTE + 1, 10 * MINUTE, "plain"),
        Part(_("within five minutes"), 0, 5 * MINUTE, "better"),
    ),
    bins=DURATION_BINS,
    higher_is_better=False,
    **mean_in(MINUTE),
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part

from ._observed import DURATION_BINS, ENDLESS, HOUR, MINUTE, mean_in

RESPONSE_TIME = Metric(
    key="response_time",
    kind="responded_seconds",
    name=_("Response time, mean"),
    short_name=_("Response time"),
    description=_("How long it took until the customer was answered, from when they made contact."),
    formula=_("Sum of the response times / number of encounters whose response time is known"),
    source="Kohtaamo",
    version=1,
    unit=pgettext_lazy("unit", "min"),
    decimals=1,
    scale=(0, 60),
    parts=(
        Part(_("over an hour"), HOUR + 1, ENDLESS, "worse"),
        Part(_("within an hour"), 5 * MINUTE + 1, HOUR, "plain"),
        Part(_("within five minutes"), 0, 5 * MINUTE, "better"),
    ),
    bins=DURATION_BINS,
    higher_is_better=False,
    **mean_in(MINUTE),
)

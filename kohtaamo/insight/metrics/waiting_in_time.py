from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric, Part

from ._observed import DURATION_BINS, ENDLESS, MINUTE, share_from

WAITING_IN_TIME = Metric(
    key="waiting_in_time",
    kind="waited_seconds",
    name=_("Taken care of within five minutes"),
    short_name=_("Waited at most 5 min"),
    description=_("The share of customers who waited at most five minutes."),
    formula=_("100 × waited at most 5 min / encounters whose waiting time is known"),
    source="Kohtaamo",
    version=1,
    answers=(),
    parts=(
        Part(_("over five minutes"), 5 * MINUTE + 1, ENDLESS, "worse"),
        Part(_("within five minutes"), 0, 5 * MINUTE, "better"),
    ),
    bins=DURATION_BINS,
    per_unit=MINUTE,
    higher_is_better=True,
    level="encounter",
    **share_from(0, 5 * MINUTE),
)

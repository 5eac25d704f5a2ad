from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric, Part

from ._observed import DAY, DURATION_BINS, ENDLESS, MINUTE, share_from

RESPONSE_IN_TIME = Metric(
    key="response_in_time",
    kind="responded_seconds",
    name=_("Answered within a day"),
    short_name=_("Answered in a day"),
    description=_("The share of contacts that were answered within 24 hours."),
    formula=_("100 × answered within 24 h / encounters whose response time is known"),
    source="Kohtaamo",
    version=1,
    answers=(),
    parts=(
        Part(_("over a day"), DAY + 1, ENDLESS, "worse"),
        Part(_("within a day"), 0, DAY, "better"),
    ),
    bins=DURATION_BINS,
    per_unit=MINUTE,
    higher_is_better=True,
    level="encounter",
    **share_from(0, DAY),
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part

from ._observed import DURATION_BINS, ENDLESS, MINUTE, mean_in

DURATION = Metric(
    key="duration",
    kind="lasted_seconds",
    name=_("Duration of an encounter, mean"),
    short_name=_("Duration"),
    description=_("How long an encounter lasted, from its beginning to its end, the waiting left out."),
    formula=_("Sum of the durations / number of encounters whose duration is known"),
    source="Kohtaamo",
    version=1,
    unit=pgettext_lazy("unit", "min"),
    decimals=1,
    scale=(0, 30),
    parts=(
        Part(_("over twenty minutes"), 20 * MINUTE + 1, ENDLESS, "worse"),
        Part(_("within twenty minutes"), 5 * MINUTE + 1, 20 * MINUTE, "plain"),
        Part(_("within five minutes"), 0, 5 * MINUTE, "better"),
    ),
    bins=DURATION_BINS,
    higher_is_better=False,
    **mean_in(MINUTE),
)

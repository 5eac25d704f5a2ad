from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part

from ._observed import DURATION_BINS, ENDLESS, HOUR, median_in

CASE_CLOSING_TIME = Metric(
    key="case_closing_time",
    kind="case_closed_seconds",
    name=_("Closing time of customer cases, median"),
    short_name=_("Closing time"),
    description=_(
        "How long it took in working hours from the opening of a customer case until it was done, waiting for the"
        " customer included."
    ),
    formula=_("The middle one of the closing times of customer cases done, from shortest to longest"),
    source="Conover 1999",
    version=1,
    unit=pgettext_lazy("unit", "h"),
    decimals=1,
    scale=(0, 80),
    parts=(
        Part(_("over a working week"), 40 * HOUR + 1, ENDLESS, "worse"),
        Part(_("within a working week"), 8 * HOUR + 1, 40 * HOUR, "plain"),
        Part(_("within a working day"), 0, 8 * HOUR, "better"),
    ),
    bins=DURATION_BINS,
    higher_is_better=False,
    **median_in(HOUR),
)

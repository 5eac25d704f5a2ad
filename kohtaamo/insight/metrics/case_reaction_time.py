from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part

from ._observed import DURATION_BINS, ENDLESS, HOUR, median_in

CASE_REACTION_TIME = Metric(
    key="case_reaction_time",
    kind="case_reacted_seconds",
    name=_("Reaction time of customer cases, median"),
    short_name=_("Reaction time"),
    description=_(
        "How long it took in working hours until somebody took a customer case in hand or tried to reach the"
        " customer."
    ),
    formula=_("The middle one of the reaction times of customer cases reacted to, from shortest to longest"),
    source="Conover 1999",
    version=2,
    unit=pgettext_lazy("unit", "h"),
    decimals=1,
    scale=(0, 16),
    parts=(
        Part(_("over a working day"), 8 * HOUR + 1, ENDLESS, "worse"),
        Part(_("within a working day"), 2 * HOUR + 1, 8 * HOUR, "plain"),
        Part(_("within two hours"), 0, 2 * HOUR, "better"),
    ),
    bins=DURATION_BINS,
    higher_is_better=False,
    **median_in(HOUR),
)

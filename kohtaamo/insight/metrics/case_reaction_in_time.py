from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._observed import share_from, yes_and_no

CASE_REACTION_IN_TIME = Metric(
    key="case_reaction_in_time",
    kind="case_reacted_in_time",
    name=_("Customer cases reacted to in time"),
    short_name=_("Reacted in time"),
    description=_(
        "The share of customer cases in which somebody took hold or tried to reach the customer before the"
        " deadline."
    ),
    formula=_("100 × reacted to in time / customer cases reacted to or late"),
    source="Kohtaamo",
    version=1,
    **share_from(1, 1),
    **yes_and_no(_("reacted late"), _("reacted in time"), yes_is_better=True),
)

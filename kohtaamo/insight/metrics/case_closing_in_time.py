from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._observed import share_from, yes_and_no

CASE_CLOSING_IN_TIME = Metric(
    key="case_closing_in_time",
    kind="case_closed_in_time",
    name=_("Customer cases closed in time"),
    short_name=_("Closed in time"),
    description=_(
        "The share of customer cases that were done before their deadline. Waiting for the customer is not"
        " counted, nor are dropped ones."
    ),
    formula=_("100 × done in time / customer cases done or late"),
    source="Kohtaamo",
    version=1,
    **share_from(1, 1),
    **yes_and_no(_("closed late"), _("closed in time"), yes_is_better=True),
)

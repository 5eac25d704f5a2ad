from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._observed import share_from, yes_and_no

DROP_OFF = Metric(
    key="drop_off",
    kind="dropped_off",
    name=_("Encounters left before the end"),
    short_name=_("Encounters left"),
    description=_(
        "The share of encounters that the customer broke off before their matter was taken care of."
    ),
    formula=_("100 × broken off / encounters of which it is known"),
    source="Kohtaamo",
    version=1,
    **yes_and_no(_("went to the end"), _("gave up"), yes_is_better=False),
    **share_from(1, 1),
)

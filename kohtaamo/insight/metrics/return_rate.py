from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._observed import share_from, yes_and_no

RETURN_RATE = Metric(
    key="return_rate",
    kind="returned",
    name=_("Returned within seven days"),
    short_name=_("Returned"),
    description=_(
        "The share of contacts after which the customer was in contact again about the same matter in seven"
        " days. The last seven days are not counted yet."
    ),
    formula=_("100 × contacts followed by another within 7 days / all contacts"),
    source="Call Centre Helper",
    version=1,
    **yes_and_no(_("did not return"), _("returned"), yes_is_better=False),
    **share_from(1, 1),
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._observed import share_from, yes_and_no

CASE_RECOVERY = Metric(
    key="case_recovery",
    kind="case_recovered",
    name=_("Recovered customers"),
    short_name=_("Recovered"),
    description=_(
        "The share of customers whose next answer after a customer case was done is no longer low."
    ),
    formula=_("100 × next answer not low / done customer cases whose customer has answered again"),
    source="Kohtaamo",
    version=1,
    **share_from(1, 1),
    **yes_and_no(_("still low"), _("recovered"), yes_is_better=True),
)

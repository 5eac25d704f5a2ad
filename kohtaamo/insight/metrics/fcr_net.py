from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._observed import share_from, yes_and_no

FCR_NET = Metric(
    key="fcr_net",
    kind="resolved_of_resolvable",
    name=_("Solved at once, of those that could be (net FCR)"),
    short_name=_("Solved at once, net"),
    description=_(
        "The share of contacts where the matter was solved then and there, those left out that cannot be"
        " solved at the first contact at all."
    ),
    formula=_("100 × solved at the contact / (all contacts − those that could not be solved at it)"),
    source="Medallia",
    version=1,
    **yes_and_no(_("not solved"), _("solved"), yes_is_better=True),
    **share_from(1, 1),
)

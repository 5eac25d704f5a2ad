from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._observed import share_from, yes_and_no

FCR_GROSS = Metric(
    key="fcr_gross",
    kind="resolved",
    name=_("Solved at once, of all contacts (gross FCR)"),
    short_name=_("Solved at once"),
    description=_(
        "The share of contacts where the matter was solved then and there, as the log of the encounters tells."
        " What people say of it in a survey is another number."
    ),
    formula=_("100 × solved at the contact / all contacts"),
    source="Medallia",
    version=1,
    **yes_and_no(_("not solved"), _("solved"), yes_is_better=True),
    **share_from(1, 1),
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._observed import share_from, yes_and_no

FCR_SILENT = Metric(
    key="fcr_silent",
    kind="resolved_silently",
    name=_("Solved at once and not heard of again (silent FCR)"),
    short_name=_("Solved for good"),
    description=_(
        "The share of contacts that were solved and brought no new contact about the same matter in seven days."
        " The last seven days are not counted yet."
    ),
    formula=_("100 × (solved at the contact − those of them who returned within 7 days) / all contacts"),
    source="Call Centre Helper",
    version=1,
    **yes_and_no(_("not solved, or returned"), _("solved for good"), yes_is_better=True),
    **share_from(1, 1),
)

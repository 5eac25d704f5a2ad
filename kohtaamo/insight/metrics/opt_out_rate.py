from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._invitations import OPTED_OUT, share_of_outcome

OPT_OUT_RATE = Metric(
    key="opt_out_rate",
    name=_("Wants no more invitations"),
    short_name=_("Opted out"),
    description=_(
        "The share of people who asked not to be invited again, of those whom the invitation reached."
    ),
    formula=_("100 × wants no more / (invited − did not arrive)"),
    higher_is_better=False,
    **share_of_outcome(OPTED_OUT, arrived_only=True),
)

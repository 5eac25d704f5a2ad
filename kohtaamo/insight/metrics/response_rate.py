from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._invitations import ANSWERED, share_of_outcome

RESPONSE_RATE = Metric(
    key="response_rate",
    name=_("Response rate"),
    short_name=_("Response rate"),
    description=_(
        "The share of people who answered, of those whom the invitation reached. Compare by channel to see which"
        " way of asking works."
    ),
    formula=_("100 × answered / (invited − did not arrive)"),
    higher_is_better=True,
    **share_of_outcome(ANSWERED, arrived_only=True),
)

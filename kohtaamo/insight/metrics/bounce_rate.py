from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric

from ._invitations import BOUNCED, share_of_outcome

BOUNCE_RATE = Metric(
    key="bounce_rate",
    name=_("Invitations that did not arrive"),
    short_name=_("Did not arrive"),
    description=_("The share of invitations that never reached anybody: a wrong address or a full box."),
    formula=_("100 × did not arrive / invited"),
    higher_is_better=False,
    **share_of_outcome(BOUNCED, arrived_only=False),
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part

from ._observed import ENDLESS, mean_in

TRANSFERS = Metric(
    key="transfers",
    kind="transfers",
    name=_("Transfers, mean"),
    short_name=_("Transfers"),
    description=_("How many times the customer was passed on to somebody else in one encounter."),
    formula=_("Sum of the transfers / number of encounters whose transfers are known"),
    source="Kohtaamo",
    version=1,
    unit=pgettext_lazy("unit", "transfers"),
    decimals=2,
    scale=(0, 3),
    parts=(
        Part(_("passed on twice or more"), 2, ENDLESS, "worse"),
        Part(_("passed on once"), 1, 1, "plain"),
        Part(_("not passed on"), 0, 0, "better"),
    ),
    bins=(0, 1, 2, 3, 4, 5),
    higher_is_better=False,
    **mean_in(1),
)

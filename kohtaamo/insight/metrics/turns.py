from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part

from ._observed import ENDLESS, mean_in

TURNS = Metric(
    key="turns",
    kind="turns",
    name=_("Turns of a conversation, mean"),
    short_name=_("Turns"),
    description=_("How many messages or turns of speech it took, both sides counted."),
    formula=_("Sum of the turns / number of encounters whose turns are known"),
    source="Kohtaamo",
    version=1,
    unit=pgettext_lazy("unit", "turns"),
    decimals=1,
    scale=(0, 20),
    parts=(
        Part(_("over twenty turns"), 21, ENDLESS, "worse"),
        Part(_("from seven to twenty turns"), 7, 20, "plain"),
        Part(_("at most six turns"), 0, 6, "better"),
    ),
    bins=(0, 3, 7, 11, 21, 41),
    higher_is_better=False,
    **mean_in(1),
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part
from kohtaamo.kit.statistics import (
    Counts,
    Sample,
    net_sample,
    sentiment_net,
    signs,
)


def tone_sample(counts: Counts) -> Sample:
    points = net_sample(signs(counts))
    return Sample(points.value / 100, points.standard_error / 100, points.n)


SENTIMENT_NET = Metric(
    key="sentiment_net",
    kind="sentiment",
    name=_("Tone of open text"),
    short_name=_("Tone"),
    description=_("Comments read as positive less those read as negative, among all that could be read."),
    formula=_("(positive − negative) / (positive + negative + neutral)"),
    interval=_("It is counted by the adjusted Wald method, which stays honest with few answers too."),
    source="TickerTrends",
    version=1,
    unit=pgettext_lazy("unit", "tone"),
    decimals=2,
    signed=True,
    scale=(-1, 1),
    answers=(-1, 0, 1),
    parts=(
        Part(_("negative"), -1, -1, "worse"),
        Part(_("neutral"), 0, 0, "plain"),
        Part(_("positive"), 1, 1, "better"),
    ),
    higher_is_better=True,
    estimate=sentiment_net,
    sample=tone_sample,
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric, Part
from kohtaamo.kit.statistics import (
    expected_effort_mean,
    mean_sample,
)

EFFORT_MEAN = Metric(
    key="effort_mean",
    kind="effort",
    name=_("Effort against expectation, mean"),
    short_name=_("Effort, mean"),
    description=_("The mean of the five steps, from −2 (much more) to +2 (much less effort than expected)."),
    formula=_("Sum of the answers / number of answers"),
    interval=_("Student's t, cut at the ends of the scale; 95 %."),
    source="Kohtaamo",
    version=1,
    unit=pgettext_lazy("unit", "steps"),
    decimals=2,
    signed=True,
    scale=(-2, 2),
    answers=tuple(range(-2, 3)),
    parts=(
        Part(_("more effort than expected"), -2, -1, "worse"),
        Part(_("as expected"), 0, 0, "plain"),
        Part(_("less effort than expected"), 1, 2, "better"),
    ),
    higher_is_better=True,
    estimate=expected_effort_mean,
    sample=mean_sample,
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.statistics import expected_effort_mean, mean_sample

from ._answers import EFFORT_AGAINST_EXPECTATION_PARTS, EFFORTS_AGAINST_EXPECTATION

EFFORT_MEAN = Metric(
    key="effort_mean",
    kind="effort",
    name=_("Effort against expectation, mean"),
    short_name=_("Effort, mean"),
    description=_("The mean of the five steps, from −2 (much more) to +2 (much less effort than expected)."),
    formula=_("Sum of the answers / number of answers"),
    interval=_(
        "It is counted by Student's t distribution, corrected for skewness, and ends where the scale ends."
    ),
    source="Kohtaamo",
    version=1,
    unit=pgettext_lazy("unit", "steps"),
    decimals=2,
    signed=True,
    scale=(-2, 2),
    answers=EFFORTS_AGAINST_EXPECTATION,
    parts=EFFORT_AGAINST_EXPECTATION_PARTS,
    higher_is_better=True,
    estimate=expected_effort_mean,
    sample=mean_sample,
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.statistics import mean_sample, own_effort_mean

from ._answers import OWN_EFFORT_PARTS, OWN_EFFORTS

CES_1_5_MEAN = Metric(
    key="ces_1_5_mean",
    kind="ces_1_5",
    name=_("Own effort (CES 1.0), mean"),
    short_name=_("CES 1.0"),
    description=_(
        "How much effort people had to put forth, from 1 (very low) to 5 (very high). Low is good."
    ),
    formula=_("Sum of the answers / number of answers"),
    interval=_(
        "It is counted by Student's t distribution, corrected for skewness, and ends where the scale ends."
    ),
    source="CEB",
    version=1,
    unit="/ 5",
    decimals=2,
    signed=False,
    scale=(1, 5),
    answers=OWN_EFFORTS,
    parts=OWN_EFFORT_PARTS,
    higher_is_better=False,
    estimate=own_effort_mean,
    sample=mean_sample,
)

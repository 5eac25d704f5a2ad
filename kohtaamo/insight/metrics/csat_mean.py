from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.statistics import mean_sample, mean_score

from ._answers import SATISFACTION_PARTS, SATISFACTIONS

CSAT_MEAN = Metric(
    key="csat_mean",
    kind="csat",
    name=_("Satisfaction (CSAT), mean"),
    short_name=_("CSAT, mean"),
    description=_("The mean of the answers on the scale from 1 to 5."),
    formula=_("Sum of the answers / number of answers"),
    interval=_(
        "It is counted by Student's t distribution, corrected for skewness, and ends where the scale ends."
    ),
    source="TheyDo",
    version=1,
    unit="/ 5",
    decimals=2,
    signed=False,
    scale=(1, 5),
    answers=SATISFACTIONS,
    parts=SATISFACTION_PARTS,
    higher_is_better=True,
    estimate=lambda counts: mean_score(counts, bounds=(1, 5)),
    sample=mean_sample,
)

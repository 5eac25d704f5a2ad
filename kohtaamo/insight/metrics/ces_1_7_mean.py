from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.statistics import ease_mean, mean_sample

from ._answers import AGREEMENT_PARTS, AGREEMENTS

CES_1_7_MEAN = Metric(
    key="ces_1_7_mean",
    kind="ces_1_7",
    name=_("Ease (CES 2.0), mean"),
    short_name=_("CES, mean"),
    description=_("The mean of the answers on the scale from 1 to 7."),
    formula=_("Sum of the answers / number of answers"),
    interval=_(
        "It is counted by Student's t distribution, corrected for skewness, and ends where the scale ends."
    ),
    source="Nicereply",
    version=1,
    unit="/ 7",
    decimals=2,
    signed=False,
    scale=(1, 7),
    answers=AGREEMENTS,
    parts=AGREEMENT_PARTS,
    higher_is_better=True,
    estimate=ease_mean,
    sample=mean_sample,
)

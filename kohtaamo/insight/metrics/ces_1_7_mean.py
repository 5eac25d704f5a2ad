from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric, Part
from kohtaamo.kit.statistics import (
    ease_mean,
    mean_sample,
)

CES_1_7_MEAN = Metric(
    key="ces_1_7_mean",
    kind="ces_1_7",
    name=_("Ease (CES 2.0), mean"),
    short_name=_("CES, mean"),
    description=_("The mean of the answers on the scale from 1 to 7."),
    formula=_("Sum of the answers / number of answers"),
    interval=_("Student's t, cut at the ends of the scale; 95 %."),
    source="Nicereply",
    version=1,
    unit="/ 7",
    decimals=2,
    signed=False,
    scale=(1, 7),
    answers=tuple(range(1, 8)),
    parts=(
        Part(_("disagree"), 1, 3, "worse"),
        Part(_("neither"), 4, 4, "plain"),
        Part(_("agree"), 5, 7, "better"),
    ),
    higher_is_better=True,
    estimate=ease_mean,
    sample=mean_sample,
)

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric, Part
from kohtaamo.kit.statistics import (
    mean_sample,
    own_effort_mean,
)

CES_1_5_MEAN = Metric(
    key="ces_1_5_mean",
    kind="ces_1_5",
    name=_("Own effort (CES 1.0), mean"),
    short_name=_("CES 1.0"),
    description=_(
        "How much effort people had to put forth, from 1 (very low) to 5 (very high). Low is good."
    ),
    formula=_("Sum of the answers / number of answers"),
    interval=_("Student's t, cut at the ends of the scale; 95 %."),
    source="CEB",
    version=1,
    unit="/ 5",
    decimals=2,
    signed=False,
    scale=(1, 5),
    answers=tuple(range(1, 6)),
    parts=(
        Part(_("much effort"), 4, 5, "worse"),
        Part(_("some effort"), 3, 3, "plain"),
        Part(_("little effort"), 1, 2, "better"),
    ),
    higher_is_better=False,
    estimate=own_effort_mean,
    sample=mean_sample,
)

"""What people can answer to a kind of question, lowest first, and how its answers are grouped.

The metrics of one kind differ in their formula, never in this.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Part

RECOMMENDATIONS = tuple(range(11))
RECOMMENDATION_PARTS = (
    Part(_("detractors"), 0, 6, "worse"),
    Part(_("passives"), 7, 8, "plain"),
    Part(_("promoters"), 9, 10, "better"),
)
SATISFACTIONS = tuple(range(1, 6))
SATISFACTION_PARTS = (
    Part(_("dissatisfied"), 1, 2, "worse"),
    Part(_("neither"), 3, 3, "plain"),
    Part(_("satisfied"), 4, 5, "better"),
)
EFFORTS_AGAINST_EXPECTATION = tuple(range(-2, 3))
EFFORT_AGAINST_EXPECTATION_PARTS = (
    Part(_("more effort than expected"), -2, -1, "worse"),
    Part(_("as expected"), 0, 0, "plain"),
    Part(_("less effort than expected"), 1, 2, "better"),
)
OWN_EFFORTS = tuple(range(1, 6))
OWN_EFFORT_PARTS = (
    Part(_("much effort"), 4, 5, "worse"),
    Part(_("some effort"), 3, 3, "plain"),
    Part(_("little effort"), 1, 2, "better"),
)
AGREEMENTS = tuple(range(1, 8))
AGREEMENT_PARTS = (
    Part(_("disagree"), 1, 3, "worse"),
    Part(_("neither"), 4, 4, "plain"),
    Part(_("agree"), 5, 7, "better"),
)

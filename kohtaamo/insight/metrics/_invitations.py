"""What came of invitations to answer. Values: 0 silent, 1 answered, 2 did not arrive, 3 wants no more."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Part, in_percent, sample_in_percent
from kohtaamo.kit.statistics import Counts, Estimate, share, share_sample

from ._observed import WILSON

SILENT, ANSWERED, BOUNCED, OPTED_OUT = range(4)
OUTCOMES = (SILENT, ANSWERED, BOUNCED, OPTED_OUT)


def share_of_outcome(outcome: int, *, arrived_only: bool) -> dict[str, Any]:
    """Fields of the share, in percent, of one outcome among all invitations or those that arrived."""

    def split(counts: Counts) -> tuple[int, int]:
        among = [one for one in OUTCOMES if one != BOUNCED or not arrived_only]
        return counts.get(outcome, 0), sum(counts.get(one, 0) for one in among)

    def estimate(counts: Counts) -> Estimate | None:
        found, n = split(counts)
        return in_percent(share(found, n)) if n else None

    return {
        "kind": "invitation",
        "estimate": estimate,
        "sample": lambda counts: sample_in_percent(share_sample(*split(counts))),
        "interval": WILSON,
        "unit": "%",
        "decimals": 0,
        "signed": False,
        "scale": (0, 100),
        "answers": OUTCOMES,
        "parts": PARTS,
        "is_named": True,
        "level": "encounter",
        "version": 1,
        "source": "AAPOR",
    }


PARTS = (
    Part(_("did not arrive"), BOUNCED, BOUNCED, "worse"),
    Part(_("wants no more of these"), OPTED_OUT, OPTED_OUT, "worse"),
    Part(_("no answer"), SILENT, SILENT, "plain"),
    Part(_("answered"), ANSWERED, ANSWERED, "better"),
)

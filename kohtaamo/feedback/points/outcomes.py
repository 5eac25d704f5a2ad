"""What comes of a try to interview somebody: one list for the device, the pages and the counts.

Source: AAPOR, Standard Definitions (10th ed., 2023), final disposition codes of telephone surveys; `code` is theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOutcome:
    """`is_final`: she is not called again. `asks_when`: the interviewer tells when to call again."""

    key: str
    label: Words
    code: str
    is_final: bool = False
    asks_when: bool = False


OUTCOMES: dict[str, CallOutcome] = {
    one.key: one
    for one in (
        CallOutcome(key="interview", label=_("Interviewed"), code="1.1", is_final=True),
        CallOutcome(key="broken_off", label=_("Broken off halfway"), code="2.12", is_final=True),
        CallOutcome(key="no_answer", label=_("No answer"), code="3.13"),
        CallOutcome(key="busy", label=_("Line busy"), code="3.12"),
        CallOutcome(key="call_back", label=_("Call back later"), code="2.20", asks_when=True),
        CallOutcome(key="refused", label=_("Did not want to take part"), code="2.11", is_final=True),
        CallOutcome(key="wrong_number", label=_("Wrong number"), code="4.30", is_final=True),
        CallOutcome(key="language", label=_("No common language"), code="2.33", is_final=True),
        CallOutcome(key="unable", label=_("Not able to take part"), code="2.32", is_final=True),
    )
}
# Those in which questions were asked: the answer goes with them.
WITH_ANSWER = ("interview", "broken_off")

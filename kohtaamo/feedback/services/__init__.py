"""What may be done with surveys and answers. Pages, API and imports all come through here."""

from __future__ import annotations

from .answers import record_answers
from .crowds import gather
from .incoming import GivenValue, IncomingAnswer
from .invitations import IncomingInvitation, record_invitation_outcomes
from .pile import Outcome
from .surveys import close_survey, create_survey, publish_survey, reopen_survey, save_draft

__all__ = [
    "GivenValue",
    "IncomingAnswer",
    "IncomingInvitation",
    "Outcome",
    "close_survey",
    "create_survey",
    "gather",
    "publish_survey",
    "record_answers",
    "record_invitation_outcomes",
    "reopen_survey",
    "save_draft",
]

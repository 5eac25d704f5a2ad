from __future__ import annotations

from .answer import Answer, Comment
from .crowd import Crowd, CrowdMember
from .fatigue import FatigueRule, SendingHours
from .imported import Import, RefusedRow
from .invitation import Invitation
from .occasion import ContactList, Occasion
from .survey import Survey, SurveyVersion

__all__ = [
    "Answer",
    "Comment",
    "ContactList",
    "Crowd",
    "CrowdMember",
    "FatigueRule",
    "Import",
    "Invitation",
    "Occasion",
    "RefusedRow",
    "SendingHours",
    "Survey",
    "SurveyVersion",
]

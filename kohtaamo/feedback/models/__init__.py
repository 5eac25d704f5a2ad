from __future__ import annotations

from .answer import Answer, Comment
from .call import Call, CallAttempt
from .crowd import Crowd, CrowdMember
from .fatigue import FatigueRule, SendingHours
from .imported import Import, RefusedRow
from .invitation import Invitation
from .kiosk import Kiosk
from .named_link import NamedLink
from .occasion import ContactList, Occasion
from .survey import Survey, SurveyVersion
from .widget import Widget

__all__ = [
    "Answer",
    "Call",
    "CallAttempt",
    "Comment",
    "ContactList",
    "Crowd",
    "CrowdMember",
    "FatigueRule",
    "Import",
    "Invitation",
    "Kiosk",
    "NamedLink",
    "Occasion",
    "RefusedRow",
    "SendingHours",
    "Survey",
    "SurveyVersion",
    "Widget",
]

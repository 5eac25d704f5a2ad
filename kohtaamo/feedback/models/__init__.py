from __future__ import annotations

from .answer import OVER_QUOTA, Answer, Comment, over_quota
from .answer_file import AnswerFile
from .call import Call, CallAttempt
from .crowd import Crowd, CrowdMember
from .fatigue import FatigueRule, SendingHours
from .imported import Import, RefusedRow
from .invitation import Invitation
from .kiosk import Kiosk
from .named_link import NamedLink
from .occasion import ContactList, Occasion
from .quota_count import QuotaCount
from .survey import Survey, SurveyVersion
from .wave import Wave
from .widget import Widget

__all__ = [
    "OVER_QUOTA",
    "Answer",
    "AnswerFile",
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
    "QuotaCount",
    "RefusedRow",
    "SendingHours",
    "Survey",
    "SurveyVersion",
    "Wave",
    "Widget",
    "over_quota",
]

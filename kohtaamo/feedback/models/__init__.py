from __future__ import annotations

from .answer import Answer, Comment
from .crowd import Crowd, CrowdMember
from .imported import Import, RefusedRow
from .invitation import Invitation
from .survey import Survey, SurveyVersion

__all__ = [
    "Answer",
    "Comment",
    "Crowd",
    "CrowdMember",
    "Import",
    "Invitation",
    "RefusedRow",
    "Survey",
    "SurveyVersion",
]

"""What may be done with surveys and answers. Pages, API and imports all come through here."""

from __future__ import annotations

from .answer_files import claim_files, clean_unclaimed_everywhere, keep_answer_file, own_files
from .answers import record_answers
from .crowds import gather
from .drafts import change_draft
from .incoming import GivenValue, IncomingAnswer
from .invitations import IncomingInvitation, record_invitation_outcomes
from .opening import OPENED, note_taking, open_words
from .pile import Outcome
from .quotas import full_quotas, limits_of, record_all_within_quotas, record_within_quotas
from .surveys import close_survey, create_survey, publish_survey, reopen_survey, save_draft
from .waves import change_wave, end_wave, start_due_waves, start_due_waves_everywhere, start_wave

__all__ = [
    "OPENED",
    "GivenValue",
    "IncomingAnswer",
    "IncomingInvitation",
    "Outcome",
    "change_draft",
    "change_wave",
    "claim_files",
    "clean_unclaimed_everywhere",
    "close_survey",
    "create_survey",
    "end_wave",
    "full_quotas",
    "gather",
    "keep_answer_file",
    "limits_of",
    "note_taking",
    "open_words",
    "own_files",
    "publish_survey",
    "record_all_within_quotas",
    "record_answers",
    "record_invitation_outcomes",
    "record_within_quotas",
    "reopen_survey",
    "save_draft",
    "start_due_waves",
    "start_due_waves_everywhere",
    "start_wave",
]

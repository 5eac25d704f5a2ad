"""What names a person in what was said is opened by those who may, and never without a trace in the log."""

from __future__ import annotations

from django.db import transaction

from kohtaamo.feedback.models import Comment, Survey
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member

OPENED = "feedback.personal_data_opened"
TAKEN = "feedback.personal_data_taken"
LONGEST_PLACE = 60


@transaction.atomic
def open_words(*, comment: Comment, actor: Member, place: str = "") -> str:
    """The words as they were written. `place` is the page on which they were opened: it tells why.

    The log keeps the kinds of what was seen and never the words, so that erasing a person leaves nothing of her there.
    """
    data = {"kinds": list(comment.shown.hidden), "place": place[:LONGEST_PLACE]}
    events.record(OPENED, subject_id=comment.pk, data=data, actor=actor)
    return comment.text


@transaction.atomic
def note_taking(*, survey: Survey, form: str, actor: Member | None) -> None:
    """The answers of a survey were taken out with what names people in them."""
    data = {"name": survey.name, "form": form}
    events.record(TAKEN, subject_id=survey.pk, data=data, actor=actor)

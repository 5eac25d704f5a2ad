"""A person says what a comment says. She wins over every machine, also when the answer is delivered again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.learning.overruling import SIGNS
from kohtaamo.insight.models import Correction, Reading
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .rereading import reread

# What stands in place of a value where nobody has corrected.
MACHINE = "machine"
YES, NO = "yes", "no"
TASKS = Correction.Task


@transaction.atomic
def correct_tone(*, comment: Comment, value: str, actor: Member) -> str:
    """`value` is a tone, or `MACHINE` to take a correction back; returns what stood before.

    `ValueError` of anything else, and of employees' comments, which are never read.
    """
    if value not in SIGNS and value != MACHINE:
        raise ValueError(value)
    before = put(comment=comment, task=TASKS.TONE, theme="", value=value, actor=actor)
    # her word takes the place of a stronger reader's: when it is taken back, the machine here reads
    Reading.objects.filter(comment=comment).update(is_settled=False)
    reread([comment.pk])
    return before


@transaction.atomic
def correct_theme(*, comment: Comment, theme: str, value: str, actor: Member) -> str:
    """Whether the comment speaks of the theme ("yes", "no"), or `MACHINE`; returns what stood before."""
    if value not in (YES, NO, MACHINE):
        raise ValueError(value)
    before = put(comment=comment, task=TASKS.THEME, theme=theme, value=value, actor=actor)
    reread([comment.pk])
    return before


def put(*, comment: Comment, task: str, theme: str, value: str, actor: Member) -> str:
    if comment.answer.is_from_staff:
        raise ValueError("employees' comments are never read")
    known = Correction.objects.select_for_update().filter(comment=comment, task=task, theme=theme).first()
    before = known.value if known else MACHINE
    if value == MACHINE:
        Correction.objects.filter(comment=comment, task=task, theme=theme).delete()
    else:
        told_by = {"value": value, "member": actor, "at": timezone.now()}
        Correction.objects.update_or_create(
            comment=comment,
            task=task,
            theme=theme,
            defaults=told_by,
            create_defaults={"organisation_id": comment.organisation_id, **told_by},
        )
    told = {"task": str(task), "theme": theme, "value": value, "before": before}
    record("insight.comment_corrected", subject_id=comment.pk, data=told, actor=actor)
    return before

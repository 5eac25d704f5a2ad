"""Answers have arrived, or were changed. Nobody waits for a reader off this machine."""

from __future__ import annotations

from collections.abc import Sequence

from kohtaamo.insight.models import OutsideReading
from kohtaamo.insight.services import reread
from kohtaamo.insight.services.rereading import unsettle

from .reading import digest_of
from .setting import reader_settings, tasks_of


def arrived(answers: Sequence[int]) -> bool:
    """Whether a reader off this machine is to read them. What it read in a text that was changed no longer holds."""
    settings = reader_settings()
    if settings is None:
        return False
    forget_changed(answers)
    return settings.is_on and bool(tasks_of(settings))


def forget_changed(answers: Sequence[int]) -> None:
    rows = OutsideReading.objects.filter(comment__answer__in=answers).select_related("comment")
    changed = [one for one in rows if one.digest != digest_of(one.comment.text)]
    if not changed:
        return
    OutsideReading.objects.filter(pk__in=[one.pk for one in changed]).delete()
    for one in changed:
        if one.task == "sentiment":
            unsettle(one.comment_id)
    reread({one.comment_id for one in changed})

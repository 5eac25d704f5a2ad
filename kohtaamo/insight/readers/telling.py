"""A comment says who read it, where somebody else than our own machine did or was to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Comment
from kohtaamo.insight.metric import Text
from kohtaamo.insight.models import CommentVector, OutsideReading

from .reading import STRONGER

WHY: dict[str, Text] = {
    "dead": _("the reader could not be reached"),
    "slow": _("the reader did not answer in time"),
    "busy": _("the reader was busy"),
    "broken": _("the reader had trouble of its own"),
    "rejected": _("the reader refused the request"),
    "malformed": _("the reader's answer could not be used"),
    "wrong_label": _("the reader's answer could not be used"),
    "missing": _("the reader's answer could not be used"),
    "refused": _("the model refused to read it"),
    "budget": _("the tokens of the day were spent"),
    "unusable": _("the model of the folder could not be used"),
    "paused": _("the reader was left alone for a while"),
}


def who_read(comments: Sequence[Comment]) -> dict[int, str]:
    """HTML for each comment of which there is something to say: of its tone first."""
    rows = OutsideReading.objects.filter(comment__in=comments).order_by("-task")
    told: dict[int, str] = {}
    for row in rows:  # of "themes", "sentiment" and "emotions" the tone is told where it is known
        if row.task == "sentiment" or row.comment_id not in told:
            told[row.comment_id] = format_html('<span class="text-soft">{}</span>', sentence(row))
    return told


def sentence(row: OutsideReading) -> str:
    if row.provider in STRONGER and row.found is not None:
        return gettext("read by %(model)s") % {"model": row.version.rpartition("/")[0]}
    told = gettext("our own reading: %(why)s") % {"why": WHY.get(row.why, row.why)}
    if row.again_at:
        return f"{told}; {gettext('it is tried again')}"
    if row.tries:
        tried = ngettext("given up after %(count)d try", "given up after %(count)d tries", row.tries) % {
            "count": row.tries
        }
        return f"{told}; {tried}"
    return told


def sent_of(customer: Customer) -> list[dict[str, Any]]:
    """For the copy of what is known of a person: which comments went to a reader off this machine, and when."""
    rows = OutsideReading.objects.filter(comment__answer__customer=customer, is_sent=True)
    vectors = CommentVector.objects.filter(comment__answer__customer=customer)
    sent = [(one.comment, one.task, one.at) for one in rows.select_related("comment").order_by("at", "pk")]
    sent += [
        (one.comment, "meaning", one.at) for one in vectors.select_related("comment").order_by("at", "pk")
    ]
    return [
        {
            "question": comment.question,
            "happened_at": comment.happened_at.isoformat(),
            "asked_for": task,
            "sent_at": moment.isoformat(),
        }
        for comment, task, moment in sent
    ]

"""What was said by somebody who is erased: the scores stay, of nobody; her words and her addresses go."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction

from kohtaamo.encounters.services import ERASED
from kohtaamo.feedback.models import Answer, AnswerFile, Call, Comment, Invitation, RefusedRow
from kohtaamo.feedback.models.answer import OVER_QUOTA
from kohtaamo.feedback.questions import QUESTIONS

BATCH = 500
# Of an attribute nothing but this is about the answer and not about her.
OURS = (OVER_QUOTA,)
YES_NO = "yes_no"
# as `reaching.counting` knows them
WAYS = re.compile(r"page:|call:|link:[2-9a-z]{8}:")


@transaction.atomic
def forget_customer(customer_id: int) -> int:
    """Returns how many answers stay as scores of nobody. Safe to repeat."""
    answers = list(Answer.objects.filter(customer=customer_id).order_by("pk"))
    for start in range(0, len(answers), BATCH):
        forget_answers(answers[start : start + BATCH])
    forget_invitations(customer_id)
    # lists of people to be interviewed hold names and numbers of their own
    Call.objects.filter(customer=customer_id).delete()
    # rows that were refused may be anybody's: their reasons tell enough
    RefusedRow.objects.exclude(cells=[]).update(cells=[])
    return len(answers)


def forget_answers(answers: list[Answer]) -> None:
    keys, uids = [one.pk for one in answers], [one.uid for one in answers]
    Comment.objects.filter(answer__in=keys).delete()
    AnswerFile.objects.filter(answer__in=keys).delete()
    AnswerFile.objects.filter(answer__isnull=True, uid__in=uids).delete()
    for one in answers:
        one.uid, one.customer = nameless(one.uid, one.pk), None
        one.content = [item for item in one.content if is_score(item)]
        one.attributes = {key: one.attributes[key] for key in OURS if key in one.attributes}
    Answer.objects.bulk_update(answers, ["uid", "customer", "content", "attributes"], batch_size=BATCH)


def forget_invitations(customer_id: int) -> None:
    """Those that went are counted in the response; the others have told nothing of anybody."""
    Invitation.objects.filter(customer=customer_id, sent_at__isnull=True).delete()
    sent = list(Invitation.objects.filter(customer=customer_id))
    for one in sent:
        one.uid, one.customer = nameless(one.uid, one.pk), None
        one.address, one.token, one.trouble, one.hidden, one.due_at = "", "", "", {}, None
    fields = ["uid", "customer", "address", "token", "trouble", "hidden", "due_at"]
    Invitation.objects.bulk_update(sent, fields, batch_size=BATCH)


def nameless(uid: str, key: int) -> str:
    """The beginning tells the way or the link it came by, and is counted; the rest may be of hers."""
    way = WAYS.match(uid)
    return f"{way[0] if way else ''}{ERASED}{key}"


def is_score(item: dict[str, Any]) -> bool:
    """A step of a scale, or a yes or no; numbers and choices of her own may tell who she is."""
    kind, value = QUESTIONS.get(item.get("kind", "")), item.get("value")
    if kind is None or not isinstance(value, bool | int | float):
        return False
    return kind.scale is not None or kind.key == YES_NO

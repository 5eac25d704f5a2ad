from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.personal_part import Happening, Holding, PersonalPart
from kohtaamo.organisation.models import Event

from .models import Answer, AnswerFile, Call, Comment, Invitation
from .results import values_shown
from .services import OPENED

# a score and its scale stay on one line
UNBROKEN = "\u00a0/\u00a0"


def answers(customer: Customer) -> QuerySet[Answer]:
    """Never what she said as one of our own people: that is read by nobody, not even for her."""
    rows = Answer.objects.filter(customer=customer, is_from_staff=False)
    return rows.select_related("touchpoint", "survey", "version").prefetch_related("comments")


def copy(customer: Customer) -> dict[str, Any]:
    files = AnswerFile.objects.filter(answer__customer=customer, answer__is_from_staff=False)
    names: dict[int, list[str]] = {}
    for key, name in files.defer("contents").values_list("answer", "name"):
        names.setdefault(key, []).append(name)
    return {
        "answers": [copied_answer(one, names.get(one.pk, [])) for one in answers(customer)],
        "invitations": [copied_invitation(one) for one in invitations(customer)],
        "interviews": [copied_call(one) for one in calls(customer)],
        "personal_data_opened": openings(customer),
    }


def openings(customer: Customer) -> list[dict[str, Any]]:
    """When what was hidden in her words was read by our people."""
    words = Comment.objects.filter(answer__customer=customer, answer__is_from_staff=False)
    rows = Event.objects.filter(verb=OPENED, subject_id__in=words.order_by().values("pk")).order_by("pk")
    return [{"happened_at": one.happened_at.isoformat(), "kinds": one.data["kinds"]} for one in rows]


def copied_answer(row: Answer, files: list[str]) -> dict[str, Any]:
    return {
        "number": row.uid,
        "happened_at": row.happened_at.isoformat(),
        "survey": row.survey.name if row.survey else "",
        "touchpoint": row.touchpoint.name,
        "channel": row.channel,
        "language": row.language,
        "is_complete": row.is_complete,
        "content": row.content,
        "comments": [{"question": one.question, "text": one.text} for one in row.comments.all()],
        "files": files,
        "attributes": row.attributes,
        "source": row.source,
    }


def invitations(customer: Customer) -> QuerySet[Invitation]:
    return Invitation.objects.filter(customer=customer).select_related("survey").order_by("pk")


def copied_invitation(row: Invitation) -> dict[str, Any]:
    return {
        "survey": row.survey.name if row.survey else "",
        "channel": row.channel,
        "address": row.address,
        "state": row.state,
        "why": row.why,
        "created_at": row.created_at.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
        "known_beforehand": row.hidden,
    }


def calls(customer: Customer) -> QuerySet[Call]:
    return Call.objects.filter(customer=customer).select_related("survey").prefetch_related("attempts")


def copied_call(row: Call) -> dict[str, Any]:
    return {
        "survey": row.survey.name,
        "name": row.name,
        "phone": row.phone,
        "note": row.note,
        "attempts": [
            {
                "happened_at": one.happened_at.isoformat(),
                "way": one.way,
                "outcome": one.outcome,
                "consented": one.consented,
                "note": one.note,
                "said_beside": one.beside,
            }
            for one in row.attempts.all()
        ],
    }


def timeline(customer: Customer, most: int) -> list[Happening]:
    return [*said(customer, most), *asked(customer, most)]


def said(customer: Customer, most: int) -> list[Happening]:
    language = get_language() or "fi"
    return [
        Happening(
            one.happened_at,
            _("Answer"),
            one.touchpoint.name,
            "message-square-heart",
            [f"{label}: {value}".replace(" / ", UNBROKEN) for label, value in values_shown(one, language)],
            [comment.shown.text for comment in one.comments.all()],
        )
        for one in answers(customer)[:most]
    ]


def asked(customer: Customer, most: int) -> list[Happening]:
    return [
        Happening(
            one.sent_at,
            _("Invitation"),
            one.survey.name if one.survey else "",
            "send",
            [str(one.get_state_display())],
        )
        for one in invitations(customer).filter(sent_at__isnull=False).order_by("-sent_at", "-pk")[:most]
        if one.sent_at is not None
    ]


def holdings(customer: Customer) -> list[Holding]:
    said = Answer.objects.filter(customer=customer, is_from_staff=False)
    return [
        Holding(Comment.objects.filter(answer__in=said).count(), _("Comments")),
        Holding(AnswerFile.objects.filter(answer__in=said).count(), _("Files")),
        Holding(Call.objects.filter(customer=customer).count(), _("Calls to interview this person")),
        Holding(said.count(), _("Answers"), _("stay as scores, without any link to this person")),
        Holding(
            Invitation.objects.filter(customer=customer).count(),
            _("Invitations"),
            _("stay as counts of those sent, without the address"),
        ),
    ]


PART = PersonalPart(key="feedback", order=20, copy=copy, timeline=timeline, holdings=holdings)

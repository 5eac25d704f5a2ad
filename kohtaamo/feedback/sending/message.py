"""What a person is sent: in the organisation's name, in her language, with the first question in the mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from kohtaamo.feedback.channel import Message
from kohtaamo.feedback.models import Invitation, SendingHours, Survey
from kohtaamo.feedback.question import Words
from kohtaamo.feedback.questionnaire import Element, Questionnaire
from kohtaamo.feedback.questions import QUESTIONS

from .links import leaving_address, opened_address, personal_address

# More than these in a row do not fit a phone; the page asks them better.
MOST_CHOICES = 11
LONGEST_CHOICE = 40
LONGEST_SUBJECT = 150
IN_A_ROW = ("keys",)
EASY = ("keys", "options")


@dataclass(frozen=True, slots=True)
class Answerable:
    """One answer to the first question, as a link."""

    label: Words
    address: str


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    title: str
    answers: list[Answerable]
    is_row: bool
    ends: tuple[Words, Words] | None


def message_of(
    invitation: Invitation, *, questionnaire: Questionnaire, hours: SendingHours, is_reminder: bool
) -> Message:
    """The same identity on every try, so that a repeated message is known as such."""
    survey, organisation = invitation.survey, invitation.organisation
    assert survey is not None  # noqa: S101  without its survey nothing is sent
    sender = hours.sender or organisation.name
    own = own_words(invitation)
    with override(invitation.language):
        context: dict[str, Any] = {
            "sender": sender,
            "name": invitation.customer.name if invitation.customer else "",
            "language": invitation.language,
            "text": own.get("text", ""),
            "address": personal_address(invitation, survey),
            "leaving": leaving_address(invitation, survey),
            "question": first_question(invitation, survey, questionnaire),
            "is_reminder": is_reminder,
            "opened": opened_address(invitation, survey) if hours.tells_opened else "",
        }
        identity = f"{invitation.token}.{invitation.reminders + 1 if is_reminder else 0}"
        if invitation.channel == "sms":
            text = render_to_string("feedback/mail/invitation_sms.txt", context)
            return Message(
                to=invitation.address,
                text=" ".join(text.split()),
                identity=identity,
                language=invitation.language,
                sender=sender,
            )
        return replace(
            mail_of(invitation, context, own.get("subject", "")), identity=identity, reply_to=hours.reply_to
        )


def mail_of(invitation: Invitation, context: dict[str, Any], subject: str) -> Message:
    usual = render_to_string("feedback/mail/invitation_subject.txt", context)
    return Message(
        to=invitation.address,
        subject=one_line(subject or usual),
        text=render_to_string("feedback/mail/invitation.txt", context).strip() + "\n",
        html=render_to_string("feedback/mail/invitation.html", context),
        identity="",
        language=invitation.language,
        sender=context["sender"],
        headers={
            "List-Unsubscribe": f"<{context['leaving']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def own_words(invitation: Invitation) -> Mapping[str, str]:
    words = invitation.occasion.words if invitation.occasion else {}
    found: Mapping[str, str] = words.get(invitation.language, {})
    return found


def one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_SUBJECT]


def first_question(
    invitation: Invitation, survey: Survey, questionnaire: Questionnaire
) -> FirstQuestion | None:
    """When it can be answered with one tap and depends on nothing; else the mail has only a button."""
    element = next(questionnaire.elements(), None)
    if element is None or not is_easy(questionnaire, element):
        return None
    language = invitation.language
    title = element.title.get(language) or next(iter(element.title.values()), "")
    choices = choices_of(element, language)
    if not title or "{" in title or not 1 < len(choices) <= MOST_CHOICES:
        return None
    answers = [
        Answerable(label, personal_address(invitation, survey, q=element.name, v=value))
        for value, label in choices.items()
    ]
    kind = QUESTIONS[element.type]
    return FirstQuestion(title, answers, kind.input in IN_A_ROW, kind.ends)


def is_easy(questionnaire: Questionnaire, element: Element) -> bool:
    page = questionnaire.pages[0]
    is_moved = questionnaire.shuffle_pages or page.shuffle or page.visible_if or element.visible_if
    return not is_moved and not element.other and QUESTIONS[element.type].input in EASY


def choices_of(element: Element, language: str) -> dict[str, Words]:
    """What can be chosen, by the value that the address carries."""
    kind = QUESTIONS[element.type]
    if kind.has_own_choices:
        found = {one.value: one.text.get(language) or one.value for one in element.choices}
        is_short = all(len(text) <= LONGEST_CHOICE for text in found.values())
        return dict(found) if is_short and not any(one.visible_if for one in element.choices) else {}
    steps: Mapping[float, Words] = kind.choices or {step: f"{step:g}" for step in kind.scale or ()}
    return {f"{step:g}": label for step, label in steps.items()}

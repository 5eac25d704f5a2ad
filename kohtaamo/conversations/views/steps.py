"""Steps of a case: each is one press, and each can be taken back from the message that tells of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.conversations import services
from kohtaamo.conversations.models import Case, Cause
from kohtaamo.feedback.models import Answer
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.models import Member

CHANNELS = {"phone", "email", "sms", "visit"}
LONGEST = 4000


@requires("conversations.write")
@require_POST
def opening(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Answer.objects.select_related("touchpoint", "unit", "customer", "survey")
    answer = get_object_or_404(rows, pk=pk)
    try:
        case = services.open_by_hand(answer=answer, actor=request.member)
    except services.StaffAnswerError:
        raise Http404 from None
    messages.success(request, _("The customer is in your hands now."))
    return to_case(request, case.pk)


@requires("conversations.write")
@require_POST
def taking(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.take, _("You have it in hand."))


@requires("conversations.write")
@require_POST
def giving(request: MemberRequest, pk: int) -> HttpResponse:
    owner = Member.objects.filter(
        pk=whole_number(request.POST.get("owner", "")) or 0,
        pk__in=[one.pk for one in services.able_members()],
    ).first()
    if owner is None:
        get_object_or_404(Case, pk=pk)
        messages.error(request, _("Choose a person. Nothing was changed."))
        return to_case(request, pk)
    return step(request, pk, services.give, _("Given on. The new owner is told by mail."), owner=owner)


@requires("conversations.write")
@require_POST
def attempt(request: MemberRequest, pk: int) -> HttpResponse:
    is_reached = request.POST.get("reached") == "1"
    channel = request.POST.get("channel", "phone")
    said = _("Written down: the customer was reached.") if is_reached else _("Written down: not reached.")
    facts: dict[str, Any] = {"is_reached": is_reached, "channel": channel if channel in CHANNELS else "phone"}
    return step(request, pk, services.note_attempt, said, text=text_of(request, "text"), **facts)


@requires("conversations.write")
@require_POST
def note(request: MemberRequest, pk: int) -> HttpResponse:
    text = text_of(request, "text")
    return step(request, pk, services.add_note, _("Written down."), unwritten="note", text=text)


@requires("conversations.write")
@require_POST
def waiting(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.wait, _("Waiting for the customer. The deadline is on hold."))


@requires("conversations.write")
@require_POST
def resuming(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.resume, _("The case goes on."))


@requires("conversations.write")
@require_POST
def cause(request: MemberRequest, pk: int) -> HttpResponse:
    chosen = Cause.objects.filter(pk=whole_number(request.POST.get("cause", "")) or 0).first()
    facts: dict[str, Any] = {"cause": chosen, "note": text_of(request, "note")}
    return step(request, pk, services.choose_cause, _("The cause is written down."), **facts)


@requires("conversations.write")
@require_POST
def finishing(request: MemberRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(Case, pk=pk)
    if case.customer_id is None:
        said = _("Closed. Nobody knows who the customer is, so they cannot be asked whether it helped.")
    else:
        said = _("Closed. The customer's next answer tells whether it helped.")
    return step(request, pk, services.finish, said, unwritten="done", done=text_of(request, "done"))


@requires("conversations.write")
@require_POST
def dropping(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.drop, _("The case was dropped."), why=text_of(request, "why"))


@requires("conversations.write")
@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.reopen, _("The case is open again."))


@requires("conversations.write")
@require_POST
def asking(request: MemberRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(Case, pk=pk)
    try:
        invitation = services.ask_again(case=case)
    except services.NobodyToAskError:
        messages.info(request, _("The customer has been asked already, or nobody knows who they are."))
    else:
        if invitation is None:
            messages.error(request, _("No occasion in use asks after a case. Nothing was sent."))
        else:
            messages.success(request, _("Handed over to be sent; below you see how it goes."))
    return to_case(request, pk)


@requires("conversations.write")
@require_POST
def undoing(request: MemberRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(Case, pk=pk)
    try:
        services.step_back(case=case, actor=request.member)
    except services.NothingToUndoError:
        messages.info(request, _("There is nothing to take back."))
    else:
        messages.success(request, _("Taken back a step."))
    return to_case(request, pk)


def step(
    request: MemberRequest,
    pk: int,
    act: Callable[..., object],
    said: str,
    *,
    unwritten: str = "",
    **facts: Any,
) -> HttpResponse:
    """`unwritten` names the field that must not be left empty: its form then says so itself."""
    case = get_object_or_404(Case, pk=pk)
    try:
        act(case=case, actor=request.member, **facts)
    except services.TakenError as problem:
        told = _("%(name)s took it a moment ago. Nothing was changed.") % {"name": problem.owner}
        messages.info(request, told)
    except services.WrongStateError:
        messages.info(request, _("Somebody had already moved this case on. Nothing was changed."))
    except services.UntoldError:
        return to_case(request, pk, unwritten)
    else:
        # the shell draws the tag as the address that undoes
        messages.success(request, said, extra_tags=reverse("conversations:undoing", args=[pk]))
    return to_case(request, pk)


def text_of(request: MemberRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST]


def to_case(request: MemberRequest, pk: int, unwritten: str = "") -> HttpResponse:
    address = reverse("conversations:show", args=[pk])
    if unwritten:
        address = f"{address}?unwritten={unwritten}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)

"""Steps of an action: each is one press, and each can be taken back from the message that tells of it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.improvement import services
from kohtaamo.improvement.forms import CompletionForm
from kohtaamo.improvement.models import Intervention
from kohtaamo.insight.models import Alert
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.models import Member


@requires("improvement.write")
@require_POST
def beginning(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.begin, _("The action is under way."), can_undo=True)


@requires("improvement.write")
@require_POST
def dropping(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.drop, _("The action was dropped."), can_undo=True)


@requires("improvement.write")
@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.reopen, _("The action is back where it was."))


@requires("improvement.write")
@require_POST
def completion(request: MemberRequest, pk: int) -> HttpResponse:
    form = CompletionForm(request.POST)
    if not form.is_valid():
        get_object_or_404(Intervention, pk=pk)
        messages.error(request, _("Choose a day that has come already. Nothing was changed."))
        return to_action(request, pk)

    def complete(*, intervention: Intervention, actor: Member | None) -> object:
        return services.mark_done(
            intervention=intervention, done_on=form.cleaned_data["done_on"], actor=actor
        )

    return step(
        request, pk, complete, _("Marked as done. What is heard from now on tells whether it helped."), True
    )


@requires("improvement.write")
@require_POST
def joining(request: MemberRequest, pk: int) -> HttpResponse:
    """An action that is there already belongs to this alert too."""
    alert = get_object_or_404(Alert, pk=pk)
    action = Intervention.objects.filter(pk=whole_number(request.POST.get("action", "")) or 0).first()
    if action is None:
        messages.error(request, _("Choose an action. Nothing was changed."))
    else:
        services.change_action(intervention=action, alert=alert, actor=request.member)
        messages.success(request, _("The action is linked to the alert."))
    return redirect("insight:alert", pk=pk)


def step(
    request: MemberRequest, pk: int, act: Callable[..., object], said: str, can_undo: bool = False
) -> HttpResponse:
    action = get_object_or_404(Intervention, pk=pk)
    try:
        act(intervention=action, actor=request.member)
    except services.WrongStatusError:
        messages.info(request, _("Somebody had already moved this action on. Nothing was changed."))
    else:
        # the shell draws the tag as the address that undoes
        undo = reverse("improvement:reopening", args=[pk]) if can_undo else ""
        messages.success(request, said, extra_tags=undo)
    return to_action(request, pk)


def to_action(request: MemberRequest, pk: int) -> HttpResponse:
    address = reverse("improvement:show", args=[pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)

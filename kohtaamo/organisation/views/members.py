from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.forms import InvitationForm, MemberForm
from kohtaamo.organisation.middleware import address_outside
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.queries import members as everybody
from kohtaamo.organisation.services import (
    LastAdministratorError,
    change_member,
    deactivate_member,
    invite_member,
    reactivate_member,
    renew_sign_in_link,
)


@requires("organisation.read")
@require_GET
def members(request: MemberRequest) -> HttpResponse:
    found = {
        "members": everybody(),
        "writes": may(request.member, "organisation.write"),
        "left": one_who_left(request.GET.get("left", "")),
    }
    return render(request, "organisation/members.html", found)


@requires("organisation.write")
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: MemberRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if not form.is_valid():
        page = "organisation/member_invite.html"
        return render(request, page, {"form": form}, status=422 if form.errors else 200)
    language = request.organisation.language
    invited = invite_member(**form.cleaned_data, language=language, actor=request.member)
    return show_link(request, invited.member, invited.link)


@requires("organisation.write")
@require_http_methods(["GET", "POST"])
def member(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(everybody(), pk=pk)
    begin = {"name": found.name, "role": found.role, "unit": found.unit}
    form = MemberForm(request.POST or None, initial=begin)
    if form.is_valid():
        try:
            change_member(member=found, **form.cleaned_data, actor=request.member)
        except LastAdministratorError:
            found.refresh_from_db()
            form.add_error("role", last_administrator())
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation:members")
    shown = {"form": form, "person": found}
    return render(request, "organisation/member_change.html", shown, status=422 if form.errors else 200)


@requires("organisation.write")
@never_cache
@require_POST
def link(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(everybody(), pk=pk, is_active=True)
    return show_link(request, found, renew_sign_in_link(member=found, actor=request.member))


@requires("organisation.write")
@require_POST
def deactivation(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Member, pk=pk)
    try:
        deactivate_member(member=found, actor=request.member)
    except LastAdministratorError:
        messages.error(request, last_administrator())
        return redirect("organisation:member", pk=pk)
    return redirect(f"{reverse('organisation:members')}?left={pk}")


@requires("organisation.write")
@require_POST
def activation(request: MemberRequest, pk: int) -> HttpResponse:
    reactivate_member(member=get_object_or_404(Member, pk=pk), actor=request.member)
    return redirect("organisation:members")


def show_link(request: MemberRequest, person: Member, secret: str | None) -> HttpResponse:
    """The one answer in which the secret stands; it is kept nowhere."""
    address = request.build_absolute_uri(address_outside("sign-in-link", secret)) if secret else ""
    return render(request, "organisation/member_link.html", {"person": person, "address": address})


def last_administrator() -> str:
    return _("Somebody must be able to see to the organisation: make another member an administrator first.")


def one_who_left(text: str) -> Member | None:
    """Whom the last page took out of use, so that it can be undone where one stands."""
    key = whole_number(text)
    return Member.objects.filter(pk=key, is_active=False).first() if key else None

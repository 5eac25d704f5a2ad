from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.models import User
from kohtaamo.web.demo.note import put_away
from kohtaamo.web.demo.services import NotDemoError, remove_demo


@requires("organisation.write")
@require_POST
def remove(request: MemberRequest) -> HttpResponseBase:
    """The organisation of the address is gone afterwards, so the way leads out of it."""
    person = request.user if isinstance(request.user, User) else None
    try:
        next_organisation = remove_demo(organisation=request.organisation, person=person)
    except NotDemoError:
        raise Http404 from None
    messages.success(request, _("The demo material is gone."))
    return redirect(f"/o/{next_organisation.slug}/" if next_organisation else "/")


@requires("home.read")
@require_POST
def dismiss_note(request: MemberRequest) -> HttpResponseBase:
    put_away(request)
    return redirect("home")

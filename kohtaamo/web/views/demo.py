from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kohtaamo.insight.charts import language
from kohtaamo.kit.text import show_number
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.models import User
from kohtaamo.web.demo.added import added_in_words
from kohtaamo.web.demo.note import put_away
from kohtaamo.web.demo.queries import is_demo
from kohtaamo.web.demo.services import remove_demo


@requires("organisation.write")
@require_http_methods(["GET", "POST"])
def remove(request: MemberRequest) -> HttpResponseBase:
    """What somebody has added herself goes only after she has seen how much of it there is."""
    if not is_demo(request.organisation):
        if request.method == "POST":
            raise Http404
        return redirect("organisation:settings")
    found = added_in_words(request.organisation, lambda count: show_number(count, language()))
    if request.method == "POST" and (not found or request.POST.get("everything")):
        return removed(request)
    if not found:
        return redirect("organisation:settings")
    if request.method == "POST":
        return redirect("demo-removal")
    return render(request, "web/demo_removal.html", {"added": found})


def removed(request: MemberRequest) -> HttpResponseBase:
    """The organisation of the address is gone afterwards, so the way leads out of it."""
    person = request.user if isinstance(request.user, User) else None
    next_organisation = remove_demo(organisation=request.organisation, person=person)
    messages.success(request, _("The demo material is gone."))
    return redirect(f"/o/{next_organisation.slug}/" if next_organisation else "/")


@requires("home.read")
@require_POST
def dismiss_note(request: MemberRequest) -> HttpResponseBase:
    put_away(request)
    return redirect("home")

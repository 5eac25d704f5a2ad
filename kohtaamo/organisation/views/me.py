from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.forms import PersonForm
from kohtaamo.organisation.services import change_person


@requires("home.read")
@require_http_methods(["GET", "POST"])
def me(request: MemberRequest) -> HttpResponse:
    user = request.user
    begin = {
        "name": request.member.name,
        "language": user.language or settings.LANGUAGE_CODE,
        "theme": user.theme,
    }
    form = PersonForm(request.POST or None, initial=begin)
    if not form.is_valid():
        page = "organisation/me.html"
        return render(request, page, {"form": form}, status=422 if form.errors else 200)
    change_person(user=user, member=request.member, **form.cleaned_data)
    with override(form.cleaned_data["language"]):
        messages.success(request, _("Saved."))
    answer = redirect("organisation:me")
    # This device had a choice of its own, perhaps; the one made here is the newer.
    answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    answer.delete_cookie("theme")
    return answer

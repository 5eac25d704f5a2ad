from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.forms import LookForm
from kohtaamo.organisation.models import Look
from kohtaamo.organisation.services import UnfitLogoError, change_look, in_light


@requires("organisation.write")
@require_http_methods(["GET", "POST"])
def look(request: MemberRequest) -> HttpResponse:
    kept = Look.objects.first()
    begin = {"accent": kept.accent if kept else ""}
    form = LookForm(request.POST or None, request.FILES or None, initial=begin)
    if form.is_valid() and save(request, form):
        return redirect("organisation:look")
    found = {"form": form, "has_logo": bool(kept and kept.logo)}
    return render(request, "organisation/look.html", found, status=422 if form.errors else 200)


def save(request: MemberRequest, form: LookForm) -> bool:
    upload, accent = form.cleaned_data["logo"], form.cleaned_data["accent"]
    try:
        change_look(
            accent=accent,
            logo=upload.read() if upload else None,
            keeps_logo=not form.cleaned_data["removes_logo"],
            actor=request.member,
        )
    except UnfitLogoError:
        form.add_error("logo", _("The logo must be a PNG, JPEG or WebP picture of at most 20 kB."))
        return False
    messages.success(request, _("Saved."))
    shown = in_light(accent).meri if accent else ""
    if shown and shown != accent.upper():
        messages.info(
            request,
            _("Text in %(chosen)s would be hard to read. A darker one is shown: %(shown)s.")
            % {"chosen": accent.upper(), "shown": shown},
        )
    return True

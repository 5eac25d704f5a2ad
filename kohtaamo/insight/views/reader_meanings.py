"""The reader that turns comments into vectors, set up and turned on and off."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kohtaamo.insight.jobs import plan_fetching_vectors
from kohtaamo.insight.readers.form import MeaningForm
from kohtaamo.insight.readers.meaning_setting import meaning_settings, set_meanings, turn_meanings
from kohtaamo.organisation.access import MemberRequest, requires

from .reader_page import page_of


@requires("organisation.write")
@require_POST
def save(request: MemberRequest) -> HttpResponse:
    form = MeaningForm(request.POST, settings=meaning_settings(), prefix="meanings")
    if not form.is_valid():
        return render(request, "insight/readers.html", page_of(request, meaning_form=form), status=422)
    set_meanings(**form.told(), actor=request.member)
    if (settings := meaning_settings()) and settings.is_on:
        plan_fetching_vectors()
    messages.success(request, _("Saved."))
    return redirect("insight:readers")


@requires("organisation.write")
@require_POST
def state(request: MemberRequest) -> HttpResponse:
    settings = meaning_settings()
    if settings is None:
        raise Http404
    is_on = request.POST.get("on") == "1"
    turn_meanings(settings=settings, is_on=is_on, actor=request.member)
    if is_on:
        plan_fetching_vectors()
        messages.success(
            request, _("Comments are now found by what they mean too. Older ones follow, the newest first.")
        )
    else:
        messages.success(request, _("The reader of meanings is off. Nothing more is sent to it."))
    return redirect("insight:readers")

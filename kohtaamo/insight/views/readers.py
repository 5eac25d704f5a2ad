from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kohtaamo.insight.models import ReaderSettings
from kohtaamo.insight.readers import (
    reader_settings,
    set_reader,
    start_reader,
    stop_reader,
    try_reader,
)
from kohtaamo.insight.readers.form import ReaderForm
from kohtaamo.insight.readers.wording import REASON_WORDS
from kohtaamo.language.readers import Answer
from kohtaamo.organisation.access import MemberRequest, may, requires

from .comments import TONE_NAMES
from .reader_page import page_of


@requires("organisation.read")
@require_http_methods(["GET", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """What leaves this machine is for those to know who answer for it."""
    writes = may(request.member, "organisation.write")
    if request.method == "POST" and not writes:
        raise PermissionDenied
    settings = reader_settings()
    form = ReaderForm(request.POST or None, settings=settings)
    if form.is_valid():
        set_reader(**form.told(), actor=request.member)
        messages.success(request, _("Saved."))
        return redirect("insight:readers")
    status = 422 if form.errors else 200
    return render(request, "insight/readers.html", page_of(request, form=form), status=status)


@requires("organisation.write")
@require_POST
def state(request: MemberRequest) -> HttpResponse:
    """On or off. Turning off takes effect at once, for what waits too."""
    settings = settings_or_404()
    if request.POST.get("on") == "1":
        start_reader(settings=settings, actor=request.member)
        messages.success(request, _("The reader is in use. New comments are read by it as they come."))
    else:
        stop_reader(settings=settings, actor=request.member)
        messages.success(request, _("The reader is off. Nothing more is sent."))
    return redirect("insight:readers")


@requires("organisation.write")
@require_POST
def trial(request: MemberRequest) -> HttpResponse:
    settings = settings_or_404()
    if request.htmx and "ask" not in request.POST:
        # the page shows at once that the server is asked, and this fragment asks it
        return render(request, "insight/_reader_trial.html", {"is_underway": True})
    tried = try_reader(settings=settings, language=(get_language() or "en")[:2])
    context = {
        "trial": tried,
        "why": REASON_WORDS.get(tried.why or "", ""),
        "tone": tone_of(tried.answer),
        "own_tone": tone_of(tried.own),
    }
    template = "insight/_reader_trial.html" if request.htmx else "insight/reader_trial.html"
    return render(request, template, context)


def tone_of(answer: Answer) -> str:
    return str(TONE_NAMES[answer.found[0].key]) if answer.found else ""


def settings_or_404() -> ReaderSettings:
    settings = reader_settings()
    if settings is None:
        raise Http404
    return settings

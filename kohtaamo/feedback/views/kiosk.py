"""Kiosks: the pages of those who look after them, and what a device sees and sends."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.feedback.models import Kiosk, Survey
from kohtaamo.feedback.points import (
    change_kiosk,
    for_device,
    hear,
    kiosk_of,
    make_kiosk,
    new_pairing,
    pair,
    retire_kiosk,
    take_answers,
)
from kohtaamo.feedback.points.arriving import Sender, UnreadableError, read_sent
from kohtaamo.feedback.points.device import worker_of
from kohtaamo.feedback.queries import published_version
from kohtaamo.feedback.reaching import answers_by_way, facts_of
from kohtaamo.feedback.reaching.fields import LinkForm, facts_shown
from kohtaamo.feedback.reaching.links import PREFIX
from kohtaamo.organisation.access import MemberRequest, may, public, requires
from kohtaamo.organisation.middleware import address_outside
from kohtaamo.organisation.tenancy import working_for

from .reach import hidden_of, survey_of
from .sent import read_json

PROGRAM = "kohtaamo/kiosk.js"
SHORTEST_QUIET, LONGEST_QUIET = 20, 600


class KioskForm(LinkForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("Where it is, for example Kamppi, till 2."),
    )
    idle_seconds = forms.IntegerField(
        label=gettext_lazy("Back to the start after"),
        help_text=gettext_lazy("Seconds without a touch. It asks gently before."),
        min_value=SHORTEST_QUIET,
        max_value=LONGEST_QUIET,
        initial=60,
    )

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"idle_seconds": self.cleaned_data["idle_seconds"]}


@requires("feedback.read")
@require_http_methods(["GET", "POST"])
def kiosks(request: MemberRequest, pk: int) -> HttpResponse:
    survey = survey_of(pk)
    writes = may(request.member, "feedback.write")
    first = {"channel": "face_to_face", "idle_seconds": 60}
    form = KioskForm(request.POST or None, hidden=hidden_of(survey), initial=first)
    if writes and request.method == "POST" and form.is_valid():
        make_kiosk(survey=survey, actor=request.member, **form.facts())
        messages.success(request, _("Made. Type its code on the device to take it into use."))
        return redirect("feedback:kiosks", survey.pk)
    rows = Kiosk.objects.filter(link__survey=survey).select_related("link__unit", "link__touchpoint")
    counts = answers_by_way(survey).by_link
    version = published_version(survey)
    found = {
        "survey": survey,
        "rows": [(kiosk, counts.get(kiosk.link_id, 0), is_code_open(kiosk)) for kiosk in rows],
        "newest": version.number if version else 0,
        "address": request.build_absolute_uri(address_outside("kiosk-pairing")),
        "form": form,
        "writes": writes,
    }
    return render(request, "feedback/kiosk_list.html", found, status=422 if form.errors else 200)


def is_code_open(kiosk: Kiosk) -> bool:
    return bool(kiosk.code) and kiosk.code_until is not None and kiosk.code_until > timezone.now()


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    kiosk = kiosk_row(pk)
    shown = facts_shown(kiosk.link) | {"idle_seconds": kiosk.idle_seconds}
    form = KioskForm(request.POST or None, initial=shown, hidden=hidden_of(kiosk.link.survey))
    if form.is_valid():
        change_kiosk(kiosk=kiosk, actor=request.member, **form.facts())
        messages.success(request, _("Saved. The device takes it when it is next heard of."))
        return redirect("feedback:kiosks", kiosk.link.survey_id)
    found = {
        "link": kiosk.link,
        "form": form,
        "idle": True,
        "back": reverse("feedback:kiosks", args=[kiosk.link.survey_id]),
    }
    return render(request, "feedback/kiosk_edit.html", found, status=422 if form.errors else 200)


@requires("feedback.write")
@require_POST
def state(request: MemberRequest, pk: int) -> HttpResponse:
    kiosk = kiosk_row(pk)
    if "retire" in request.POST:
        retire_kiosk(kiosk=kiosk, actor=request.member)
        messages.success(request, _("Out of use: the device's address leads nowhere any more."))
    else:
        new_pairing(kiosk=kiosk, actor=request.member)
        messages.success(request, _("A new code was made. It is good for half an hour."))
    return redirect("feedback:kiosks", kiosk.link.survey_id)


def kiosk_row(pk: int) -> Kiosk:
    return get_object_or_404(Kiosk.objects.select_related("link__survey"), pk=pk)


# No CSRF check: the code in the form is the secret, and there is no session to protect.
@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pairing(request: HttpRequest) -> HttpResponse:
    """Where a code is typed on the device."""
    if request.method != "POST":
        return render(request, "feedback/kiosk_pairing.html", {"is_wrong": False})
    kiosk = pair(request.POST.get("code", "").replace("\0", ""))
    if kiosk is None:
        return render(request, "feedback/kiosk_pairing.html", {"is_wrong": True}, status=422)
    return HttpResponseRedirect(reverse("kiosk", args=[kiosk.token]))


View = Callable[..., HttpResponse]


def of_kiosk(page: View) -> View:
    """Find the kiosk of the address and open its organisation; a retired one is told as JSON, 404."""

    @functools.wraps(page)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        kiosk = kiosk_of(token)
        if kiosk is None:
            if request.method == "POST":
                return JsonResponse({"trouble": "gone"}, status=404)
            return render(request, "feedback/kiosk_pairing.html", {"is_gone": True}, status=404)
        with working_for(kiosk.organisation):
            return page(request, kiosk)

    return opened


@public
@never_cache
@require_GET
@of_kiosk
def device(_request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    return HttpResponse(device_page(kiosk))


def device_page(kiosk: Kiosk) -> str:
    """The same for whoever asks: the worker's mark is made of it."""
    survey = kiosk.link.survey
    version = published_version(survey)
    walked, drawn = for_device(survey, version, kiosk.link.hidden) if version else ({}, [])
    told = {
        "name": kiosk.link.name,
        "prefix": f"{PREFIX}{kiosk.link.code}:",
        "version": version.number if version else 0,
        "idle": kiosk.idle_seconds,
        "first": next(iter(walked), "fi"),
        "languages": walked,
    }
    found: dict[str, Any] = {
        "kiosk": kiosk,
        "survey": survey,
        "asker": kiosk.organisation.name,
        "told": told,
        "stages": [
            (language, rows, [code for code in walked if code != language]) for language, rows in drawn
        ],
        "first": told["first"],
    }
    with translation.override(found["first"]):
        return render_to_string("feedback/kiosk_device.html", found)


@public
@never_cache
@require_GET
@of_kiosk
def worker(_request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    page = reverse("kiosk", args=[kiosk.token])
    text = worker_of(page=page, program=PROGRAM, mark=device_page(kiosk), is_fresh=False)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


# No CSRF check: the secret stands in the address, and nobody is signed in on a kiosk.
@public
@csrf_exempt
@never_cache
@require_POST
@of_kiosk
def answers(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """What waited on the device, and how it stands; each answer is acknowledged by itself."""
    sent = read_json(request)
    try:
        arrived = read_sent(sent)
    except UnreadableError:
        return JsonResponse({"trouble": "unreadable"}, status=400)
    link = kiosk.link
    sender = Sender(
        survey=link.survey,
        prefix=f"{PREFIX}{link.code}:",
        facts=facts_of(link),
        attributes={"link": link.name},
        hidden=link.hidden,
        source="page",
    )
    outcomes = take_answers(arrived, sender)
    settled = sum(one["state"] == "stored" for one in outcomes)
    refused = sum(one["state"] == "refused" for one in outcomes)
    waiting = sent.get("waiting")
    left = waiting - settled - refused if type(waiting) is int else 0
    told = sent.get("refused")
    hear(
        kiosk,
        waiting=left,
        refused=told + refused if type(told) is int else refused,
        version=sent.get("version"),
    )
    version = published_version(link.survey)
    return JsonResponse(
        {
            "outcomes": outcomes,
            "now": round(timezone.now().timestamp() * 1000),
            "version": version.number if version else 0,
            "open": link.survey.status == Survey.Status.OPEN,
        }
    )

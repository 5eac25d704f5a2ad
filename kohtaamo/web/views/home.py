from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.journeys.models import Journey
from kohtaamo.organisation.access import may, public, to_sign_in
from kohtaamo.organisation.middleware import organisations_of
from kohtaamo.organisation.models import Member, User
from kohtaamo.organisation.panel import panels_at

MORNING, DAY, EVENING = 4, 11, 17


@public
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """With an organisation in the address its home, else the way to one. Guards itself."""
    if not isinstance(request.user, User):
        return to_sign_in(request)
    member: Member | None = getattr(request, "member", None)
    if member is None:
        return to_organisation(request, request.user)
    if not may(member, "home.read"):
        raise PermissionDenied
    may_draw, may_ask = may(member, "journeys.write"), may(member, "feedback.write")
    is_beginning = (may_draw or may_ask) and is_empty()
    facts = {
        "panels": []
        if is_beginning
        else panels_at("home", request, [member.organisation])[member.organisation_id],
        "greeting": greeting(member),
        "may_ask": may_ask,
        "may_draw": may_draw,
        "is_beginning": is_beginning,
    }
    return render(request, "web/home.html", facts)


def is_empty() -> bool:
    return not any(model.objects.exists() for model in (Journey, Survey, Answer))


def greeting(member: Member) -> str:
    """By the clock of the organisation, with the name people are called by."""
    name = {"name": member.name.split()[0] if member.name.split() else member.name}
    hour = timezone.localtime().hour
    if MORNING <= hour < DAY:
        return _("Good morning, %(name)s") % name
    if DAY <= hour < EVENING:
        return _("Hello, %(name)s") % name
    return _("Good evening, %(name)s") % name


def to_organisation(request: HttpRequest, user: User) -> HttpResponse:
    organisations = organisations_of(user)
    if len(organisations) == 1:
        return redirect(f"/o/{organisations[0].slug}/")
    return render(request, "web/choose.html", {"organisations": organisations})


@public
@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """Answers when pages and database do; for a watchdog."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")

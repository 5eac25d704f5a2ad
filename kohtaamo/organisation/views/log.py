from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.queries import log as events
from kohtaamo.organisation.queries import verbs_so_far

ON_A_PAGE = 50
# In the words of people; a verb not here is shown as it is.
SENTENCES: dict[str, Any] = {
    "journeys.journey_drawn": _("Customer journey drawn"),
    "journeys.touchpoint_changed": _("Touchpoint changed"),
    "feedback.survey_created": _("Survey made"),
    "feedback.survey_published": _("Survey published"),
    "feedback.survey_closed": _("Survey closed"),
    "feedback.answers_recorded": _("Answers arrived"),
    "feedback.import_finished": _("Import finished"),
    "insight.measurements_recorded": _("Numbers counted"),
    "improvement.action_started": _("Development action started"),
    "improvement.action_done": _("Development action done"),
    "organisation.organisation_created": _("Organisation founded"),
    "organisation.settings_changed": _("Settings changed"),
    "organisation.member_invited": _("Member invited"),
    "organisation.member_changed": _("Member changed"),
    "organisation.member_deactivated": _("Member taken out of use"),
    "organisation.member_reactivated": _("Member brought back"),
    "organisation.link_renewed": _("New sign-in link made"),
    "organisation.unit_made": _("Unit made"),
    "organisation.unit_renamed": _("Unit renamed"),
    "organisation.token_issued": _("API key made"),
    "organisation.token_revoked": _("API key revoked"),
    "organisation.webhook_added": _("Webhook added"),
    "organisation.webhook_removed": _("Webhook removed"),
}


@requires("organisation.read")
@require_GET
def log(request: MemberRequest) -> HttpResponse:
    verb = request.GET.get("verb", "")
    page = Paginator(events(verb), ON_A_PAGE).get_page(request.GET.get("page"))
    found = {
        "page": page,
        "rows": [(event, SENTENCES.get(event.verb, event.verb), subject(event)) for event in page],
        "verb": verb,
        "verbs": [(one, SENTENCES.get(one, one)) for one in verbs_so_far()],
    }
    return render(request, "organisation/log.html", found)


def subject(event: Event) -> str:
    """What it was about, in the few words the event itself keeps."""
    data = event.data
    if event.verb == "feedback.answers_recorded":
        return str(len(data.get("answers", [])))
    return str(data.get("name") or data.get("title") or data.get("host") or "")

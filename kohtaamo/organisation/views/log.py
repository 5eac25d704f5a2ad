from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kohtaamo.kit.text import show_number
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.queries import log as events
from kohtaamo.organisation.queries import verbs_so_far
from kohtaamo.organisation.veiling import in_words

ON_A_PAGE = 50
# In the words of people; a verb not here is shown as it is.
SENTENCES: dict[str, Any] = {
    "journeys.journey_drawn": _("Customer journey drawn"),
    "journeys.journey_renamed": _("Customer journey renamed"),
    "journeys.journey_removed": _("Customer journey removed"),
    "journeys.journey_restored": _("Customer journey brought back"),
    "journeys.ideal_drawn": _("Ideal state drawn"),
    "journeys.stage_added": _("Stage added"),
    "journeys.stage_changed": _("Stage changed"),
    "journeys.stage_moved": _("Stage moved"),
    "journeys.stage_removed": _("Stage removed"),
    "journeys.stage_restored": _("Stage brought back"),
    "journeys.moment_added": _("Moment added"),
    "journeys.moment_named": _("Moment named"),
    "journeys.moment_of_truth_marked": _("Moment of truth marked"),
    "journeys.moment_moved": _("Moment moved"),
    "journeys.moment_removed": _("Moment removed"),
    "journeys.moment_restored": _("Moment brought back"),
    "journeys.touchpoint_created": _("Touchpoint made"),
    "journeys.touchpoint_changed": _("Touchpoint changed"),
    "journeys.touchpoint_placed": _("Touchpoint put on a map"),
    "journeys.touchpoint_unplaced": _("Touchpoint taken off a map"),
    "journeys.placement_moved": _("Touchpoint moved on a map"),
    "journeys.placement_restored": _("Touchpoint brought back to a map"),
    "encounters.customers_recorded": _("Customers arrived"),
    "encounters.erasure_asked": _("Erasing of a customer asked for"),
    "encounters.erasure_undone": _("Erasing of a customer taken back"),
    "encounters.customer_erased": _("Customer erased"),
    "encounters.encounters_recorded": _("Encounters arrived"),
    "encounters.consent_given": _("Consent given"),
    "encounters.consent_withdrawn": _("Consent withdrawn"),
    "feedback.survey_created": _("Survey made"),
    "feedback.survey_drafted": _("Survey changed"),
    "feedback.survey_published": _("Survey published"),
    "feedback.survey_closed": _("Survey closed"),
    "feedback.survey_reopened": _("Survey opened again"),
    "feedback.wave_started": _("Wave of a survey started"),
    "feedback.wave_changed": _("Wave of a survey changed"),
    "feedback.wave_ended": _("Wave of a survey ended"),
    "feedback.link_made": _("Named link of a survey made"),
    "feedback.link_changed": _("Named link of a survey changed"),
    "feedback.link_closed": _("Named link of a survey closed"),
    "feedback.link_reopened": _("Named link of a survey taken into use"),
    "feedback.kiosk_paired": _("Kiosk paired with its device"),
    "feedback.calls_made": _("People put on a list of interviews"),
    "feedback.call_recorded": _("Interview call recorded"),
    "feedback.answers_recorded": _("Answers arrived"),
    "feedback.invitations_recorded": _("Invitations arrived"),
    "feedback.personal_data_opened": _("Personal data in a comment opened"),
    "feedback.personal_data_taken": _("Answers with personal data taken out"),
    "feedback.occasion_made": _("Occasion of asking made"),
    "feedback.occasion_changed": _("Occasion of asking changed"),
    "feedback.occasion_started": _("Occasion of asking started"),
    "feedback.occasion_paused": _("Occasion of asking paused"),
    "feedback.occasion_removed": _("Occasion of asking removed"),
    "feedback.limits_changed": _("Limits of asking changed"),
    "feedback.hours_changed": _("Hours of sending changed"),
    "feedback.import_started": _("Import started"),
    "feedback.import_finished": _("Import finished"),
    "feedback.import_dropped": _("Import dropped"),
    "insight.measurements_recorded": _("Numbers counted"),
    "insight.target_set": _("Target set"),
    "insight.metric_settings_set": _("Owner and threshold of a metric set"),
    "insight.figures_imported": _("Business figures imported"),
    "insight.alert_raised": _("Alert raised"),
    "insight.alert_acknowledged": _("Alert taken in hand"),
    "insight.alert_snoozed": _("Alert put off"),
    "insight.alert_closed": _("Alert closed"),
    "insight.alert_noted": _("What was done about an alert was written down"),
    "insight.alert_reopened": _("Alert taken back a step"),
    "insight.alert_rule_made": _("Alert set up"),
    "insight.alert_rule_changed": _("Alert changed"),
    "insight.alert_rule_stopped": _("Alert no longer watches"),
    "insight.alert_rule_resumed": _("Alert watches again"),
    "insight.comment_corrected": _("Reading of a comment corrected"),
    "insight.model_put_in_use": _("Reader of the tone changed"),
    "insight.theme_model_put_in_use": _("Reader of a theme changed"),
    "insight.reading_bar_set": _("Bar of reliable reading set"),
    "insight.reading_work_ordered": _("Learning or rereading started"),
    "insight.comments_read_again": _("Comments read again"),
    "insight.reader_set": _("Reader of open text set"),
    "insight.reader_started": _("Reader of open text taken into use"),
    "insight.reader_stopped": _("Reader of open text turned off"),
    "insight.report_ordered": _("Board report ordered"),
    "insight.report_made": _("Board report made"),
    "insight.report_removed": _("Board report removed"),
    "insight.theme_changed": _("Theme of open text changed"),
    "insight.topic_made": _("Topic of open text made"),
    "insight.topic_changed": _("Topic of open text changed"),
    "insight.topic_removed": _("Topic of open text removed"),
    "insight.topic_restored": _("Topic of open text brought back"),
    "insight.topics_looked_for": _("New topics of open text looked for"),
    "insight.view_saved": _("View of numbers saved"),
    "insight.view_changed": _("Saved view changed"),
    "insight.view_removed": _("Saved view removed"),
    "insight.view_restored": _("Saved view brought back"),
    "insight.link_made": _("Link to numbers made"),
    "insight.link_revoked": _("Link to numbers taken back"),
    "insight.link_reopened": _("Link to numbers opened again"),
    "conversations.case_opened": _("Customer case opened"),
    "conversations.case_changed": _("Customer case moved on"),
    "conversations.rule_made": _("Rule of customer cases made"),
    "conversations.rule_changed": _("Rule of customer cases changed"),
    "conversations.cause_added": _("Cause of customer cases added"),
    "conversations.cause_removed": _("Cause of customer cases removed"),
    "conversations.hours_changed": _("Working hours changed"),
    "improvement.finding_noted": _("Finding noted"),
    "improvement.action_started": _("Development action planned"),
    "improvement.action_changed": _("Development action changed"),
    "improvement.action_begun": _("Development action begun"),
    "improvement.action_done": _("Development action done"),
    "improvement.action_dropped": _("Development action dropped"),
    "improvement.action_reopened": _("Development action taken back a step"),
    "improvement.action_judged": _("Development action judged"),
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
    "web.demo_begun": _("Making of the demo material begun"),
    "web.demo_made": _("Demo material made"),
}
# What the machine notes of its own counting: many rows that tell a reader nothing, so hidden until asked for.
MACHINE = (
    "insight.measurements_recorded",
    "insight.reading_work_ordered",
    "insight.comments_read_again",
    "improvement.action_judged",
)
# Events that stand for many rows: where each keeps them, or how many they are.
COUNTED = {
    "encounters.customers_recorded": "customers",
    "encounters.encounters_recorded": "encounters",
    "feedback.answers_recorded": "answers",
    "feedback.invitations_recorded": "invitations",
    "insight.figures_imported": "stored",
    "insight.measurements_recorded": "measurements",
}
# A customer's name is never kept here: it would outlive her erasing.
OF_CUSTOMER = frozenset(
    {
        "encounters.erasure_asked",
        "encounters.erasure_undone",
        "encounters.customer_erased",
        "encounters.consent_given",
        "encounters.consent_withdrawn",
    }
)
RENAMED = frozenset({"journeys.journey_renamed", "organisation.unit_renamed"})


@requires("organisation.read")
@require_GET
def log(request: MemberRequest) -> HttpResponse:
    verb = request.GET.get("verb", "")
    shows_machine = bool(request.GET.get("machine"))
    hidden = () if verb or shows_machine else MACHINE
    page = Paginator(events(verb, without=hidden), ON_A_PAGE).get_page(request.GET.get("page"))
    found = {
        "page": page,
        "rows": [(event, SENTENCES.get(event.verb, event.verb), subject(event)) for event in page],
        "verb": verb,
        "shows_machine": shows_machine,
        "verbs": [(one, SENTENCES.get(one, one)) for one in verbs_so_far()],
    }
    return render(request, "organisation/log.html", found)


def subject(event: Event) -> str:
    """What it was about, by the name it had then: the event keeps it, whatever the thing is called now."""
    data = event.data
    counted = data.get(COUNTED.get(event.verb, ""))
    if counted is not None:
        return show_number(len(counted) if isinstance(counted, list) else counted, get_language() or "en")
    if event.verb == "feedback.personal_data_opened":
        return in_words(data.get("kinds", []))
    if event.verb in OF_CUSTOMER:
        return gettext("customer number %(number)s") % {"number": event.subject_id}
    name = next((str(data[key]) for key in ("name", "title", "host", "period") if data.get(key)), "")
    return f"{data['was']} → {name}" if event.verb in RENAMED and data.get("was") else name

"""What people have added to the demo organisation after it was made: it goes with the demo, so it is named first."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import ngettext

from kohtaamo.feedback.models import Answer, Import, Survey
from kohtaamo.improvement.models import Finding, Intervention
from kohtaamo.insight.models import AlertRule
from kohtaamo.journeys.models import Journey, Touchpoint
from kohtaamo.organisation.models import Event, Member, Organisation
from kohtaamo.organisation.tenancy import Owned, across_organisations

from .filling import SOURCE
from .queries import MADE

# The event that tells of a row's birth; rows of the demo were born before its mark.
BORN: dict[str, type[Owned]] = {
    "journeys.journey_drawn": Journey,
    "journeys.ideal_drawn": Journey,
    "journeys.touchpoint_created": Touchpoint,
    "feedback.survey_created": Survey,
    "feedback.import_started": Import,
    "insight.alert_rule_made": AlertRule,
    "improvement.finding_noted": Finding,
    "improvement.action_started": Intervention,
    "organisation.member_invited": Member,
}
WORDS: dict[type[Owned], Callable[[int], str]] = {
    Journey: lambda n: ngettext("%(n)s journey of your own", "%(n)s journeys of your own", n),
    Touchpoint: lambda n: ngettext("%(n)s touchpoint of your own", "%(n)s touchpoints of your own", n),
    Survey: lambda n: ngettext("%(n)s survey of your own", "%(n)s surveys of your own", n),
    Answer: lambda n: ngettext("%(n)s answer to you", "%(n)s answers to you", n),
    Import: lambda n: ngettext("%(n)s file you have imported", "%(n)s files you have imported", n),
    AlertRule: lambda n: ngettext("%(n)s alert of your own", "%(n)s alerts of your own", n),
    Finding: lambda n: ngettext("%(n)s finding of yours", "%(n)s findings of yours", n),
    Intervention: lambda n: ngettext("%(n)s action of your own", "%(n)s actions of your own", n),
    Member: lambda n: ngettext("%(n)s member you have invited", "%(n)s members you have invited", n),
}


def added(organisation: Organisation) -> dict[type[Owned], int]:
    """How many rows of each kind the demo did not make; kinds without any are left out."""
    with across_organisations():
        events = Event.objects.filter(organisation=organisation)
        made = events.filter(verb=MADE).order_by("pk").first()
        later = events.filter(pk__gt=made.pk) if made else events.none()
        born: dict[type[Owned], set[int]] = {}
        for verb, subject_id in later.filter(verb__in=BORN).values_list("verb", "subject_id"):
            if subject_id is not None:
                born.setdefault(BORN[verb], set()).add(subject_id)
        counts = {
            model: model._base_manager.filter(organisation=organisation, pk__in=keys).count()  # noqa: SLF001
            for model, keys in born.items()
        }
        counts[Answer] = Answer.objects.filter(organisation=organisation).exclude(source=SOURCE).count()
    return {model: counts[model] for model in WORDS if counts.get(model)}


def added_in_words(organisation: Organisation, show: Callable[[int], str]) -> list[str]:
    return [WORDS[model](count) % {"n": show(count)} for model, count in added(organisation).items()]

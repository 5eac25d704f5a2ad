"""Every way a survey may reach people, with how it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kohtaamo.feedback.channel import SurveyChannel
from kohtaamo.feedback.channels import CHANNELS
from kohtaamo.feedback.models import NamedLink, Occasion, Survey
from kohtaamo.feedback.queries import is_of_staff, published_version

from .counting import answers_by_way

# Those that people come to by themselves first; the others in the order they are found.
FIRST = ("link", "qr", "widget", "popover")


@dataclass(frozen=True, slots=True)
class Way:
    """`answers` is None where it is not told: of employees, whose answers have no way."""

    channel: SurveyChannel
    is_in_use: bool
    state: str
    answers: int | None
    address: str


def ways_of(survey: Survey) -> list[Way]:
    version = published_version(survey)
    counts = None if version and is_of_staff(version) else answers_by_way(survey).by_way
    links = Counter(NamedLink.objects.filter(survey=survey, is_open=True).values_list("way", flat=True))
    occasions: Counter[str] = Counter()
    for ways in Occasion.objects.filter(survey=survey, is_active=True).values_list("ways", flat=True):
        occasions.update(set(ways))
    keys = sorted(CHANNELS, key=lambda key: FIRST.index(key) if key in FIRST else len(FIRST))
    is_open = survey.status == Survey.Status.OPEN
    found = []
    for key in keys:
        channel = CHANNELS[key]
        count = occasions[key] if channel.sends else links[key]
        found.append(
            Way(
                channel=channel,
                is_in_use=is_open and (count > 0 or key == "link"),
                state=state_of(channel, count),
                answers=None if counts is None else counts.get(key, 0),
                address=address_of(channel, survey),
            )
        )
    return found


def state_of(channel: SurveyChannel, count: int) -> str:
    if not count:
        return ""
    if channel.sends:
        return ngettext("%(n)s occasion asks", "%(n)s occasions ask", count) % {"n": count}
    if channel.key == "link":
        return ngettext("%(n)s named link", "%(n)s named links", count) % {"n": count}
    return ngettext("%(n)s in use", "%(n)s in use", count) % {"n": count}


def address_of(channel: SurveyChannel, survey: Survey) -> str:
    if channel.page:
        return reverse(channel.page, args=[survey.pk])
    return f"{reverse('feedback:occasion-new')}?survey={survey.pk}" if channel.sends else ""


def words_of_state(way: Way) -> str:
    return way.state or (_("In use") if way.is_in_use else _("Not in use"))

"""What was answered, counted apart by group: a channel, a unit, a customer group, a language, a link or a wave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters import channels
from kohtaamo.kit.statistics.suppression import hidden_groups
from kohtaamo.organisation.models import Unit

from .models import Answer, Crowd, Survey, SurveyVersion, Wave, over_quota
from .queries import crowds, is_of_staff
from .question import Words
from .questionnaire import Element
from .results import Counted

Group = Any
Groups = Mapping[Group, Counted]


@dataclass(frozen=True, slots=True)
class Dimension:
    """`column` of an answer; `trait` of what a crowd has in common, "" where crowds are not told apart by it."""

    key: str
    label: Words
    column: str
    trait: str


DIMENSIONS: dict[str, Dimension] = {
    one.key: one
    for one in (
        Dimension("channel", _("Channel"), "channel", "channel"),
        Dimension("unit", _("Unit"), "unit_id", "unit"),
        Dimension("segment", _("Customer group"), "customer__segment", "segment"),
        Dimension("language", _("Language"), "language", ""),
        Dimension("link", _("Named link"), "attributes", "attribute:link"),
    )
}


def dimension_asked(asked: Mapping[str, str]) -> Dimension:
    return DIMENSIONS.get(asked.get("by", ""), DIMENSIONS["channel"])


def by_dimension(survey: Survey, version: SurveyVersion, dimension: Dimension) -> Groups:
    """None stands for those of whom it is not known."""
    if is_of_staff(version):
        return crowds_by(
            survey, lambda crowd: crowd.common.get(dimension.trait), lambda group: group not in (None, "")
        )
    return answers_by(survey, dimension.column, lambda told: group_of(dimension, told))


def group_of(dimension: Dimension, told: Any) -> Group:
    value = told.get("link") if dimension.key == "link" else told
    return value or None


def by_wave(survey: Survey, version: SurveyVersion, waves: Sequence[Wave]) -> Groups:
    """By the key of the wave; None stands for the time outside waves."""
    if is_of_staff(version):
        return crowds_by(survey, lambda crowd: wave_of_crowd(crowd, waves), lambda group: group is not None)
    return answers_by(survey, "happened_at", lambda moment: wave_on(day_of(moment), waves))


def wave_of_crowd(crowd: Crowd, waves: Sequence[Wave]) -> int | None:
    first, last = wave_on(crowd.first_day, waves), wave_on(crowd.last_day, waves)
    return first if first == last else None


def wave_on(day: date, waves: Sequence[Wave]) -> int | None:
    return next((wave.pk for wave in waves if day in wave.period), None)


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment, timezone.get_default_timezone())


def answers_by(survey: Survey, column: str, group: Callable[[Any], Group]) -> Groups:
    found: dict[Group, Counted] = {}
    rows = Answer.objects.filter(~over_quota(), survey=survey, is_from_staff=False).order_by()
    for content, told in rows.values_list("content", column).iterator(2000):
        key = group(told)
        if key not in found:
            found[key] = Counted()
        found[key].add(content)
    return found


def crowds_by(survey: Survey, group: Callable[[Crowd], Group], is_told: Callable[[Group], bool]) -> Groups:
    """Only crowds that belong to one group as a whole: a crowd is never divided."""
    found: dict[Group, Counted] = {}
    for crowd in crowds().filter(survey=survey):
        if is_told(key := group(crowd)):
            found.setdefault(key, Counted()).add_crowd(crowd)
    return found


def hidden_of(groups: Groups, element: Element, minimum: int, *, is_of_crowds: bool) -> frozenset[Group]:
    """The groups of whom nothing may be told at this question, so that the others do not tell it either.

    Whole crowds hide nobody by themselves: each is as many people as the organisation asks for.
    """
    if is_of_crowds:
        return frozenset()
    sizes = {group: counted.answered[(element.name, element.type)] for group, counted in groups.items()}
    return hidden_groups(sizes, threshold=max(minimum, 1)).groups


def labels_of(dimension: Dimension, groups: Groups) -> dict[Group, str]:
    known = [group for group in groups if group is not None]
    match dimension.key:
        case "unit":
            names: Mapping[Any, str] = dict(Unit.objects.filter(pk__in=known).values_list("pk", "name"))
        case "channel":
            names = {key: channels.label_of(key) for key in known}
        case "language":
            names = {"fi": gettext("Finnish"), "en": gettext("English")}
        case _:
            names = {}
    found = {group: str(names.get(group, group)) for group in known}
    ordered = dict(sorted(found.items(), key=lambda one: one[1].casefold()))
    return {**ordered, None: gettext("Not known")} if None in groups else ordered

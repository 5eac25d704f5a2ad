"""How many answers came by each way and by each link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.functions import Substr

from kohtaamo.feedback.models import Answer, Invitation, NamedLink, Survey

from .links import CODE_LENGTH, PREFIX

PAGE = "page:"
# of an interviewer: her answers say by their channel how she asked
CALL = "call:"
LENGTH = len(PREFIX) + CODE_LENGTH


@dataclass(frozen=True, slots=True)
class Came:
    """Counts of answers: by key of a way, and by key of a link's row.

    Answers of employees are in neither: a link of few people would tell who of them has answered.
    """

    by_way: Mapping[str, int] = field(default_factory=dict)
    by_link: Mapping[int, int] = field(default_factory=dict)


def answers_by_way(survey: Survey) -> Came:
    """Five queries for any number of links."""
    links = {f"{PREFIX}{code}": (key, way) for key, code, way in links_of(survey)}
    by_way: Counter[str] = Counter()
    by_link: Counter[int] = Counter()
    rows = Answer.objects.filter(survey=survey, is_from_staff=False)
    begun = rows.annotate(begin=Substr("uid", 1, LENGTH)).filter(uid__startswith=PREFIX)
    for row in begun.values("begin").annotate(n=Count("pk")).order_by():
        key, way = links.get(row["begin"], (0, "link"))
        by_way[way] += row["n"]
        by_link[key] += row["n"]
    by_way["link"] += rows.filter(uid__startswith=PAGE).count()
    by_way["api"] += rows.filter(source="api").count()
    interviewed = rows.filter(uid__startswith=CALL).values("channel").annotate(n=Count("pk")).order_by()
    by_way.update({row["channel"]: row["n"] for row in interviewed})
    return Came(by_way + invited(survey), by_link)


def links_of(survey: Survey) -> list[tuple[int, str, str]]:
    return list(NamedLink.objects.filter(survey=survey).values_list("pk", "code", "way"))


def invited(survey: Survey) -> Counter[str]:
    answered = (Invitation.State.PARTIAL, Invitation.State.ANSWERED)
    asked = Invitation.objects.filter(survey=survey, state__in=answered).exclude(token="")
    counted = asked.values("channel").annotate(n=Count("pk")).order_by()
    return Counter({row["channel"]: row["n"] for row in counted})

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.comments import (
    FLAGS,
    LANGUAGES,
    TONES,
    in_order,
    languages_read,
    looked_for,
    with_readings,
)
from kohtaamo.insight.dimensions import Option
from kohtaamo.insight.filters import DAYS
from kohtaamo.insight.metric import Text
from kohtaamo.insight.searching import MOST_FOUND, Found, beginning_of_newest, grouped, search, similar
from kohtaamo.insight.themes.taxonomy import themes_now
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.panel import panels_at

ROWS = 30
ASKED = ("q", "touchpoint", "theme", "tone", "language", "flag", "days", "order", "alike", "far")
# These narrow nothing: they say how the rest is shown.
WAYS = ("order", "alike", "far")
TONE_NAMES: dict[str, Text] = {
    "negative": _("negative"),
    "neutral": _("neutral"),
    "positive": _("positive"),
    "unread": _("tone unsure"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a page shows: `since` where older comments were not gone through, `behind` how many stand behind one."""

    page: Page[Any]
    comments: list[Comment]
    found: Found | None = None
    since: datetime | None = None
    behind: Mapping[int, int] = field(default_factory=dict)

    @property
    def gone_through(self) -> int:
        return sum(self.behind.values())


@requires("insight.read")
@require_GET
def comments(request: MemberRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    days = int(asked["days"]) if asked["days"] in {str(known) for known in DAYS} else None
    rows = looked_for(
        period=Period.last_days(days, today()) if days else None,
        touchpoint=whole_number(asked["touchpoint"]),
        tone=asked["tone"] if asked["tone"] in TONES else "",
        language=asked["language"],
        theme=asked["theme"],
        flag=asked["flag"] if asked["flag"] in FLAGS else "",
    )
    listed = listed_of(request, rows, asked, has_period=bool(days))
    read = with_readings(listed.comments)
    acts = panels_at("comment", request, [one.comment for one in read])
    context = {
        **options(asked),
        "asked": asked,
        "days": [(known, known == days) for known in DAYS],
        "listed": listed,
        "page": listed.page,
        "most": MOST_FOUND,
        "read": [(one, acts[one.comment.pk], listed.behind.get(one.comment.pk, 1) - 1) for one in read],
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "may_correct": may(request.member, "insight.write"),
        "is_narrowed": any(text for name, text in asked.items() if name not in WAYS),
    }
    return render(request, "insight/comment_list.html", context)


def listed_of(
    request: MemberRequest, rows: QuerySet[Comment], asked: Mapping[str, str], *, has_period: bool
) -> Listed:
    is_costly = bool(asked["q"] or asked["flag"] or asked["alike"])
    since = beginning_of_newest() if is_costly and not has_period and not asked["far"] else None
    if since:
        rows = rows.filter(happened_at__gte=since)
    found, number = None, request.GET.get("page")
    if asked["q"]:
        sees_personal = may(request.member, "feedback.personal")
        is_ranked = asked["order"] == "best"
        found = search(rows, asked["q"], sees_personal=sees_personal, is_ranked=is_ranked)
        if not asked["alike"]:
            page = Paginator(found.keys, ROWS).get_page(number)
            return Listed(page, in_order(list(page)), found, since)
        rows = rows.filter(pk__in=found.keys)
    if asked["alike"]:
        keys, behind = grouped(rows)
        page = Paginator(keys, ROWS).get_page(number)
        return Listed(page, in_order(list(page)), found, since, behind)
    whole: Page[Any] = Paginator(rows, ROWS).get_page(number)
    return Listed(whole, list(whole.object_list), found, since)


@requires("insight.read")
@require_GET
def alike(request: MemberRequest, pk: int) -> HttpResponse:
    """The comments most like one, under it; a page of their own without JavaScript."""
    comment = get_object_or_404(looked_for(), pk=pk)
    since = beginning_of_newest()
    rows = looked_for()
    keys, same = similar(comment, rows.filter(happened_at__gte=since) if since else rows)
    read = with_readings([comment, *in_order(keys)])
    template = "insight/_comments_alike.html" if request.htmx else "insight/comments_alike.html"
    return render(request, template, {"one": read[0], "read": read[1:], "same": same})


def options(asked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "touchpoints": [
            Option(str(place.pk), place.name, str(place.pk) == asked["touchpoint"])
            for place in Touchpoint.objects.all()
        ],
        "themes": [Option(one.key, one.name, one.key == asked["theme"]) for one in themes_now()],
        "tones": [Option(tone, str(TONE_NAMES[tone]), tone == asked["tone"]) for tone in TONES],
        "flags": [Option(flag, str(name), flag == asked["flag"]) for flag, name in FLAGS.items()],
        "languages": [
            Option(code, str(LANGUAGES.get(code, code)), code == asked["language"])
            for code in languages_read()
        ],
    }

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kohtaamo.insight.comments import TONES, languages_read, looked_for, with_readings
from kohtaamo.insight.dimensions import Option
from kohtaamo.insight.filters import DAYS
from kohtaamo.insight.metric import Text
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.panel import panels_at

ROWS = 30
TONE_NAMES: dict[str, Text] = {
    "negative": _("negative"),
    "neutral": _("neutral"),
    "positive": _("positive"),
    "unread": _("tone unsure"),
}
LANGUAGES: dict[str, Text] = {
    "fi": _("Finnish"),
    "sv": _("Swedish"),
    "en": _("English"),
    "et": _("Estonian"),
    "ru": _("Russian"),
    "und": _("unknown"),
}


@requires("insight.read")
@require_GET
def comments(request: MemberRequest) -> HttpResponse:
    asked = {
        name: request.GET.get(name, "").strip() for name in ("q", "touchpoint", "tone", "language", "days")
    }
    days = int(asked["days"]) if asked["days"] in {str(known) for known in DAYS} else None
    rows = looked_for(
        words=asked["q"],
        period=Period.last_days(days, today()) if days else None,
        touchpoint=whole_number(asked["touchpoint"]),
        tone=asked["tone"] if asked["tone"] in TONES else "",
        language=asked["language"],
    )
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    read = with_readings(list(page.object_list))
    acts = panels_at("comment", request, [one.comment for one in read])
    context = {
        **options(asked),
        "asked": asked,
        "days": [(known, known == days) for known in DAYS],
        "page": page,
        "read": [(one, acts[one.comment.pk]) for one in read],
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "is_narrowed": any(asked.values()),
    }
    return render(request, "insight/comment_list.html", context)


def options(asked: dict[str, str]) -> dict[str, Any]:
    return {
        "touchpoints": [
            Option(str(place.pk), place.name, str(place.pk) == asked["touchpoint"])
            for place in Touchpoint.objects.all()
        ],
        "tones": [Option(tone, str(TONE_NAMES[tone]), tone == asked["tone"]) for tone in TONES],
        "languages": [
            Option(code, str(LANGUAGES.get(code, code)), code == asked["language"])
            for code in languages_read()
        ],
    }

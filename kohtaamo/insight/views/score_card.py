"""How well open text is read: the program's own reader and the model that answers taught, side by side."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.insight.charts import language as page_language
from kohtaamo.insight.comments import LANGUAGES
from kohtaamo.insight.learning.current import TONE
from kohtaamo.insight.learning.reliability import bar as bar_now
from kohtaamo.insight.learning.reliability import last_lesson
from kohtaamo.insight.learning.theme_labels import LEAST_CORRECTIONS
from kohtaamo.insight.learning.training import LEAST_JUDGED, LEAST_LEARNED, LEAST_NEW
from kohtaamo.insight.models import LearnedModel, ReadingWork
from kohtaamo.insight.services.reading_work import order_learning
from kohtaamo.insight.services.teaching import SHIPPED, NoSuchModelError, put_in_use, set_bar
from kohtaamo.kit.text import show_number
from kohtaamo.language.sentiment import VERSION
from kohtaamo.organisation.access import MemberRequest, may, requires

from .score_drawing import agreement_chart, honesty_chart, scores
from .score_themes import theme_rows

SHOWN_MODELS = 5


@requires("insight.read")
@never_cache
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    lesson = last_lesson()
    rows = LearnedModel.objects.filter(task=TONE).defer("data").order_by("language", "-number")
    models = list(rows.annotate(is_kept=~Q(data=b"")))
    limit = bar_now()
    cards = lesson.result if lesson else {}
    context = {
        "lesson": lesson,
        "work": ReadingWork.objects.order_by("-ordered_at").first(),
        "languages": [
            of_language(code, card, [one for one in models if one.language == code], limit)
            for code, card in cards.items()
            if card["labels"]["stars"] or card["labels"]["corrections"]
        ],
        "themes": theme_rows(cards, limit),
        "least_corrections": LEAST_CORRECTIONS,
        "bar": limit,
        "least": LEAST_LEARNED + LEAST_JUDGED,
        "may_change": may(request.member, "insight.write"),
    }
    return render(request, "insight/score_card.html", context)


def of_language(code: str, card: dict[str, Any], models: list[LearnedModel], limit: float) -> dict[str, Any]:
    in_use = next((one for one in models if one.in_use), None)
    figures = in_use.card["own"] if in_use else card.get("engine")
    rows = [(gettext("The program’s own, version %(version)s") % {"version": VERSION}, card.get("engine"))]
    if in_use:
        rows.append((gettext("Your model %(number)s") % {"number": in_use.number}, in_use.card["own"]))
    elif "own" in card:
        rows.append((gettext("What your answers taught, not in use"), card["own"]))
    earlier = [one for one in models if not one.in_use and "own" in one.card][:SHOWN_MODELS]
    return {
        "code": code,
        "name": LANGUAGES.get(code, code),
        "in_use": in_use,
        "rows": [scores(name, found) for name, found in rows if found],
        "is_unreliable": figures is not None and figures["macro_f1"] < limit,
        "labels": card["labels"],
        "since": day(card.get("since")),
        "until": day(card.get("until")),
        "verdict": verdict(card, in_use),
        "earlier": earlier,
        "can_ship": in_use is not None,
        "honesty": honesty_chart(figures) if figures else None,
        "agreement": agreement_chart(card["months"]),
    }


def day(text: str | None) -> date | None:
    return timezone.localtime(datetime.fromisoformat(text)).date() if text else None


def verdict(card: dict[str, Any], in_use: LearnedModel | None) -> str:
    """In a sentence: why it is read as it is."""
    labels = card["labels"]["stars"] + card["labels"]["corrections"]
    known = {
        "n": show_number(labels, page_language()),
        "least": LEAST_LEARNED + LEAST_JUDGED,
        "new": LEAST_NEW,
    }
    sentences = {
        "too_few": gettext(
            "Too few to learn from: %(n)s comments with stars or corrections, and at least %(least)s are needed."
        ),
        "nothing_new": gettext("No new stars or corrections since the last time: nothing more to learn."),
        "not_better": gettext(
            "What your answers taught is not surely better than the program’s own reader, so it is not used."
        ),
        "too_few_new": gettext(
            "The model in use stays: fewer than %(new)s new stars or corrections to compare a newer one by."
        ),
        "not_better_than_own": gettext("The model in use stays: a newer one is not surely better."),
        "better": gettext("Your own model reads, because it is surely better."),
    }
    if card["verdict"] == "better" and in_use is None:
        return gettext("The program’s own reader was put back by hand.")
    return sentences[card["verdict"]] % known


@requires("insight.write")
@require_POST
def learning(request: MemberRequest) -> HttpResponse:
    order_learning(actor=request.member)
    return to_card(request)


@requires("insight.read")
@never_cache
@require_GET
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    work = get_object_or_404(ReadingWork, pk=pk)
    return render(request, "insight/_score_progress.html", {"work": work})


@requires("insight.write")
@require_POST
def use(request: MemberRequest, code: str, number: int) -> HttpResponse:
    """`number` 0 is the program's own reader."""
    if code not in LANGUAGES:
        raise Http404
    try:
        before = put_in_use(language=code, number=number, actor=request.member)
    except NoSuchModelError as unknown:
        raise Http404 from unknown
    undo = reverse("insight:score-model", args=[code, before]) if before != number else ""
    if number == SHIPPED:
        said = gettext("The program’s own reader reads from now on.")
    else:
        said = gettext("Model %(number)s reads from now on.") % {"number": number}
    messages.success(request, said, extra_tags=undo)
    return to_card(request)


@requires("insight.write")
@require_POST
def limit(request: MemberRequest) -> HttpResponse:
    try:
        set_bar(bar=float(request.POST.get("bar", "").replace(",", ".")), actor=request.member)
    except ValueError:
        messages.error(request, gettext("The bar is a number from 0 to 1. Nothing was changed."))
    else:
        messages.success(request, gettext("The bar is set."))
    return to_card(request)


def to_card(request: MemberRequest) -> HttpResponse:
    address = reverse("insight:score-card")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)

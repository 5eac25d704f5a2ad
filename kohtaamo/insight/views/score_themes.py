"""How well themes are read: the rules and what corrections taught, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.insight.charts import language as page_language
from kohtaamo.insight.comments import LANGUAGES
from kohtaamo.insight.learning.theme_training import LEAST_NEW
from kohtaamo.insight.models import LearnedModel
from kohtaamo.insight.services.reading_work import order_rereading
from kohtaamo.insight.services.teaching import SHIPPED, NoSuchModelError, put_in_use
from kohtaamo.insight.themes.learned import TASK
from kohtaamo.insight.themes.taxonomy import name_of, themes_now
from kohtaamo.kit.statistics import share
from kohtaamo.kit.text import show_number, show_percent, show_percent_range, show_range
from kohtaamo.organisation.access import MemberRequest, requires

from .score_drawing import decimals

SHOWN_MODELS = 3


def theme_rows(cards: Mapping[str, Any], limit: float) -> list[dict[str, Any]]:
    """Two queries, however many themes. `cards` are by language, as the last lesson left them."""
    rows = LearnedModel.objects.filter(task__startswith=TASK).defer("data").order_by("language", "-number")
    models = list(rows.annotate(is_kept=~Q(data=b"")))
    known = {
        (code, theme): card for code, one in cards.items() for theme, card in one.get("themes", {}).items()
    }
    for one in models:
        known.setdefault((one.language, one.task.removeprefix(TASK)), one.card | {"verdict": "not_learned"})
    names = {theme.key: theme.name for theme in themes_now(hidden=True)}
    many = len({code for code, _theme in known}) > 1
    return [
        of_theme(
            names.get(theme) or name_of(theme, None),
            theme,
            code,
            card,
            [one for one in models if (one.language, one.task) == (code, TASK + theme)],
            limit,
            tells_language=many,
        )
        for (code, theme), card in sorted(known.items())
    ]


def of_theme(
    name: str,
    theme: str,
    code: str,
    card: dict[str, Any],
    models: Sequence[LearnedModel],
    limit: float,
    *,
    tells_language: bool,
) -> dict[str, Any]:
    in_use = next((one for one in models if one.in_use), None)
    figures = in_use.card["own"] if in_use else card.get("rules")
    readers = [(gettext("Rules"), card.get("rules"))]
    if in_use:
        readers.append((gettext("Your model %(number)s") % {"number": in_use.number}, in_use.card["own"]))
    elif "own" in card:
        readers.append((gettext("What corrections taught, not in use"), card["own"]))
    return {
        "name": f"{name} ({LANGUAGES.get(code, code)})" if tells_language else name,
        "theme": theme,
        "code": code,
        "in_use": in_use,
        "readers": [scores(reader, found) for reader, found in readers if found],
        "is_unreliable": figures is not None and figures["macro_f1"] < limit,
        "labels": card["labels"],
        "verdict": verdict(card, in_use),
        "otherwise": otherwise(card.get("otherwise")),
        "earlier": [one for one in models if not one.in_use and "own" in one.card][:SHOWN_MODELS],
    }


def scores(name: str, figures: dict[str, Any]) -> dict[str, Any]:
    low, high = figures["macro_f1_interval"]
    return {
        "name": name,
        "n": figures["n"],
        "macro_f1": decimals(figures["macro_f1"]),
        "macro_f1_interval": show_range(low, high, page_language(), 2),
        **{one: decimals(figures[one]) for one in ("f1", "precision", "recall")},
    }


def otherwise(found: Sequence[int] | None) -> str:
    """How much a model changes at all, of comments that nobody corrected."""
    if not found or not found[1]:
        return ""
    estimate = share(*found)
    return gettext(
        "Of %(n)s comments that nobody corrected it reads %(percent)s otherwise (%(interval)s)."
    ) % {
        "n": show_number(found[1], page_language()),
        "percent": show_percent(found[0] / found[1], page_language()),
        "interval": show_percent_range(estimate.low, estimate.high, page_language()),
    }


def verdict(card: dict[str, Any], in_use: LearnedModel | None) -> str:
    """In a sentence: why the theme is read as it is."""
    sentences = {
        "too_few": gettext("Too few corrections lately to judge by, so the rules read."),
        "nothing_new": gettext("No new corrections since the last time: nothing more to learn."),
        "not_better": gettext(
            "What corrections taught is not surely better than the rules, so it is not used."
        ),
        "too_few_new": gettext(
            "The model in use stays: fewer than %(new)s new corrections to compare a newer one by."
        ),
        "not_better_than_own": gettext("The model in use stays: a newer one is not surely better."),
        "better": gettext("Your own model reads, because it is surely better."),
        "not_learned": gettext("There are too few corrections to learn from anew."),
    }
    if card["verdict"] == "better" and in_use is None:
        return gettext("The rules were put back by hand.")
    return sentences[card["verdict"]] % {"new": LEAST_NEW}


@requires("insight.write")
@require_POST
def use(request: MemberRequest, theme: str, code: str, number: int) -> HttpResponse:
    """`number` 0 is the rules. Comments are read anew, as the other one reads them."""
    if code not in LANGUAGES:
        raise Http404
    try:
        before = put_in_use(language=code, number=number, actor=request.member, task=TASK + theme)
    except NoSuchModelError as unknown:
        raise Http404 from unknown
    if before != number:
        order_rereading(actor=request.member, languages=[code])
    undo = reverse("insight:score-theme", args=[theme, code, before]) if before != number else ""
    if number == SHIPPED:
        said = gettext("The rules read this theme from now on.")
    else:
        said = gettext("Model %(number)s reads this theme from now on.") % {"number": number}
    messages.success(request, said, extra_tags=undo)
    address = reverse("insight:score-card")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)

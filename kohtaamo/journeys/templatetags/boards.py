from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from functools import lru_cache

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kohtaamo.journeys.models import Stage
from kohtaamo.journeys.queries import Column

register = template.Library()

# Stands in the forms of what is remembered, where each look at the page has a token of its own. Nobody can know it.
TOKEN = secrets.token_hex(32)
REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Look:
    """What else than its content decides how a stage is drawn.

    `focus` and `chosen` are of this stage, else empty; `prefix` is the beginning of the organisation's addresses.
    """

    journey: int
    prefix: str
    language: str
    query: str
    more_query: str
    state: str
    focus: str
    chosen: int | None
    can_change: bool


@register.simple_tag(takes_context=True)
def stage_of_board(context: Context, column: Column) -> SafeString:
    """A stage with its cards. Most look as they did at the last look, and a large map has hundreds of forms."""
    look = look_at(column, context)
    drawn = drawn_stage(column, look)
    if look.can_change:
        drawn = drawn.replace(TOKEN, str(context.get("csrf_token", "")))
    return mark_safe(drawn)  # noqa: S308  drawn by a template


def look_at(column: Column, context: Context) -> Look:
    focus, chosen = str(context.get("focus") or ""), context.get("chosen")
    return Look(
        journey=context["journey"].pk,
        prefix=get_script_prefix(),
        language=get_language() or "",
        query=str(context.get("query", "")),
        more_query=str(context.get("more_query", "")),
        state=str(context.get("state", "")),
        focus=focus if focus and focus in column.places_of_focus() else "",
        chosen=chosen if chosen and any(card.placement == chosen for card in column.cards()) else None,
        can_change=bool(context.get("can_change")),
    )


@lru_cache(maxsize=REMEMBERED)
def drawn_stage(column: Column, look: Look) -> str:
    phases = Stage.Phase.choices
    facts = {"column": column, "phases": phases, "phase": dict(phases)[column.phase], "csrf_token": TOKEN}
    return get_template("journeys/_stage.html").render({**asdict(look), **facts})

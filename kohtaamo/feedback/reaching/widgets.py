"""Widgets: where a survey may stand on others' pages, and what the script of one is given."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kohtaamo.feedback.models import Survey, Widget
from kohtaamo.feedback.queries import published_version
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import across_organisations

from .links import make_link
from .rules import Rules

TOKEN_BYTES = 9
MOST_SITES = 50
SITE = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
PROGRAM = "kohtaamo/widget.js"
# Before the program: what this widget is given, kept until the program is there to take it.
GIVEN = (
    "((window.kohtaamo=window.kohtaamo||{{}}).begin||function(one){{(kohtaamo.queue=kohtaamo.queue||[]).push(one)}})"
    "([{0},document.currentScript]);"
)


class UnfitSiteError(ValueError):
    """What was written names no website."""


@transaction.atomic
def make_widget(
    *,
    survey: Survey,
    name: str,
    place: str = Widget.Place.CORNER,
    sites: Iterable[str] = (),
    words: Mapping[str, str] | None = None,
    rules: Rules | None = None,
    actor: Member | None = None,
) -> Widget:
    rules = rules or Rules()
    link = make_link(survey=survey, name=name, way=way_of(rules), channel="web", actor=actor)
    return Widget.objects.create(
        link=link,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        place=place,
        sites=[site_of(one) for one in sites],
        words=dict(words or {}),
        rules=rules.stored(),
    )


@transaction.atomic
def change_widget(
    *,
    widget: Widget,
    name: str,
    place: str,
    sites: Iterable[str],
    words: Mapping[str, str],
    rules: Rules,
    actor: Member | None = None,
) -> Widget:
    """Pages that carry it follow within the hour, without being touched."""
    link = widget.link
    link.name, link.way = name, way_of(rules)
    link.save(update_fields=["name", "way"])
    widget.place, widget.words, widget.rules = place, dict(words), rules.stored()
    widget.sites = [site_of(one) for one in sites]
    widget.save(update_fields=["place", "sites", "words", "rules"])
    events.record("feedback.link_changed", subject_id=link.pk, data={"name": link.name}, actor=actor)
    return widget


def way_of(rules: Rules) -> str:
    return "popover" if rules.opens_itself else "widget"


def site_of(written: str) -> str:
    """The origin of a site, as a browser names it: "www.example.org/shop" is https://www.example.org."""
    text = written.strip().casefold()
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.netloc.rpartition("@")[2].encode("idna").decode("ascii") if parts.netloc else ""
    except ValueError:
        raise UnfitSiteError(written) from None
    origin = f"{parts.scheme}://{host}"
    if not SITE.fullmatch(origin):
        raise UnfitSiteError(written)
    return origin


def sites_of(survey: Survey) -> list[str]:
    """Origins on whose pages the respondent's pages may stand; none where there is no widget in use."""
    rows = Widget.objects.filter(link__survey=survey, link__is_open=True).values_list("sites", flat=True)
    return sorted({site for sites in rows for site in sites})


def widget_of(token: str) -> Widget | None:
    """The widget of a script's address, whichever organisation it belongs to."""
    with across_organisations():
        rows = Widget.objects.select_related("link", "link__survey", "organisation")
        return rows.filter(token=token).first()


def script_of(widget: Widget, origin: str) -> str:
    """The program with what this widget needs to know, in one answer: a page's policy may forbid loading more."""
    return GIVEN.format(json.dumps(given_to(widget, origin), sort_keys=True)) + program()


def given_to(widget: Widget, origin: str) -> dict[str, Any]:
    survey, link = widget.link.survey, widget.link
    version = published_version(survey)
    if version is None or survey.status != Survey.Status.OPEN or not link.is_open:
        return {"token": widget.token, "shut": True}
    languages = version.questionnaire["languages"]
    return {
        "token": widget.token,
        "origin": origin,
        "address": f"{origin}/s/{survey.token}/?via={link.code}",
        "place": widget.place,
        "sites": widget.sites,
        "rules": widget.rules,
        "words": {language: words_in(widget, language) for language in languages},
    }


def words_in(widget: Widget, language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "open": widget.words.get(language) or _("Give feedback"),
            "close": _("Close"),
            "name": _("Survey of %(asker)s") % {"asker": widget.organisation.name},
            "opened": _("A survey opened at the bottom of the page."),
        }


@lru_cache(maxsize=1)
def program() -> str:
    found = finders.find(PROGRAM)
    return Path(str(found)).read_text(encoding="utf-8") if found else ""


def mark_of(script: str) -> str:
    return hashlib.sha256(script.encode()).hexdigest()[:20]

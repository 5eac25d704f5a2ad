"""What people talk about: the themes of open text in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kohtaamo.insight.charts import language
from kohtaamo.insight.comments import looked_for, with_readings
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.jobs import reread_themes
from kohtaamo.insight.models import ThemeChange
from kohtaamo.insight.themes.figures import Found, ThemeFigures, figures_by_touchpoint, figures_of_themes
from kohtaamo.insight.themes.rereading import claim_silent
from kohtaamo.insight.themes.taxonomy import ThemeNow, themes_now
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.text import show_percent, show_range, show_signed
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.tenancy import current_organisation_id

from .page import chosen_on, filter_context

NEWEST = 5
HEIGHT, STEP, BAR = 28, 9, 7
TONE_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the small picture, in the units of its drawing."""

    x: int
    y: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    theme: ThemeNow
    figures: ThemeFigures
    bars: Sequence[Bar]
    comments_url: str
    url: str

    @property
    def change(self) -> str:
        """In percentage points, as is its interval."""
        found = self.figures.change
        return show_signed(100 * found.value, language(), 0) if found else ""

    @property
    def change_range(self) -> str:
        found = self.figures.change
        return show_range(round(100 * found.low), round(100 * found.high), language(), 0) if found else ""

    @property
    def tone_range(self) -> str:
        """With as many decimals as the tone itself has on the page."""
        tone = self.figures.tone
        return show_range(tone.low, tone.high, language(), TONE_DECIMALS) if tone else ""

    @property
    def tone_state(self) -> str:
        tone = self.figures.tone
        if tone is None or tone.low <= 0 <= tone.high:
            return "same"
        return "better" if tone.low > 0 else "worse"


@requires("insight.read")
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    chosen = chosen_on(request)
    every = themes_now(hidden=True)
    shown = [theme for theme in every if theme.is_active]
    found = figures_of_themes([theme.key for theme in shown], chosen.where)
    context = {
        **filter_context(chosen),
        "dimensions": [],
        "rows": rows_of(shown, found, chosen),
        "hidden_themes": [theme for theme in every if not theme.is_active],
        "found": found,
        "stretch": stretch_in_words(found.stretch),
        "width": STEP * len(next(iter(found.themes.values())).bars) if found.themes else 0,
        "height": HEIGHT,
        "bar": BAR,
        "is_new": not found.n and not looked_for()[:1],
        "may_change": may(request.member, "insight.write"),
        "change": ThemeChange.objects.exclude(status=ThemeChange.Status.DONE).first(),
    }
    return render(request, "insight/theme_list.html", context)


def rows_of(shown: Sequence[ThemeNow], found: Found, chosen: Filter) -> list[Row]:
    """Themes under another stay under it; among themselves the most mentioned stand first."""
    under: dict[str, list[ThemeNow]] = {}
    for theme in shown:
        under.setdefault(theme.parent, []).append(theme)
    known = {theme.key for theme in shown}
    tops = [theme for theme in shown if theme.parent not in known]

    def grown(themes: Sequence[ThemeNow], depth: int) -> list[ThemeNow]:
        ordered = sorted(themes, key=lambda theme: -found.themes[theme.key].mentions)
        return [
            one
            for theme in ordered
            for one in (replace(theme, depth=depth), *grown(under.get(theme.key, []), depth + 1))
        ]

    return [row_of(theme, found.themes[theme.key], chosen) for theme in grown(tops, 0)]


def row_of(theme: ThemeNow, figures: ThemeFigures, chosen: Filter) -> Row:
    return Row(
        theme=theme,
        figures=figures,
        bars=bars_of(figures.bars),
        comments_url=f"{reverse('insight:comments')}?{urlencode(comments_asked(theme.key, chosen))}",
        url=f"{reverse('insight:theme', args=[theme.key])}?{chosen.query(by=None, size=None)}",
    )


def comments_asked(key: str, chosen: Filter, touchpoint: int | None = None) -> dict[str, str]:
    """The page of comments knows the touchpoint and the usual days."""
    place = touchpoint if touchpoint is not None else chosen.where.touchpoint
    asked = {"theme": key, "touchpoint": place, "days": chosen.days}
    return {name: str(value) for name, value in asked.items() if value is not None}


def bars_of(shares: Sequence[float | None]) -> list[Bar]:
    """The highest fills the picture: each theme is drawn on a scale of its own."""
    top = max((one for one in shares if one), default=0.0)
    found = []
    for at, one in enumerate(shares):
        height = round((HEIGHT - 2) * one / top, 1) if one and top else 0.0
        drawn = max(height, 1.0)
        words = show_percent(one, language(), 0) if one is not None else "–"
        found.append(Bar(at * STEP, HEIGHT - drawn, drawn, words))
    return found


def stretch_in_words(days: int) -> str:
    return ngettext("a stretch of %(days)d day", "a stretch of %(days)d days", days) % {"days": days}


@requires("insight.read")
@require_GET
def show(request: MemberRequest, key: str) -> HttpResponse:
    chosen = chosen_on(request)
    theme = next((one for one in themes_now() if one.key == key), None)
    if theme is None:
        raise Http404
    found = figures_of_themes([key], chosen.where)
    places = figures_by_touchpoint(key, chosen.where)
    names = dict(Touchpoint.objects.filter(pk__in=places).values_list("pk", "name"))
    newest = looked_for(theme=key, period=chosen.where.period, touchpoint=chosen.where.touchpoint)[:NEWEST]
    context = {
        **filter_context(chosen),
        "dimensions": [],
        "theme": theme,
        "row": row_of(theme, found.themes[key], chosen),
        "found": found,
        "stretch": stretch_in_words(found.stretch),
        "width": STEP * len(found.themes[key].bars),
        "height": HEIGHT,
        "bar": BAR,
        "places": [
            place_row(theme, names.get(place, ""), place, one, chosen) for place, one in places.items()
        ],
        "comments": with_readings(list(newest)),
        "may_change": may(request.member, "insight.write"),
    }
    return render(request, "insight/theme_detail.html", context)


def place_row(
    theme: ThemeNow, name: str, place: int, figures: ThemeFigures, chosen: Filter
) -> tuple[str, Row]:
    asked = urlencode(comments_asked(theme.key, chosen, place))
    return name, Row(theme, figures, (), f"{reverse('insight:comments')}?{asked}", "")


@requires("insight.read")
@never_cache
@require_GET
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """Asked every second by an open page, which is also who notices that a job was killed."""
    change = get_object_or_404(ThemeChange, pk=pk)
    if claim_silent(change=change):
        reread_themes.enqueue(current_organisation_id(), change.pk)
    return render(request, "insight/_theme_progress.html", {"change": change})

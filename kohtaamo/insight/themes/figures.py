"""How often comments mention each theme, and in what tone; against the days before, over time and by place.

Counted are customers' comments in a language that themes are read in. An answer that came when its quota was
full is in no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from kohtaamo.feedback.models import over_quota
from kohtaamo.insight.facts import seldom
from kohtaamo.insight.models import Reading, ThemeMention
from kohtaamo.insight.queries import current_organisation
from kohtaamo.insight.where import AttributeText, Where, midnight
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import (
    Difference,
    Estimate,
    difference,
    discoveries,
    sentiment_net,
    share,
    share_sample,
    two_shares,
)
from kohtaamo.language.themes import LANGUAGES

from .finding import changes_now, version_of

MOST_BARS = 13
FALSE_DISCOVERIES = 0.05
TONES = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}
# Each dimension of a filter as a comment has it.
PATHS = {
    "touchpoint": "touchpoint",
    "channel": "answer__channel",
    "unit": "answer__unit",
    "survey": "answer__survey",
    "segment": "answer__customer__segment",
    "source": "answer__source",
}


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """`mentions` of `n` comments; a figure is None where it would stand on too few."""

    mentions: int
    n: int
    share: Estimate | None
    change: Difference | None
    # the change is more than chance, all themes of the page taken into account
    is_real: bool
    tone: Estimate | None
    # mentions whose tone is sure
    toned: int
    # share of the comments of each stretch of the period, None without comments
    bars: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`stretch` is how many days a bar has; `before` how many comments there were in the days before."""

    n: int
    before: int
    stretch: int
    minimum: int
    themes: Mapping[str, ThemeFigures]


def figures_of_themes(keys: Sequence[str], where: Where) -> Found:
    """Of these themes; the period of `where` must be there. Of many comments counted anew in some minutes."""
    minimum = current_organisation().minimum_answers
    question = repr((tuple(keys), where, minimum, version_of(changes_now())))
    name = f"themes-{sha256(question.encode()).hexdigest()}"
    return seldom(name, lambda: count_themes(keys, where, minimum))


def count_themes(keys: Sequence[str], where: Where, minimum: int) -> Found:
    period = asked(where)
    stretches = stretches_of(period)
    comments = counted(read_comments(where), stretches)
    mentions = counted(mentioned(where).filter(theme__in=keys), stretches, "theme", "label")
    n, before = sum(comments.get((at,), 0) for at in range(1, len(stretches) + 1)), comments.get((0,), 0)
    raw = {key: of_theme(key, mentions, comments, len(stretches), minimum) for key in keys}
    changes = [one.change.p if one.change else 1.0 for one in raw.values()]
    real = dict(zip(raw, discoveries(changes, rate=FALSE_DISCOVERIES), strict=True))
    return Found(
        n=n,
        before=before,
        stretch=stretches[-1].days,
        minimum=minimum,
        themes={key: replace(one, is_real=real[key] and one.change is not None) for key, one in raw.items()},
    )


def asked(where: Where) -> Period:
    if where.period is None:
        raise ValueError("themes are counted in a period")
    return where.period


def stretches_of(period: Period) -> list[Period]:
    """Equal parts, counted from the end; the first may be shorter."""
    days = -(-period.days // MOST_BARS)
    found, end = [], period.end
    while end > period.start:
        start = max(period.start, end - timedelta(days=days))
        found.append(Period(start, end))
        end = start
    return found[::-1]


def of_theme(
    key: str,
    mentions: Mapping[tuple[Any, ...], int],
    comments: Mapping[tuple[Any, ...], int],
    bars: int,
    minimum: int,
) -> ThemeFigures:
    by_stretch = [sum(mentions.get((at, key, label), 0) for label in (*TONES, "")) for at in range(bars + 1)]
    all_by_stretch = [comments.get((at,), 0) for at in range(bars + 1)]
    now, before = sum(by_stretch[1:]), by_stretch[0]
    n, n_before = sum(all_by_stretch[1:]), all_by_stretch[0]
    tones = {
        sign: sum(mentions.get((at, key, label), 0) for at in range(1, bars + 1))
        for label, sign in TONES.items()
    }
    return figures(
        (now, n),
        (before, n_before),
        tones,
        minimum,
        [
            part / whole if whole else None
            for part, whole in zip(by_stretch[1:], all_by_stretch[1:], strict=True)
        ],
    )


def figures(
    now: tuple[int, int],
    before: tuple[int, int],
    tones: Mapping[float, int],
    minimum: int,
    bars: Iterable[float | None] = (),
) -> ThemeFigures:
    """`now` and `before` are (mentions, comments)."""
    toned = sum(tones.values())
    can_tell = now[1] >= max(minimum, 1)
    return ThemeFigures(
        mentions=now[0],
        n=now[1],
        share=share(*now) if can_tell else None,
        change=change_of(now, before) if can_tell and before[1] >= max(minimum, 1) else None,
        is_real=False,
        tone=sentiment_net(tones) if toned >= max(minimum, 1) else None,
        toned=toned,
        bars=tuple(bars),
    )


def change_of(now: tuple[int, int], before: tuple[int, int]) -> Difference:
    """Two shares compared: the interval of Agresti & Caffo 2000, which also holds where nobody said it."""
    pooled = two_shares(now, before)
    return replace(difference(share_sample(*now), share_sample(*before)), z=pooled.z, p=pooled.p)


def figures_by_touchpoint(key: str, where: Where) -> dict[int, ThemeFigures]:
    """One theme at each touchpoint where it is mentioned, or was in the days before; most mentions first."""
    period, minimum = asked(where), current_organisation().minimum_answers
    both = [period]
    comments = counted(read_comments(where), both, "comment__touchpoint")
    mentions = counted(mentioned(where).filter(theme=key), both, "comment__touchpoint", "label")
    places = {place for _at, place in comments}
    found = {}
    for place in places:
        said = [sum(mentions.get((at, place, label), 0) for label in (*TONES, "")) for at in (0, 1)]
        tones = {sign: mentions.get((1, place, label), 0) for label, sign in TONES.items()}
        numbers = (comments.get((1, place), 0), comments.get((0, place), 0))
        found[place] = figures((said[1], numbers[0]), (said[0], numbers[1]), tones, minimum)
    seen = {place: one for place, one in found.items() if one.mentions or (one.change and one.change.value)}
    return dict(sorted(seen.items(), key=lambda item: (-item[1].mentions, item[0])))


def top_themes(touchpoints: Sequence[int], period: Period) -> dict[int, tuple[int, list[tuple[str, int]]]]:
    """Touchpoint -> its comments and the themes mentioned in them, the most mentioned first."""
    inside = Q(happened_at__gte=midnight(period.start), happened_at__lt=midnight(period.end))
    rows = ThemeMention.objects.filter(inside, comment__touchpoint__in=touchpoints).order_by()
    found: dict[int, list[tuple[str, int]]] = {}
    for place, theme, n in rows.values_list("comment__touchpoint", "theme").annotate(n=Count("pk")):
        found.setdefault(place, []).append((theme, n))
    comments = Reading.objects.filter(
        comment__touchpoint__in=touchpoints,
        comment__happened_at__gte=midnight(period.start),
        comment__happened_at__lt=midnight(period.end),
        comment__answer__is_from_staff=False,
        language__in=LANGUAGES,
    )
    known = dict(comments.order_by().values_list("comment__touchpoint").annotate(n=Count("pk")))
    return {
        place: (known[place], sorted(themes, key=lambda one: (-one[1], one[0])))
        for place, themes in found.items()
        if place in known
    }


def read_comments(where: Where) -> QuerySet[Reading]:
    rows = Reading.objects.filter(language__in=LANGUAGES, comment__answer__is_from_staff=False).order_by()
    return narrowed(rows.alias(moment=F("comment__happened_at")), where)


def mentioned(where: Where) -> QuerySet[ThemeMention]:
    return narrowed(ThemeMention.objects.order_by().alias(moment=F("happened_at")), where)


def narrowed(rows: QuerySet[Any], where: Where) -> QuerySet[Any]:
    """The period and the one before it of the same length."""
    period = asked(where)
    rows = rows.filter(moment__gte=midnight(period.before.start), moment__lt=midnight(period.end))
    rows = rows.exclude(as_of_comment(over_quota()))
    for name, path in PATHS.items():
        chosen = getattr(where, name)
        if chosen is not None:
            wanted = Q(**{f"comment__{path}": chosen})
            rows = rows.filter(wanted | Q(**{f"comment__{path}__isnull": True}) if chosen == "" else wanted)
    for number, (key, text) in enumerate(sorted(where.attributes.items())):
        rows = rows.alias(**{f"attribute_{number}": AttributeText(key, "comment__answer__attributes")})
        rows = rows.filter(**{f"attribute_{number}": text})
    return rows


def as_of_comment(condition: Q) -> Q:
    """A condition on answers as one on what belongs to their comments."""
    found = Q(*[(f"comment__answer__{name}", value) for name, value in condition.children])  # type: ignore[misc]
    found.connector, found.negated = condition.connector, condition.negated
    return found


def counted(rows: QuerySet[Any], stretches: Sequence[Period], *by: str) -> dict[tuple[Any, ...], int]:
    """(number of the stretch, 0 of the days before, *by) -> how many."""
    starts = list(enumerate((one.start for one in stretches), start=1))
    cases = [When(moment__gte=midnight(start), then=Value(number)) for number, start in reversed(starts)]
    placed = rows.annotate(at=Case(*cases, default=Value(0), output_field=IntegerField()))
    return {tuple(group): n for *group, n in placed.values_list("at", *by).annotate(n=Count("pk"))}

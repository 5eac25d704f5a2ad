"""The themes of one text by the rules of the organisation, with the tone of what is said of each."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from kohtaamo.insight.models import Theme
from kohtaamo.language.analysis import SURE_CLAUSE
from kohtaamo.language.clauses import EDGES
from kohtaamo.language.reading import LONGEST, SURE_TONE, CommentReading
from kohtaamo.language.sentiment import label_of, read_sentiment
from kohtaamo.language.themes import (
    LANGUAGES,
    PlainRuleError,
    Rule,
    RuleIndex,
    index_of,
    read_plain,
    themes_by,
)
from kohtaamo.language.themes import (
    Theme as Found,
)

PROVIDER = "rules"
VERSION = "1"
KEPT_TEXTS = 2_000
KEPT_RULES = 32
# Less sure than this, a theme is shown as unreliable.
SURE_THEME = 0.7


class Changed(NamedTuple):
    """What the organisation made of a theme; None leaves the standard rules of a language."""

    key: str
    is_active: bool
    fi: str | None
    en: str | None


Changes = tuple[Changed, ...]


class Mention(NamedTuple):
    """`label` is empty where the tone is unsure."""

    theme: str
    tone: float
    label: str
    confidence: float
    spans: tuple[tuple[int, int], ...]


def changes_now() -> Changes:
    rows = Theme.objects.order_by("key").values_list("key", "is_active", "rules")
    return tuple(changed(key, rules, is_active=is_active) for key, is_active, rules in rows)


def changed(key: str, rules: dict[str, str], *, is_active: bool = True) -> Changed:
    return Changed(key, is_active, rules.get("fi"), rules.get("en"))


@lru_cache(maxsize=KEPT_RULES)
def version_of(changes: Changes) -> str:
    """Of the rules: another one when the organisation changed any."""
    if not changes:
        return VERSION
    return f"{VERSION}+{sha256(repr(changes).encode()).hexdigest()[:8]}"


@lru_cache(maxsize=KEPT_RULES)
def index_by(changes: Changes, language: str) -> RuleIndex:
    standard = index_of(language)
    replaced = {one.key for one in changes if not one.is_active or getattr(one, language) is not None}
    if not replaced:
        return standard
    kept = tuple(rule for rule in standard.rules if rule.theme not in replaced)
    return RuleIndex((*kept, *(rule for one in changes if one.is_active for rule in rules_of(one, language))))


def rules_of(one: Changed, language: str) -> tuple[Rule, ...]:
    """None where what is written is no longer understood; it was when it was saved."""
    try:
        return read_plain(getattr(one, language) or "", theme=one.key, language=language)
    except PlainRuleError:
        return ()


@lru_cache(maxsize=KEPT_TEXTS)
def mentions_in(text: str, reading: CommentReading, changes: Changes) -> tuple[Mention, ...]:
    language = reading.language
    if language not in LANGUAGES:
        return ()
    text = text[:LONGEST]
    found = themes_by(index_by(changes, language), text)
    # several themes often stand in the same clauses, and one clause is often the whole text
    places = {one.clauses for one in found}
    tones = {clauses: tone_of(text, reading, clauses) for clauses in places}
    return tuple(told(one, *tones[one.clauses]) for one in found)


def told(found: Found, tone: float, is_sure: bool) -> Mention:
    return Mention(found.key, tone, label_of(tone) if is_sure else "", found.confidence, found.evidence)


def tone_of(text: str, reading: CommentReading, clauses: tuple[tuple[int, int], ...]) -> tuple[float, bool]:
    """Of the words of the lists in a theme's own clauses, and whether it is sure; where they do not say, of the
    whole text. A model of whole texts says no more of so few words.
    """
    whole = reading.sentiment or 0.0, reading.sentiment is not None and reading.confidence >= SURE_TONE
    spoken = "\n".join(text[start:end] for start, end in clauses)
    if len(spoken) >= len(text.strip(EDGES)):
        return whole
    own = read_sentiment(spoken, reading.language)
    if own.confidence < SURE_CLAUSE:
        return whole
    tone = float(own.value)
    agrees = whole[1] and label_of(whole[0]) == label_of(tone)
    return tone, own.confidence >= SURE_TONE or agrees

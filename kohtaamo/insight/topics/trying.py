"""What words would catch, before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kohtaamo.insight.comments import Read, with_readings
from kohtaamo.insight.where import today
from kohtaamo.kit.periods import Period
from kohtaamo.language.topics import QueryError, matches, parse, prepare

from .asked import TopicsAsked, comments_of
from .hearing import heard, texts_of
from .wording import problem_in_words

TRIED_DAYS = 90
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """`n` comments caught of `of`; `problem` in words where the query cannot be read."""

    n: int = 0
    of: int = 0
    examples: Sequence[Read] = ()
    problem: str = ""


def tried(words: str) -> Tried:
    """On the newest comments of the last 90 days."""
    try:
        query = parse(words)
    except QueryError as problem:
        return Tried(problem=problem_in_words(problem))
    rows = heard(comments_of(TopicsAsked(Period.last_days(TRIED_DAYS, today()))), with_text=True)
    caught = [one.pk for one in rows if matches(query, prepare(one.text, one.language))]
    shown = texts_of(caught[-MOST_SHOWN:])
    examples = with_readings([shown[pk] for pk in reversed(caught[-MOST_SHOWN:]) if pk in shown])
    return Tried(len(caught), len(rows), examples)

"""What a look finds. Kept as words and keys of comments, never as their texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kohtaamo.insight.models import TopicRun, TopicTag
from kohtaamo.language.redacting import find
from kohtaamo.language.topics import (
    Emerging,
    Term,
    Topic,
    discover,
    emerging,
    sentences_in,
    summary,
    terms_in,
)

from .asked import asked_by, comments_of
from .hearing import Heard, heard
from .moving import moving, scores_beside

Tell = Callable[[float], None]
# A language of fewer comments is left for the others.
FEWEST_OF_A_LANGUAGE = 20
MOST_TERMS = 15
MOST_QUOTES = 3
# So many of the nearest comments are read for quotes.
NEAREST = 60
SENTENCES = 5
SHORTEST_QUOTE, LONGEST_QUOTE = 3, 40
# A look is told of one kind of topic by such keys: "found:fi:0" or "asked:7".
FOUND, ASKED = "found", "asked"


def findings(run: TopicRun, tell: Tell) -> dict[str, Any]:
    asked = asked_by(run)
    now = heard(comments_of(asked), with_text=True)
    before = heard(comments_of(asked, run.period.before), with_text=True)
    tell(0.1)
    languages = languages_of(now)
    found = []
    for number, language in enumerate(languages):
        found.append(
            in_language(
                language,
                [one for one in now if one.language == language],
                [one for one in before if one.language == language],
            )
        )
        tell(0.1 + 0.6 * (number + 1) / len(languages))
    told = {
        "n": len(now),
        "languages": found,
        "summary": summed_up(now),
        "moving": moved(now, found, tell),
    }
    tell(0.95)
    return told


def languages_of(rows: Sequence[Heard]) -> list[str]:
    """Those with enough comments, the commonest first."""
    counts: dict[str, int] = {}
    for one in rows:
        counts[one.language] = counts.get(one.language, 0) + 1
    common = [code for code, many in counts.items() if many >= FEWEST_OF_A_LANGUAGE and code]
    return sorted(common, key=lambda code: (-counts[code], code))


def in_language(language: str, now: Sequence[Heard], before: Sequence[Heard]) -> dict[str, Any]:
    terms = [terms_in(one.text, language) for one in now]
    changed = emerging(terms, [terms_in(one.text, language) for one in before])
    discovered = discover(terms)
    return {
        "language": language,
        "n": len(now),
        "before": len(before),
        "needed": discovered.needed,
        "told": discovered.n,
        "rising": [as_kept(one, now) for one in changed if one.is_rising][:MOST_TERMS],
        "fading": [as_kept(one, now) for one in changed if not one.is_rising][:MOST_TERMS],
        "topics": [as_topic(topic, now, terms) for topic in discovered.topics],
    }


def as_kept(one: Emerging, rows: Sequence[Heard]) -> dict[str, Any]:
    return {
        "written": one.written,
        "now": one.now,
        "of_now": one.of_now,
        "before": one.before,
        "of_before": one.of_before,
        "p": one.odds.p,
        "comments": [rows[place].pk for place in one.places],
    }


def as_topic(topic: Topic, rows: Sequence[Heard], terms: Sequence[Sequence[Term]]) -> dict[str, Any]:
    return {
        "words": list(topic.words),
        "comments": [rows[place].pk for place in topic.places],
        "quotes": quotes_of(topic, rows, terms),
    }


def quotes_of(
    topic: Topic, rows: Sequence[Heard], terms: Sequence[Sequence[Term]]
) -> list[tuple[int, int, int]]:
    """Sentences that have most of the words of the topic, of the comments nearest to it.

    No two of the same words, and none in which personal data are found.
    """
    found: list[tuple[int, tuple[int, int, int]]] = []
    said: set[frozenset[str]] = set()
    for place in topic.places[:NEAREST]:
        likeness = frozenset(term.key for term in terms[place])
        told = None if likeness in said else quotable(rows[place].text, topic, rows[place].language)
        if told:
            said.add(likeness)
            words, start, end = told
            found.append((words, (rows[place].pk, start, end)))
    # the sort is stable: of equals the nearest stays first
    return [quote for _, quote in sorted(found, key=lambda one: -one[0])[:MOST_QUOTES]]


def quotable(text: str, topic: Topic, language: str) -> tuple[int, int, int] | None:
    """The sentence with most words of the topic: how many, and where it is."""
    best = None
    for start, end in sentences_in(text):
        sentence = text[start:end]
        if not SHORTEST_QUOTE <= len(sentence.split()) <= LONGEST_QUOTE or find(sentence):
            continue
        words = len({term.key for term in terms_in(sentence, language)} & set(topic.keys))
        if words > (best[0] if best else 0):
            best = (words, start, end)
    return best


def summed_up(rows: Sequence[Heard]) -> list[tuple[int, int, int]]:
    found = summary([one.text for one in rows], [one.language for one in rows], most=SENTENCES)
    return [(rows[one.place].pk, one.start, one.end) for one in found]


def moved(rows: Sequence[Heard], found: Sequence[Mapping[str, Any]], tell: Tell) -> list[dict[str, Any]]:
    """Of every score that is told beside the comments, each with the topics of all languages and those asked for."""
    answer_of = {one.pk: one.answer for one in rows}
    topics: dict[str, set[int]] = {
        f"{FOUND}:{part['language']}:{number}": {answer_of[pk] for pk in topic["comments"]}
        for part in found
        for number, topic in enumerate(part["topics"])
    }
    tags = TopicTag.objects.filter(topic__removed_at=None, comment__answer__is_from_staff=False)
    for topic, comment in tags.values_list("topic", "comment").iterator():
        if comment in answer_of:
            topics.setdefault(f"{ASKED}:{topic}", set()).add(answer_of[comment])
    scores = scores_beside(set(answer_of.values()))
    weighed = []
    for number, (kind, score) in enumerate(scores.items()):
        weighed.append(asdict(moving(kind, score, topics)))
        tell(0.7 + 0.25 * (number + 1) / len(scores))
    return weighed

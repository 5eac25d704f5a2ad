"""A look, and the topics that people ask for, as a page shows them: counted now, of the comments there are now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.charts import language
from kohtaamo.insight.driving.wording import kind_name, percent, range_in_percent
from kohtaamo.insight.models import QueryTopic, TopicRun, TopicTag
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import show_number, show_percent_range, show_range, show_signed, whole_number
from kohtaamo.language.redacting import find
from kohtaamo.language.topics import FEWEST_TO_COMPARE

from .counting import Counted, counted
from .finding import ASKED, FOUND
from .hearing import Heard, texts_of
from .wording import language_name, query_of

LINE_WIDTH, LINE_HEIGHT = 96, 24
VERY_SURE = 0.001
SENTENCE = "sentence"
LISTS = {FOUND: "topics", "rising": "rising"}


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A count as words, and as places on a bar and in a line."""

    n: int
    share: str
    interval: str
    start: str
    width: str
    point: str
    tone: str
    tone_interval: str
    sure: int
    line: str
    line_words: str


@dataclass(frozen=True, slots=True)
class Quote:
    """`of` leads to the comment it was cut from, in `comments_behind`."""

    text: str
    comment: Comment
    of: str = ""


def shown_count(found: Counted | None, *, top: float = 1.0) -> ShownCount | None:
    if found is None:
        return None
    tone = found.tone
    return ShownCount(
        n=found.n,
        share=percent(found.share.value),
        interval=show_percent_range(found.share.low, found.share.high, language()),
        start=f"{min(1.0, found.share.low / top):.2%}",
        width=f"{min(1.0, (found.share.high - found.share.low) / top):.2%}",
        point=f"{min(1.0, found.share.value / top):.2%}",
        tone=show_signed(tone.value, language(), 2) if tone else "",
        tone_interval=show_range(tone.low, tone.high, language(), 2) if tone else "",
        sure=found.sure,
        line=line_of(found.line),
        line_words=", ".join(show_number(count, language()) for count in found.line),
    )


def line_of(counts: Sequence[int]) -> str:
    """Points of a line in a box of `LINE_WIDTH` by `LINE_HEIGHT`; from zero up to the highest."""
    if len(counts) < 2:  # noqa: PLR2004  one point makes no line
        return ""
    top, step = max(1, *counts), LINE_WIDTH / (len(counts) - 1)
    inner = LINE_HEIGHT - 4
    return " ".join(
        f"{place * step:.1f},{2 + inner * (1 - count / top):.1f}" for place, count in enumerate(counts)
    )


def top_of(found: Sequence[Counted | None]) -> float:
    return max((one.share.high for one in found if one), default=1.0) or 1.0


def asked_topics(rows: Mapping[int, Heard], period: Period) -> dict[str, list[Any]]:
    """The topics that people ask for, the commonest first; those that nobody speaks of here by themselves.

    One whose comments are still gone through is not among the latter: it is not known yet.
    """
    topics = list(QueryTopic.objects.filter(removed_at=None))
    members = tagged(topics, rows)
    counts = [counted(members[topic.pk], of=len(rows), period=period) for topic in topics]
    top = top_of(counts)
    often = {topic.pk: count.n if count else 0 for topic, count in zip(topics, counts, strict=True)}
    shown = {topic.pk: shown_count(count, top=top) for topic, count in zip(topics, counts, strict=True)}
    spoken = [topic for topic in topics if often[topic.pk] or topic.is_tagging]
    return {
        "asked_topics": [
            {"topic": topic, "count": shown[topic.pk]}
            for topic in sorted(spoken, key=lambda topic: -often[topic.pk])
        ],
        "unspoken": [topic for topic in topics if topic not in spoken],
    }


def tagged(topics: Sequence[QueryTopic], rows: Mapping[int, Heard]) -> dict[int, list[Heard]]:
    found: dict[int, list[Heard]] = {topic.pk: [] for topic in topics}
    if not found or not rows:
        return found
    tags = TopicTag.objects.filter(topic__in=list(found), comment__gte=min(rows), comment__lte=max(rows))
    for topic, comment in tags.order_by("comment").values_list("topic", "comment"):
        if comment in rows:
            found[topic].append(rows[comment])
    return found


def shown_look(run: TopicRun, rows: Mapping[int, Heard], period: Period) -> dict[str, Any]:
    """What a look found; comments that are gone since are gone from it."""
    result: dict[str, Any] = run.result
    texts = texts_of(quoted(result))
    languages = [shown_language(part, rows, texts, period) for part in result["languages"]]
    return {
        "languages": languages,
        "has_several": len(languages) > 1,
        "has_changed": any(one["rising"] or one["fading"] for one in languages),
        "has_topics": any(one["topics"] for one in languages),
        "summary": quotes(result["summary"], texts),
        "moving": [shown_moving(one, result) for one in result["moving"]],
    }


def quoted(result: Mapping[str, Any]) -> set[int]:
    found = {pk for pk, _, _ in result["summary"]}
    for part in result["languages"]:
        found |= {pk for topic in part["topics"] for pk, _, _ in topic["quotes"]}
    return found


def shown_language(
    part: Mapping[str, Any], rows: Mapping[int, Heard], texts: Mapping[int, Comment], period: Period
) -> dict[str, Any]:
    code = part["language"]
    n = sum(one.language == code for one in rows.values())
    counts = [
        counted([rows[pk] for pk in topic["comments"] if pk in rows], of=n, period=period)
        for topic in part["topics"]
    ]
    top = top_of(counts)
    return {
        "code": code,
        "name": language_name(code),
        "n": n,
        "told": part["told"],
        "needed": part["needed"],
        "missing": max(0, part["needed"] - part["told"]),
        "before": part["before"],
        "too_few_before": min(part["n"], part["before"]) < FEWEST_TO_COMPARE,
        "rising": [shown_term(one, f"rising:{code}:{at}") for at, one in enumerate(part["rising"])],
        "fading": [shown_term(one, "") for one in part["fading"]],
        "topics": [
            {
                "label": ", ".join(topic["words"]),
                "query": query_of(topic["words"]),
                "count": shown_count(count, top=top),
                "quotes": quotes(topic["quotes"], texts),
                "of": f"{FOUND}:{code}:{at}",
            }
            for at, topic, count in often_first(part["topics"], counts)
        ],
    }


def often_first(
    topics: Sequence[Mapping[str, Any]], counts: Sequence[Counted | None]
) -> list[tuple[int, Mapping[str, Any], Counted]]:
    """As they are now: those of which no comment is left are not shown. Each with its place in the look."""
    numbered = enumerate(zip(topics, counts, strict=True))
    left = [(at, topic, count) for at, (topic, count) in numbered if count and count.n]
    return sorted(left, key=lambda one: -one[2].n)


def shown_term(one: Mapping[str, Any], address: str) -> dict[str, Any]:
    return {
        "written": one["written"],
        "now": one["now"],
        "before": one["before"],
        "now_share": percent(one["now"] / one["of_now"]),
        "before_share": percent(one["before"] / one["of_before"]),
        "is_new": one["before"] == 0,
        "sure": how_sure(one["p"]),
        "of": address,
        "query": query_of([one["written"]]),
    }


def how_sure(p: float) -> str:
    if p < VERY_SURE:
        return gettext("very sure, p < %(p)s") % {"p": show_number(VERY_SURE, language(), 3)}
    return gettext("sure, p %(p)s") % {"p": show_number(p, language(), 3)}


def quotes(kept: Sequence[Sequence[int]], texts: Mapping[int, Comment]) -> list[Quote]:
    """What is still there, still as it was cut, and still names nobody."""
    found = []
    for place, (pk, start, end) in enumerate(kept):
        comment = texts.get(pk)
        text = comment.text[start:end] if comment else ""
        if comment and len(text) == end - start and not find(text):
            found.append(Quote(text, comment, f"{SENTENCE}:{place}"))
    return found


def shown_moving(one: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    names = names_of(one["topics"], result)
    known = [topic for topic in one["topics"] if topic["key"] in names]
    top = max((topic["high"] for topic in known), default=1.0) or 1.0
    return {
        "name": kind_name(one["kind"]),
        "n": one["n"],
        "needed": one["needed"],
        "r_squared": percent(one["r_squared"]),
        "topics": [
            {
                "name": names[topic["key"]],
                "n": topic["n"],
                "weight": percent(topic["weight"]),
                "interval": range_in_percent(topic["low"], topic["high"]),
                "is_real": topic["beyond_chance"],
                "lowers": topic["mean_with"] < topic["mean_without"],
                "mean_with": show_number(topic["mean_with"], language(), 1),
                "mean_without": show_number(topic["mean_without"], language(), 1),
                "start": f"{topic['low'] / top:.2%}",
                "width": f"{(topic['high'] - topic['low']) / top:.2%}",
                "point": f"{topic['weight'] / top:.2%}",
            }
            for topic in known
        ],
    }


def names_of(topics: Sequence[Mapping[str, Any]], result: Mapping[str, Any]) -> dict[str, str]:
    """What topics are called now; those that were removed are left out."""
    found = {
        f"{FOUND}:{part['language']}:{at}": ", ".join(topic["words"])
        for part in result["languages"]
        for at, topic in enumerate(part["topics"])
    }
    for key, name in QueryTopic.objects.filter(removed_at=None).values_list("pk", "name"):
        found[f"{ASKED}:{key}"] = name
    wanted = {one["key"] for one in topics}
    return {key: name for key, name in found.items() if key in wanted}


def comments_behind(run: TopicRun, of: str) -> tuple[str, Collection[int]] | None:
    """The name and the comments of what a look found: "found:fi:0", "rising:fi:2", "sentence:1"."""
    if not run.is_done:
        return None
    kind, _, rest = of.partition(":")
    if kind == SENTENCE:
        row = at(run.result["summary"], rest)
        return (gettext("A sentence and its comment"), [row[0]]) if row else None
    code, _, place = rest.partition(":")
    part = next((one for one in run.result["languages"] if one["language"] == code), None)
    row = at(part[LISTS[kind]], place) if part and kind in LISTS else None
    return (row.get("written") or ", ".join(row["words"]), row["comments"]) if row else None


def at(rows: Sequence[Any], place: str) -> Any:
    number = whole_number(place)
    return rows[number] if number is not None and number < len(rows) else None

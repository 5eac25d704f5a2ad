"""What a chat model answered, believed only where it fits what was asked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Sequence
from typing import Any

from .answering import Mark, ReaderError, Reason, Task

FENCE = re.compile(r"\A\s*```[a-z]*\s*(.*?)\s*```\s*\Z", re.DOTALL)
MOST_QUOTES = 10
SHORTEST_QUOTE = 2
NEUTRAL_REACH = 0.5
Marks = tuple[Mark, ...]


def content_of(answer: dict[str, Any]) -> str:
    """The text of a chat completion. Raises `ReaderError` where it refused, was cut or has no text."""
    try:
        choice = answer["choices"][0]
        message = choice["message"]
        if message.get("refusal") or choice.get("finish_reason") == "content_filter":
            raise ReaderError("refused")
        content = message["content"]
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ReaderError("malformed", "no message") from None
    if not isinstance(content, str):
        raise ReaderError("malformed", "no text")
    if choice.get("finish_reason") == "length":
        raise ReaderError("malformed", "cut short")
    return content


def tokens_of(answer: dict[str, Any]) -> int | None:
    usage = answer.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None


def read_reply(content: str, task: Task, keys: Collection[str], texts: Sequence[str]) -> list[Marks | Reason]:
    """What was found in each text, its spans in the text as it was sent; or why that one cannot be believed."""
    items = items_of(content)
    found: list[Marks | Reason] = []
    for number, text in enumerate(texts, start=1):
        item = items.get(str(number))
        found.append("missing" if item is None else read_item(item, task, keys, text))
    return found


def items_of(content: str) -> dict[str, dict[str, Any]]:
    fenced = FENCE.match(content)
    try:
        answer = json.loads(fenced.group(1) if fenced else content)
    except (ValueError, RecursionError):
        raise ReaderError("malformed", "not JSON") from None
    readings = answer.get("readings") if isinstance(answer, dict) else None
    if not isinstance(readings, list):
        raise ReaderError("malformed", "no readings")
    items: dict[str, dict[str, Any]] = {}
    for one in readings:
        if isinstance(one, dict) and isinstance(one.get("id"), str | int):
            items.setdefault(str(one["id"]), one)
    return items


def read_item(item: dict[str, Any], task: Task, keys: Collection[str], text: str) -> Marks | Reason:
    try:
        if task == "sentiment":
            return (tone_in(item, keys, text),)
        listed = item[task]
        if not isinstance(listed, list):
            return "wrong_label"
        marks = [mark_in(one, task, keys, text) for one in listed]
    except (KeyError, TypeError, ValueError, AttributeError):
        return "wrong_label"
    return tuple({one.key: one for one in reversed(marks)}.values())[::-1]


def tone_in(item: dict[str, Any], keys: Collection[str], text: str) -> Mark:
    label, score = item["sentiment"], number(item["score"], -1.0)
    fits = {"positive": score > 0, "negative": score < 0, "neutral": abs(score) <= NEUTRAL_REACH}
    if label not in keys or not fits[label]:
        raise ValueError(label)
    return Mark(label, number(item["confidence"], 0.0), score, quoted(item.get("evidence"), score, text))


def mark_in(one: dict[str, Any], task: Task, keys: Collection[str], text: str) -> Mark:
    key, confidence = one["key"], number(one["confidence"], 0.0)
    if key not in keys:
        raise ValueError(key)
    if task == "emotions":
        return Mark(key, confidence)
    score = number(one["score"], -1.0)
    return Mark(key, confidence, score, quoted(one.get("evidence"), score, text))


def number(value: Any, least: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not least <= value <= 1:
        raise ValueError(value)
    return float(value)


def quoted(quotes: Any, score: float, text: str) -> tuple[tuple[int, int, int], ...]:
    """Where the quotes stand; one that is not in the text is left out."""
    sign = (score > 0) - (score < 0)
    spans: list[tuple[int, int, int]] = []
    for quote in quotes[:MOST_QUOTES] if isinstance(quotes, list) else []:
        if not isinstance(quote, str) or len(quote.strip()) < SHORTEST_QUOTE:
            continue
        match = re.search(re.escape(quote.strip()), text, re.IGNORECASE)
        if match and not any(match.start() < end and start < match.end() for start, end, _sign in spans):
            spans.append((match.start(), match.end(), sign))
    return tuple(sorted(spans))

"""What answers say, as values. Read and written as plain rows: answers come by thousands a second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from kohtaamo.encounters.models import case_number
from kohtaamo.feedback.models import OVER_QUOTA
from kohtaamo.feedback.questions import STAFF_KINDS
from kohtaamo.insight.learning.current import OwnModels, current_models
from kohtaamo.insight.learning.overruling import SIGNS, Overruled, felt_outside, overruled
from kohtaamo.insight.metrics import MEASURED_KINDS
from kohtaamo.insight.models import Measurement, Reading
from kohtaamo.insight.themes.keeping import Spoken, find_mentions, keep_mentions
from kohtaamo.insight.themes.noticing import Noticed, noticed_in
from kohtaamo.language.analyser import Span
from kohtaamo.language.reading import SURE_TONE, CommentReading, read_comment
from kohtaamo.language.strength import strength_of
from kohtaamo.organisation.rows import insert_rows, marks, moments, read_moments, select, stored_json
from kohtaamo.organisation.tenancy import current_organisation_id

from .values import BATCH, Value, write

SENTIMENT = "sentiment"
QUESTION_LENGTH = 60
LANGUAGE_LENGTH = 5
READING_COLUMNS = (
    "organisation_id",
    "comment_id",
    "language",
    "sentiment",
    "label",
    "confidence",
    "spans",
    "strength",
    "emotions",
    "flags",
    "phrases",
    "provider",
    "version",
    "read_at",
)

# Rows are looked up by their keys. The plus keeps the organisation from being looked up instead: without statistics
# SQLite would go through all the rows of the organisation for every batch.
ANSWERS = """
SELECT a.id, CAST(a.content AS text), CAST(a.attributes AS text), a.happened_at, a.touchpoint_id, a.channel,
       a.unit_id, a.customer_id, a.encounter_id, a.survey_id, a.source, a.is_from_staff,
       a.is_complete, c.segment, e.agent_id, e."case"
FROM feedback_answer a
LEFT JOIN encounters_customer c ON c.id = a.customer_id
LEFT JOIN encounters_encounter e ON e.id = a.encounter_id
WHERE +a.organisation_id = %s AND a.id IN {keys}
ORDER BY a.uid
"""
COMMENTS = """
SELECT c.id, c.answer_id, c.question, c.happened_at, c.text, a.language
FROM feedback_comment c JOIN feedback_answer a ON a.id = c.answer_id
WHERE +c.organisation_id = %s AND c.answer_id IN {keys} AND NOT a.is_from_staff
ORDER BY c.id
"""
IN_FORCE = """
SELECT id FROM insight_measurement
WHERE +organisation_id = %s AND answer_id IN {keys} AND NOT is_superseded
"""


read_json = msgspec.json.Decoder().decode
# Answers of a few scales and attributes say the same again and again; longer ones hold texts, which nobody repeats.
SHORT = 300

# question, kind, value
Number = tuple[str, str, float]


class Heard(NamedTuple):
    """An answer, with what else is known of her who gave it."""

    pk: int
    numbers: tuple[Number, ...]
    attributes: Mapping[str, Any]
    happened_at: datetime
    touchpoint_id: int
    channel: str
    unit_id: int | None
    customer_id: int | None
    encounter_id: int | None
    survey_id: int | None
    source: str
    is_from_staff: bool
    is_complete: bool
    segment: str | None
    agent_id: int | None
    case: str | None


class Read(NamedTuple):
    comment_id: int
    answer_id: int
    question: str
    happened_at: datetime
    text: str
    found: CommentReading
    provider: str
    version: str


@transaction.atomic
def measure_answers(*, answers: Iterable[int]) -> int:
    """Write the values of these answers and the tone of their comments; returns how many values are new.

    Values that changed or were taken back are superseded. Safe to repeat: what is already written as it is now
    is left alone. The answers are held, so that of two deliveries about one answer the later reads it as the
    earlier left it.
    """
    keys, new = sorted(set(answers)), 0
    for start in range(0, len(keys), BATCH):
        new += measure_batch(keys[start : start + BATCH])
    return new


def measure_batch(keys: Sequence[int]) -> int:
    heard = {row.pk: row for row in hold(keys)}
    if not heard:
        return 0
    comments = as_overruled(read_comments(list(heard)))
    keep_readings(comments)
    wanted = [value for row in heard.values() for value in values_of(row)]
    wanted += [
        tone_of(heard[one.answer_id], one)
        for one in comments
        if is_sure(one.found) and is_counted(heard[one.answer_id])
    ]
    return write(wanted, in_force(list(heard)))


def hold(keys: Sequence[int]) -> list[Heard]:
    """In the order in which `record_answers` holds them, so that the two never wait for each other."""
    sql = ANSWERS.format(keys=marks(len(keys)))
    if connection.features.has_select_for_update:
        sql += " FOR UPDATE OF a"
    aware = read_moments()
    return [
        Heard(pk, numbers_of(content), attributes_of(attributes), aware(happened_at), *rest)
        for pk, content, attributes, happened_at, *rest in select(sql, [current_organisation_id(), *keys])
    ]


def in_force(keys: Sequence[int]) -> list[Measurement]:
    """Most answers are new and have none, so that is asked first, and lightly."""
    found = select(IN_FORCE.format(keys=marks(len(keys))), [current_organisation_id(), *keys])
    return list(Measurement.objects.filter(pk__in=[key for (key,) in found])) if found else []


def values_of(answer: Heard) -> list[Value]:
    """The values of an answer that some metric measures; a question asked twice counts once.

    Employees' answers have none: they are counted in crowds only (`secrecy`), so nothing that is asked of
    values can tell what one of them said.
    """
    if answer.is_from_staff or not is_counted(answer):
        return []
    return [as_value(answer, *number) for number in answer.numbers]


def numbers_of(content: str) -> tuple[Number, ...]:
    return known_numbers(content) if len(content) <= SHORT else read_numbers(content)


def read_numbers(content: str) -> tuple[Number, ...]:
    """Of the JSON of an answer; none where our own people are asked."""
    given = read_json(content)
    if any(one["kind"] in STAFF_KINDS for one in given):
        return ()
    by_name: dict[tuple[str, str], Number] = {}
    for one in given:
        name, kind, value = one["name"], one["kind"], one["value"]
        if kind in MEASURED_KINDS and isinstance(value, int | float) and not isinstance(value, bool):
            by_name[name, kind] = (name, kind, float(value))
    return tuple(by_name.values())


known_numbers = lru_cache(maxsize=10_000)(read_numbers)


def attributes_of(text: str) -> Mapping[str, Any]:
    """The same object for all who have the same."""
    return known_attributes(text) if len(text) <= SHORT else read_attributes(text)


def read_attributes(text: str) -> Mapping[str, Any]:
    found: dict[str, Any] = read_json(text)
    return found


known_attributes = lru_cache(maxsize=10_000)(read_attributes)


def is_counted(answer: Heard) -> bool:
    """One that came when its quota was full is kept, and is in no number."""
    return answer.is_complete or OVER_QUOTA not in answer.attributes


def tone_of(answer: Heard, comment: Read) -> Value:
    return as_value(answer, comment.question, SENTIMENT, SIGNS[str(comment.found.sentiment_label)])


def as_value(answer: Heard, question: str, kind: str, value: float) -> Value:
    return Value(
        kind=kind,
        question=question[:QUESTION_LENGTH],
        value=value,
        happened_at=answer.happened_at,
        touchpoint_id=answer.touchpoint_id,
        channel=answer.channel,
        unit_id=answer.unit_id,
        agent_id=answer.agent_id,
        customer_id=answer.customer_id,
        segment=answer.segment or "",
        survey_id=answer.survey_id,
        answer_id=answer.pk,
        encounter_id=answer.encounter_id,
        case=case_number(answer.case or ""),
        source=answer.source,
        attributes=answer.attributes,
    )


def get_ready_to_read() -> None:
    """Loads the word lists and models; else the first comment waits a second for them, and all beside it."""
    read_comment("Palvelu oli ystävällistä ja nopeaa.", None)


def read_ahead(*, answers: Iterable[int]) -> None:
    """Reads the comments of these answers; `measure_answers` finds them read, with their themes and all else."""
    keys = sorted(set(answers))
    for start in range(0, len(keys), BATCH):
        comments = read_comments(keys[start : start + BATCH])
        for one in comments:
            noticed_in(one.text, one.found.language)
        find_mentions([spoken(one) for one in comments])


def read_comments(keys: Sequence[int]) -> list[Read]:
    sql, own = COMMENTS.format(keys=marks(len(keys))), current_models()
    aware = read_moments()
    rows = select(sql, [current_organisation_id(), *keys])
    return [
        as_read(own, pk, answer, question, aware(happened_at), text, read(own, text, language or None))
        for pk, answer, question, happened_at, text, language in rows
    ]


@lru_cache(maxsize=4 * BATCH)
def read(own: OwnModels, text: str, hint: str | None) -> CommentReading:
    """What was read ahead of a batch is found again in its transaction."""
    return own.read(text, hint)


def as_read(
    own: OwnModels,
    pk: int,
    answer: int,
    question: str,
    happened_at: datetime,
    text: str,
    found: CommentReading,
) -> Read:
    return Read(pk, answer, question, happened_at, text, found, *own.stamp(found.language))


def as_overruled(comments: Sequence[Read]) -> list[Read]:
    """People's corrections and stronger readers in place of what was read here."""
    winning = overruled(one.comment_id for one in comments)
    return [win(one, winning[one.comment_id]) if one.comment_id in winning else one for one in comments]


def win(read: Read, over: Overruled) -> Read:
    found = replace(
        read.found,
        sentiment=over.score,
        sentiment_label=over.label,
        confidence=over.confidence,
        spans=agreeing(read.found, over.score) if over.spans is None else over.spans,
    )
    return read._replace(found=found, provider=over.provider, version=over.version)


def agreeing(found: CommentReading, score: float) -> tuple[Span, ...]:
    """The words that speak for what a person said; those that speak against would contradict her in colour."""
    return tuple(one for one in found.spans if one[2] == score)


def keep_readings(comments: Sequence[Read]) -> None:
    now, here = moments()(timezone.now()), current_organisation_id()
    felt = felt_outside(one.comment_id for one in comments)
    rows = [
        (
            here,
            one.comment_id,
            one.found.language[:LANGUAGE_LENGTH],
            one.found.sentiment,
            one.found.sentiment_label or "",
            one.found.confidence,
            stored_json(one.found.spans),
            None if one.found.sentiment is None else strength_of(one.found.sentiment),
            *map(stored_json, noticed(one, felt)),
            one.provider,
            one.version,
            now,
        )
        for one in comments
    ]
    insert_rows(Reading, READING_COLUMNS, rows, replacing="comment_id")
    keep_mentions([spoken(one) for one in comments])


def spoken(one: Read) -> Spoken:
    return Spoken(one.comment_id, one.happened_at, one.text, one.found)


def noticed(one: Read, felt: Mapping[int, list[tuple[str, float]]]) -> Noticed:
    ours = noticed_in(one.text, one.found.language)
    return ours._replace(emotions=felt[one.comment_id]) if one.comment_id in felt else ours


def is_sure(found: CommentReading) -> bool:
    return found.confidence >= SURE_TONE and bool(found.sentiment_label)

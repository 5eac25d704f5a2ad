"""The answers of a batch against those stored before: what is new, what is completed, what is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from kohtaamo.feedback.models import OVER_QUOTA, Answer, Comment
from kohtaamo.organisation.rows import insert_rows, marks, moments, next_keys, select, stored_json

COLUMNS = (
    "id",
    "organisation_id",
    "received_at",
    "uid",
    "survey_id",
    "version_id",
    "touchpoint_id",
    "channel",
    "unit_id",
    "customer_id",
    "encounter_id",
    "source",
    "imported_id",
    "language",
    "content",
    "attributes",
    "is_complete",
    "is_from_staff",
    "happened_at",
)
COMMENT_COLUMNS = (
    "organisation_id",
    "answer_id",
    "question",
    "text",
    "touchpoint_id",
    "happened_at",
)


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What became of one item. A refused one has a reason code, and the facts its sentence needs."""

    status: Literal["stored", "duplicate", "refused"]
    answer_id: int | None = None
    reason: str = ""
    facts: Mapping[str, Any] = {}


class NewAnswer(msgspec.Struct, kw_only=True, gc=False):
    """An answer as it will be stored; named as the columns are. `pk` comes when it is written."""

    uid: str
    survey_id: int | None
    version_id: int | None
    touchpoint_id: int
    channel: str
    unit_id: int | None
    customer_id: int | None
    encounter_id: int | None
    source: str
    imported_id: int | None
    language: str
    content: list[dict[str, Any]]
    attributes: dict[str, Any]
    is_complete: bool
    is_from_staff: bool
    happened_at: datetime
    pk: int | None = None


Kept = Answer | NewAnswer


class Pile:
    def __init__(self, organisation_id: int, existing: dict[str, Answer], now: datetime) -> None:
        self.organisation_id = organisation_id
        self.stored_moment = moments()
        self.received_at = self.stored_moment(now)
        self.known: dict[str, Kept] = {**existing}
        self.new: list[NewAnswer] = []
        self.changed: list[Answer] = []

    def place(self, answer: NewAnswer) -> tuple[Kept, Literal["stored", "duplicate"]] | Outcome:
        earlier = self.known.get(answer.uid)
        if earlier is None:
            if not answer.content:
                return Outcome("refused", reason="no_values")
            self.known[answer.uid] = answer
            self.new.append(answer)
            return answer, "stored"
        if says_the_same(earlier, answer):
            return earlier, "duplicate"
        if earlier.is_complete or not is_of_one_origin(earlier, answer):
            return Outcome("refused", reason="uid_taken")
        complete(earlier, answer)
        if isinstance(earlier, Answer) and earlier not in self.changed:
            self.changed.append(earlier)
        return earlier, "stored"

    def touched(self) -> list[Kept]:
        return [*self.new, *self.changed]

    def save(self) -> None:
        if self.new:
            # always in one order, so that two batches with common uids wait for each other and never both
            ordered = sorted(self.new, key=lambda answer: answer.uid)
            for key, answer in zip(next_keys(Answer, len(ordered)), ordered, strict=True):
                answer.pk = key
            insert_rows(Answer, COLUMNS, [self.row(answer) for answer in ordered])
        if self.changed:
            fields = ["content", "attributes", "language", "version", "is_complete", "is_from_staff"]
            Answer.objects.bulk_update(self.changed, fields)
        self.save_comments()

    def row(self, answer: NewAnswer) -> tuple[Any, ...]:
        return (
            answer.pk,
            self.organisation_id,
            self.received_at,
            answer.uid,
            answer.survey_id,
            answer.version_id,
            answer.touchpoint_id,
            answer.channel,
            answer.unit_id,
            answer.customer_id,
            answer.encounter_id,
            answer.source,
            answer.imported_id,
            answer.language,
            stored_json(answer.content),
            stored_json(answer.attributes),
            answer.is_complete,
            answer.is_from_staff,
            self.stored_moment(answer.happened_at),
        )

    def save_comments(self) -> None:
        """Open text of the batch as comments; what a completed answer no longer says goes."""
        said = [
            (answer, value["name"], value["value"])
            for answer in self.touched()
            for value in answer.content
            if value["kind"] == "open_text"
        ]
        standing = self.clear_comments({(answer.pk, name): text for answer, name, text in said})
        rows = [
            (
                self.organisation_id,
                answer.pk,
                name,
                text,
                answer.touchpoint_id,
                self.stored_moment(answer.happened_at),
            )
            for answer, name, text in said
            if (answer.pk, name) not in standing
        ]
        if rows:
            insert_rows(Comment, COMMENT_COLUMNS, rows)

    def clear_comments(self, said: Mapping[tuple[int | None, str], str]) -> set[tuple[int, str]]:
        """Those of completed answers that still stand as they are; the others are deleted."""
        if not self.changed:
            return set()
        earlier = list(Comment.objects.filter(answer__in=self.changed))
        standing = {
            (comment.answer_id, comment.question)
            for comment in earlier
            if said.get((comment.answer_id, comment.question)) == comment.text
        }
        gone = [comment.pk for comment in earlier if (comment.answer_id, comment.question) not in standing]
        Comment.objects.filter(pk__in=gone).delete()
        return standing


def existing_answers(organisation_id: int, uids: Collection[str]) -> dict[str, Answer]:
    """Held until the transaction ends. Most batches know none of theirs, so that is asked first, and lightly."""
    if not uids:
        return {}
    known = select(
        f"SELECT uid FROM feedback_answer WHERE organisation_id = %s AND uid IN {marks(len(uids))}",  # noqa: S608
        [organisation_id, *uids],
    )
    if not known:
        return {}
    rows = Answer.objects.select_for_update().filter(uid__in=[uid for (uid,) in known]).order_by("uid")
    return {answer.uid: answer for answer in rows}


def says_the_same(earlier: Kept, later: NewAnswer) -> bool:
    """A late part of what is complete says nothing new either."""
    if not is_of_one_origin(earlier, later):
        return False
    if later.is_complete:
        return bool(earlier.is_complete and earlier.content == later.content)
    if earlier.is_complete:
        return all(value in earlier.content for value in later.content)
    is_marked_now = OVER_QUOTA in later.attributes and OVER_QUOTA not in earlier.attributes
    return bool(earlier.content == later.content) and not is_marked_now


def is_of_one_origin(earlier: Kept, later: NewAnswer) -> bool:
    return (earlier.touchpoint_id, earlier.survey_id) == (later.touchpoint_id, later.survey_id)


def complete(earlier: Kept, later: NewAnswer) -> None:
    earlier.content = later.content
    earlier.attributes = {**earlier.attributes, **later.attributes}
    earlier.language = later.language or earlier.language
    earlier.version_id = later.version_id or earlier.version_id
    earlier.is_complete = earlier.is_complete or later.is_complete
    if earlier.is_complete:
        earlier.attributes.pop(OVER_QUOTA, None)
    earlier.is_from_staff = earlier.is_from_staff or later.is_from_staff

"""What a program is told of each item it sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import Outcome

from .reading import Given

CREATED, SOME_REFUSED, ALL_REFUSED = 201, 207, 422


class Result(msgspec.Struct):
    """What became of one item; `reason` is a stable code and `message` its sentence."""

    uid: str
    status: Literal["stored", "duplicate", "refused"]
    id: int | None = None
    reason: str = ""
    message: str = ""


class Results(msgspec.Struct):
    stored: int
    duplicates: int
    refused: int
    results: list[Result]


encode = msgspec.json.Encoder().encode


def tell(given: Given, outcomes: Sequence[Outcome]) -> tuple[int, bytes]:
    """Status and body of the reply, its sentences in the language in force."""
    counts = {"stored": 0, "duplicate": 0, "refused": 0}
    results = []
    for uid, outcome in zip(given.uids, outcomes, strict=True):
        counts[outcome.status] += 1
        message = explain(outcome.reason, outcome.facts) if outcome.reason else ""
        results.append(Result(uid, outcome.status, outcome.answer_id, outcome.reason, message))
    refused = counts["refused"]
    status = CREATED if not refused else ALL_REFUSED if refused == len(results) else SOME_REFUSED
    return status, encode(Results(counts["stored"], counts["duplicate"], refused, results))

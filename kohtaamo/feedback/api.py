"""Answers in and out for programs. Every rule stands in the services; here JSON becomes rows and back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from kohtaamo.organisation.access import declare
from kohtaamo.organisation.token_auth import TokenAuth, api_scope

from .intake import AnswerIn, read_items, take_in
from .models import Answer
from .queries import answers_after
from .reasons import explain
from .services import Outcome

MOST_ITEMS = 1000
MOST_IN_A_PAGE = 500

router = Router(tags=["answers"])


class Result(Schema):
    """What became of one item; `reason` is a stable code and `message` its sentence."""

    uid: str
    status: Literal["stored", "duplicate", "refused"]
    id: int | None = None
    reason: str = ""
    message: str = ""


class Results(Schema):
    stored: int
    duplicates: int
    refused: int
    results: list[Result]


class Problem(Schema):
    detail: str


class ValueOut(Schema):
    name: str
    kind: str
    value: Any


class AnswerOut(Schema):
    id: int
    uid: str
    survey: str | None
    touchpoint: int
    channel: str
    language: str
    happened_at: datetime
    received_at: datetime
    complete: bool
    attributes: dict[str, Any]
    values: list[ValueOut]


class AnswersOut(Schema):
    """`next` is the `after` of the next page; null at the end."""

    items: list[AnswerOut]
    next: int | None


BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        AnswerIn.model_json_schema(),
                        {"type": "array", "maxItems": MOST_ITEMS, "items": AnswerIn.model_json_schema()},
                    ]
                }
            }
        },
    }
}


@router.post(
    "/answers",
    auth=TokenAuth("feedback.write"),
    response={201: Results, 207: Results, 400: Problem, 413: Problem, 422: Results},
    openapi_extra=BODY,
    summary="Send one answer, or a list of up to 1,000",
)
@api_scope
def post_answers(request: HttpRequest) -> Status[Any]:
    """201 when every item was kept or known before, 207 when some were refused, 422 when all were.

    Safe to send again: an answer is known by its uid.
    """
    try:
        given = json.loads(request.body)
    except RequestDataTooBig:
        return Status(413, {"detail": _("The request is too large. Send the answers in smaller lists.")})
    except (ValueError, RecursionError):
        return Status(400, {"detail": _("The request is not JSON that can be read.")})
    items = given if isinstance(given, list) else [given]
    if len(items) > MOST_ITEMS:
        most = {"most": MOST_ITEMS}
        return Status(413, {"detail": _("At most %(most)s answers fit in one request.") % most})
    if not items:
        return Status(400, {"detail": _("There are no answers in the request.")})
    outcomes = take_in(read_items(items))
    refused = sum(outcome.status == "refused" for outcome in outcomes)
    status = 201 if not refused else 422 if refused == len(items) else 207
    return Status(status, results_of(items, outcomes, refused))


declare(post_answers, "feedback.write")


def results_of(items: list[Any], outcomes: list[Outcome], refused: int) -> dict[str, Any]:
    return {
        "stored": sum(outcome.status == "stored" for outcome in outcomes),
        "duplicates": sum(outcome.status == "duplicate" for outcome in outcomes),
        "refused": refused,
        "results": [
            {
                "uid": uid_of(item),
                "status": outcome.status,
                "id": outcome.answer_id,
                "reason": outcome.reason,
                "message": explain(outcome.reason, outcome.facts) if outcome.reason else "",
            }
            for item, outcome in zip(items, outcomes, strict=True)
        ],
    }


def uid_of(item: Any) -> str:
    uid = item.get("uid") if isinstance(item, dict) else None
    return uid[:200].encode("utf-8", "replace").decode() if isinstance(uid, str) else ""


class Paging(Schema):
    after: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_IN_A_PAGE)] = 100
    survey: Annotated[str, Field(pattern=r"^[\w-]{0,24}$")] = ""
    touchpoint: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


@router.get(
    "/answers",
    auth=TokenAuth("feedback.read"),
    response=AnswersOut,
    summary="Read answers, oldest first",
)
@api_scope
def get_answers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:  # noqa: ARG001  ninja's name
    """`survey` is the code at the end of a survey's link. Ask again with `after` until `next` is null."""
    rows = list(
        answers_after(paging.after, survey_token=paging.survey, touchpoint_id=paging.touchpoint)[
            : paging.limit + 1
        ]
    )
    page = rows[: paging.limit]
    return {
        "items": [answer_out(answer) for answer in page],
        "next": page[-1].pk if len(rows) > paging.limit else None,
    }


declare(get_answers, "feedback.read")


def answer_out(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.pk,
        "uid": answer.uid,
        "survey": answer.survey.token if answer.survey else None,
        "touchpoint": answer.touchpoint_id,
        "channel": answer.channel,
        "language": answer.language,
        "happened_at": answer.happened_at,
        "received_at": answer.received_at,
        "complete": answer.is_complete,
        "attributes": answer.attributes,
        "values": answer.content,
    }

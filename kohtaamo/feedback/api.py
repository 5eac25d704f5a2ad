"""Answers in and out for programs. Every rule stands in the services; here JSON becomes rows and back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from kohtaamo.organisation.access import declare
from kohtaamo.organisation.token_auth import TokenAuth, api_scope

from .intake import (
    MOST_ITEMS,
    Given,
    UnreadableError,
    body_schema,
    read_body,
    take_in,
    tell,
    too_large,
)
from .intake.invitations import (
    TOO_LARGE,
    InvitationIn,
    UnreadableInvitationsError,
    read_invitations,
    take_invitations,
)
from .models import Answer
from .queries import answers_after

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


BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": body_schema()}}}}


@router.post(
    "/answers",
    auth=TokenAuth("feedback.write"),
    response={201: Results, 207: Results, 400: Problem, 413: Problem, 422: Results},
    openapi_extra=BODY,
    summary="Send one answer, or a list of up to 1,000",
)
@api_scope
def post_answers(request: HttpRequest) -> HttpResponse | Status[Any]:
    """201 when every item was kept or known before, 207 when some were refused, 422 when all were.

    Safe to send again: an answer is known by its uid.
    """
    try:
        given = read_body(request.body)
    except RequestDataTooBig:
        return Status(413, {"detail": too_large().told()})
    except UnreadableError as problem:
        return Status(problem.status, {"detail": problem.told()})
    status, reply = tell(given, take_in(given.items))
    return HttpResponse(reply, status=status, content_type="application/json; charset=utf-8")


declare(post_answers, "feedback.write")


INVITATION = InvitationIn.model_json_schema()
INVITATIONS = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [INVITATION, {"type": "array", "maxItems": MOST_ITEMS, "items": INVITATION}]
                }
            }
        },
    }
}


@router.post(
    "/invitations",
    auth=TokenAuth("feedback.write"),
    response={201: Results, 207: Results, 400: Problem, 413: Problem, 422: Results},
    openapi_extra=INVITATIONS,
    summary="Tell who was invited to answer and what came of it, up to 1,000 at a time",
)
@api_scope
def post_invitations(request: HttpRequest) -> HttpResponse | Status[Any]:
    """Replies as for answers. An invitation is known by its uid, and told again it takes its new outcome."""
    try:
        items, uids = read_invitations(request.body)
    except RequestDataTooBig:
        return Status(413, {"detail": str(TOO_LARGE)})
    except UnreadableInvitationsError as problem:
        return Status(problem.status, {"detail": str(problem.sentence)})
    status, reply = tell(Given([], uids), take_invitations(items))
    return HttpResponse(reply, status=status, content_type="application/json; charset=utf-8")


declare(post_invitations, "feedback.write")


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
    """`survey` is the code at the end of a survey's link. Ask again with `after` until `next` is null.

    What employees answer is never given out one by one: no permission of a key opens it.
    """
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

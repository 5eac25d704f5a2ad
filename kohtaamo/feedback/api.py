"""Answers in and out for programs. Every rule stands in the services; here JSON becomes rows and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema, Status

from kohtaamo.organisation.access import declare
from kohtaamo.organisation.token_auth import TokenAuth, api_scope
from kohtaamo.organisation.veiling import PERSONAL

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
    read_invitations,
    take_invitations,
)
from .intake.occasions import TOO_LARGE as EVENTS_TOO_LARGE
from .intake.occasions import EventIn, read_events, take_events
from .models import Answer, Survey
from .queries import answers_after
from .sending import take_bounce
from .taking_out import FORMS, NotGivenOutError
from .taking_out.reply import file_of
from .veiling import veiled_content

MOST_IN_A_PAGE = 500
NO_SUCH_FILE = _("There is no such survey, or no such form of a file.")

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
    except UnreadableError as problem:
        return Status(problem.status, {"detail": problem.told()})
    status, reply = tell(Given([], uids), take_invitations(items))
    return HttpResponse(reply, status=status, content_type="application/json; charset=utf-8")


declare(post_invitations, "feedback.write")


EVENT = EventIn.model_json_schema()
EVENTS = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"oneOf": [EVENT, {"type": "array", "maxItems": MOST_ITEMS, "items": EVENT}]}
            }
        },
    }
}


class BecameOut(Schema):
    """`reason` is a stable code and `message` its sentence."""

    uid: str
    status: Literal["asked", "left_in_peace", "no_occasion", "duplicate", "refused"]
    reason: str = ""
    message: str = ""


class EventsOut(Schema):
    asked: int
    results: list[BecameOut]


@router.post(
    "/occasions",
    auth=TokenAuth("feedback.write"),
    response={201: EventsOut, 207: EventsOut, 400: Problem, 413: Problem, 422: EventsOut},
    openapi_extra=EVENTS,
    summary="Tell what happened to a customer, up to 1,000 at a time; she is asked by the occasions for it",
)
@api_scope
def post_occasions(request: HttpRequest) -> Status[Any]:
    """Also for webhooks of Standard Webhooks: {"type": "order.delivered", "timestamp": …, "data": {…}}.

    Safe to send again: an event is known by its name and uid.
    """
    try:
        items = read_events(request.body)
    except RequestDataTooBig:
        return Status(413, {"detail": str(EVENTS_TOO_LARGE)})
    except UnreadableError as problem:
        return Status(problem.status, {"detail": problem.told()})
    results = take_events(items)
    refused = sum(one.status == "refused" for one in results)
    status = 201 if not refused else 422 if refused == len(results) else 207
    asked = sum(one.status == "asked" for one in results)
    return Status(status, {"asked": asked, "results": [asdict(one) for one in results]})


declare(post_occasions, "feedback.write")


class BounceOut(Schema):
    """What the report told: bounced, known (already), delayed, unknown (no message of ours) or unreadable."""

    status: Literal["bounced", "known", "delayed", "unknown", "unreadable"]


@router.post(
    "/mail/bounces",
    auth=TokenAuth("feedback.write"),
    response={200: BounceOut, 413: Problem},
    openapi_extra={
        "requestBody": {"required": True, "content": {"message/rfc822": {"schema": {"type": "string"}}}}
    },
    summary="Hand over a message that came back, as your mail server got it (RFC 3464)",
)
def post_bounce(request: HttpRequest) -> Status[Any]:
    try:
        raw = request.body
    except RequestDataTooBig:
        return Status(413, {"detail": str(EVENTS_TOO_LARGE)})
    organisation = request.organisation  # type: ignore[attr-defined]  # set with the token
    return Status(200, {"status": take_bounce(raw, organisation_id=organisation.pk)})


declare(post_bounce, "feedback.write")


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
def get_answers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """`survey` is the code at the end of a survey's link. Ask again with `after` until `next` is null.

    What employees answer is never given out one by one: no permission of a key opens it. In what customers wrote,
    telephone numbers, names and other personal data are hidden from a key without `feedback.personal`.
    """
    rows = list(
        answers_after(paging.after, survey_token=paging.survey, touchpoint_id=paging.touchpoint)[
            : paging.limit + 1
        ]
    )
    page = rows[: paging.limit]
    return {
        "items": [answer_out(answer, is_open=sees_personal(request)) for answer in page],
        "next": page[-1].pk if len(rows) > paging.limit else None,
    }


declare(get_answers, "feedback.read")


@router.get(
    "/surveys/{token}/answers",
    auth=TokenAuth("feedback.read"),
    response={403: Problem, 404: Problem},
    summary="The answers of a survey as a file: csv, xlsx, jsonl, sav (SPSS) or triple_s",
)
@api_scope
def get_answers_file(
    request: HttpRequest,
    token: Annotated[str, Field(pattern=r"^[\w-]{1,24}$")],
    form: Annotated[str, Query(alias="as")] = "csv",
    language: Literal["fi", "en"] = "en",
) -> Any:
    """`token` is the code at the end of the survey's link. Answers of employees are never given out.

    Personal data in what customers wrote are hidden from a key without `feedback.personal`.
    """
    survey = Survey.objects.filter(token=token).first()
    if survey is None or form not in FORMS:
        return Status(404, {"detail": str(NO_SUCH_FILE)})
    try:
        return file_of(survey, form, language, is_open=sees_personal(request))
    except NotGivenOutError as problem:
        return Status(403, {"detail": str(problem)})


declare(get_answers_file, "feedback.read")


def sees_personal(request: HttpRequest) -> bool:
    return PERSONAL in request.auth.permissions  # type: ignore[attr-defined]  # set with the token


def answer_out(answer: Answer, *, is_open: bool) -> dict[str, Any]:
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
        "values": answer.content if is_open else veiled_content(answer.content),
    }

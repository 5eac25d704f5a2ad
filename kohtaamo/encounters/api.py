"""Encounters in for programs. Every rule stands in the services; here JSON becomes rows."""

from __future__ import annotations

from typing import Any, Literal

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from kohtaamo.organisation.access import declare
from kohtaamo.organisation.token_auth import TokenAuth, api_scope

from .intake import MOST_ITEMS, EncounterIn, UnreadableError, read_body, take_in, tell, too_large

router = Router(tags=["encounters"])


class EncounterResult(Schema):
    """What became of one item; `reason` is a stable code and `message` its sentence."""

    uid: str
    status: Literal["stored", "duplicate", "refused"]
    id: int | None = None
    reason: str = ""
    message: str = ""


class EncounterResults(Schema):
    stored: int
    duplicates: int
    refused: int
    results: list[EncounterResult]


class EncounterProblem(Schema):
    detail: str


ITEM = EncounterIn.model_json_schema()
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"oneOf": [ITEM, {"type": "array", "maxItems": MOST_ITEMS, "items": ITEM}]}
            }
        },
    }
}


@router.post(
    "/encounters",
    auth=TokenAuth("feedback.write"),
    response={
        201: EncounterResults,
        207: EncounterResults,
        400: EncounterProblem,
        413: EncounterProblem,
        422: EncounterResults,
    },
    openapi_extra=BODY,
    summary="Send one encounter, or a list of up to 1,000",
)
@api_scope
def post_encounters(request: HttpRequest) -> HttpResponse | Status[Any]:
    """201 when every item was kept or known before, 207 when some were refused, 422 when all were.

    Safe to send again: an encounter is known by its uid.
    """
    try:
        given = read_body(request.body)
    except RequestDataTooBig:
        return Status(413, {"detail": too_large().told()})
    except UnreadableError as problem:
        return Status(problem.status, {"detail": problem.told()})
    status, reply = tell(given, take_in(given.items))
    return HttpResponse(reply, status=status, content_type="application/json; charset=utf-8")


declare(post_encounters, "feedback.write")

"""Encounters in for programs. Every rule stands in the services; here JSON becomes rows."""

from __future__ import annotations

import json
from typing import Any, Literal

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from kohtaamo.organisation.access import declare
from kohtaamo.organisation.token_auth import TokenAuth, api_scope

from .intake import EncounterIn, read_items, take_in
from .reasons import explain
from .services import Outcome

MOST_ITEMS = 1000

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
def post_encounters(request: HttpRequest) -> Status[Any]:
    """201 when every item was kept or known before, 207 when some were refused, 422 when all were.

    Safe to send again: an encounter is known by its uid.
    """
    try:
        given = json.loads(request.body)
    except RequestDataTooBig:
        return Status(413, {"detail": _("The request is too large. Send the encounters in smaller lists.")})
    except (ValueError, RecursionError):
        return Status(400, {"detail": _("The request is not JSON that can be read.")})
    items = given if isinstance(given, list) else [given]
    if len(items) > MOST_ITEMS:
        most = {"most": MOST_ITEMS}
        return Status(413, {"detail": _("At most %(most)s encounters fit in one request.") % most})
    if not items:
        return Status(400, {"detail": _("There are no encounters in the request.")})
    outcomes = take_in(read_items(items))
    refused = sum(outcome.status == "refused" for outcome in outcomes)
    status = 201 if not refused else 422 if refused == len(items) else 207
    return Status(status, results_of(items, outcomes, refused))


declare(post_encounters, "feedback.write")


def results_of(items: list[Any], outcomes: list[Outcome], refused: int) -> dict[str, Any]:
    return {
        "stored": sum(outcome.status == "stored" for outcome in outcomes),
        "duplicates": sum(outcome.status == "duplicate" for outcome in outcomes),
        "refused": refused,
        "results": [
            {
                "uid": uid_of(item),
                "status": outcome.status,
                "id": outcome.encounter_id,
                "reason": outcome.reason,
                "message": explain(outcome.reason, outcome.facts) if outcome.reason else "",
            }
            for item, outcome in zip(items, outcomes, strict=True)
        ],
    }


def uid_of(item: Any) -> str:
    uid = item.get("uid") if isinstance(item, dict) else None
    return uid[:200].encode("utf-8", "replace").decode() if isinstance(uid, str) else ""

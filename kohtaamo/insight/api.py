"""Business figures from programs. Every rule stands in `figures`; here JSON becomes values."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from kohtaamo.organisation.access import declare
from kohtaamo.organisation.token_auth import TokenAuth, api_scope

from .figures import explain_row
from .figures.sending import FigureIn, FigureOutcome, take_figures

MOST_ITEMS = 1000

router = Router(tags=["figures"])


class FigureResult(Schema):
    """What became of one value, in the order sent; `reason` is a stable code, `message` its sentence."""

    status: Literal["stored", "unchanged", "refused"]
    reason: str = ""
    message: str = ""


class FigureResults(Schema):
    stored: int
    unchanged: int
    refused: int
    results: list[FigureResult]


class FiguresIn(Schema):
    values: Annotated[list[FigureIn], Field(max_length=MOST_ITEMS)]


@router.post(
    "/figures",
    auth=TokenAuth("insight.write"),
    response={200: FigureResults},
    summary="Tell business figures: revenue, retention, cost",
)
@api_scope
def post_figures(request: HttpRequest, given: FiguresIn) -> Status[Any]:  # noqa: ARG001 - the scope is of it
    """Up to 1,000 values. The same figure, place and period again takes the place of the value before."""
    outcomes = take_figures(given.values)
    counts = {
        name: sum(one.status == name for one in outcomes) for name in ("stored", "unchanged", "refused")
    }
    return Status(200, {**counts, "results": [as_result(one) for one in outcomes]})


def as_result(one: FigureOutcome) -> dict[str, Any]:
    return {
        "status": one.status,
        "reason": one.reason,
        "message": explain_row(one.reason, one.facts) if one.reason else "",
    }


declare(post_figures, "insight.write")

"""Customer cases for programs. Every rule stands in the services; here rows become JSON and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema, Status

from kohtaamo.organisation.access import declare
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.token_auth import TokenAuth, api_scope

from . import services
from .models import Case, Cause
from .queries import cases

MOST_IN_A_PAGE = 200

router = Router(tags=["cases"])


class Problem(Schema):
    detail: str


class CaseOut(Schema):
    id: int
    state: str
    born: str
    answer: int | None
    customer: str | None
    touchpoint: int
    unit: int | None
    channel: str
    wants_contact: bool
    owner: int | None
    opened_at: datetime
    react_by: datetime
    close_by: datetime
    reacted_at: datetime | None
    closed_at: datetime | None
    cause: str | None
    cause_note: str
    done: str
    recovered: bool | None


class CasesOut(Schema):
    """`next` is the `after` of the next page; null at the end."""

    items: list[CaseOut]
    next: int | None


class CaseChange(Schema):
    """Only what is given changes. `state`: "done" needs `done`; "taken" opens again what was closed.

    `owner` is a member's number, `cause` the name of a cause in use.
    """

    state: Literal["taken", "waiting", "done", "dropped"] | None = None
    owner: int | None = None
    cause: str | None = None
    cause_note: str | None = None
    done: str = ""
    note: str = ""


@router.get(
    "/cases",
    auth=TokenAuth("conversations.read"),
    response={200: CasesOut},
    summary="List customer cases",
)
@api_scope
def list_cases(
    request: HttpRequest,  # noqa: ARG001 - the scope is of it
    after: int = 0,
    state: str = "",
    limit: int = MOST_IN_A_PAGE,
) -> Any:
    """Oldest first, after the number given; `state` narrows them down."""
    rows = cases().filter(pk__gt=after).order_by("pk")
    if state:
        rows = rows.filter(state=state)
    most = max(1, min(limit, MOST_IN_A_PAGE))
    found = list(rows[: most + 1])
    shown = found[:most]
    return {
        "items": [as_told(one) for one in shown],
        "next": shown[-1].pk if len(found) > most else None,
    }


@router.get(
    "/cases/{case_id}",
    auth=TokenAuth("conversations.read"),
    response={200: CaseOut, 404: Problem},
    summary="One customer case",
)
@api_scope
def get_case(request: HttpRequest, case_id: int) -> Any:  # noqa: ARG001
    case = cases().filter(pk=case_id).first()
    return as_told(case) if case else missing()


@router.patch(
    "/cases/{case_id}",
    auth=TokenAuth("conversations.write"),
    response={200: CaseOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Take, give, close or note a customer case",
)
@api_scope
def change_case(request: HttpRequest, case_id: int, given: CaseChange) -> Any:  # noqa: ARG001
    """409 when the step does not follow from where the case stands, 422 when something is missing."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return missing()
    try:
        change(case, given)
    except services.UntoldError:
        return Status(422, {"detail": "Tell in `done` what was done."})
    except LookupError as problem:
        return Status(422, {"detail": str(problem.args[0])})
    except services.WrongStateError:
        return Status(409, {"detail": "The case is not in a state from which this follows."})
    return as_told(cases().get(pk=case_id))


@transaction.atomic
def change(case: Case, given: CaseChange) -> None:
    """All of it, or nothing."""
    if given.note:
        services.add_note(case=case, text=given.note, actor=None)
    if given.cause is not None or given.cause_note is not None:
        told = given.cause_note if given.cause_note is not None else case.cause_note
        cause = case.cause if given.cause is None else cause_named(given.cause)
        services.choose_cause(case=case, cause=cause, note=told, actor=None)
    if given.owner is not None:
        services.give(case=case, owner=member_of(given.owner), actor=None)
    if given.state is not None:
        move(case, given)


def move(case: Case, given: CaseChange) -> None:
    case.refresh_from_db()
    if given.state == "done":
        services.finish(case=case, done=given.done, actor=None)
    elif given.state == "dropped":
        services.drop(case=case, why=given.done, actor=None)
    elif given.state == "waiting":
        services.wait(case=case, actor=None)
    elif case.state == Case.State.WAITING:
        services.resume(case=case, actor=None)
    elif not case.is_open:
        services.reopen(case=case, actor=None)
    elif case.owner is None:
        raise LookupError("Tell in `owner` who takes it.")
    else:
        services.take(case=case, actor=case.owner)


def cause_named(name: str) -> Cause | None:
    if not name:
        return None
    found = Cause.objects.filter(name=name, is_active=True).first()
    if found is None:
        raise LookupError("There is no cause of that name in use.")
    return found


def member_of(key: int) -> Member:
    found = next((one for one in services.able_members() if one.pk == key), None)
    if found is None:
        raise LookupError("The owner must be a member who may work on cases.")
    return found


def missing() -> Status[Any]:
    return Status(404, {"detail": "There is no such case."})


def as_told(case: Case) -> dict[str, Any]:
    return {
        "id": case.pk,
        "state": case.state,
        "born": case.born,
        "answer": case.answer_id,
        "customer": case.customer.key if case.customer else None,
        "touchpoint": case.touchpoint_id,
        "unit": case.unit_id,
        "channel": case.channel,
        "wants_contact": case.wants_contact,
        "owner": case.owner_id,
        "opened_at": case.opened_at,
        "react_by": case.react_by,
        "close_by": case.close_by,
        "reacted_at": case.reacted_at,
        "closed_at": case.closed_at,
        "cause": case.cause.name if case.cause else None,
        "cause_note": case.cause_note,
        "done": case.done,
        "recovered": case.is_recovered,
    }


declare(list_cases, "conversations.read")
declare(get_case, "conversations.read")
declare(change_case, "conversations.write")

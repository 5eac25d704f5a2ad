"""How a program proves who it is: `Authorization: Bearer kt_...`.

    @router.post("/answers", auth=TokenAuth("feedback.write"))
    @api_scope
    def take_answers(request: HttpRequest, answers: list[AnswerIn]) -> ...:

`TokenAuth` finds the token and its organisation; `api_scope` keeps that organisation's scope open while the
function runs. What it returns is serialised after that: return rows already read, never a query still to run.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from .access import EVERY_PERMISSION
from .models import ApiToken
from .services import authenticate_token
from .tenancy import working_for

Route = TypeVar("Route", bound=Callable[..., Any])


class TokenAuth(HttpBearer):
    """401 without a living token, 403 when the token lacks the permission."""

    def __init__(self, permission: str) -> None:
        if permission not in EVERY_PERMISSION:
            raise ValueError(f"no role has the permission {permission!r}")
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = authenticate_token(token)
        if found is None:
            return None
        if self.permission not in found.permissions:
            raise HttpError(403, f"This token lacks the permission {self.permission}.")
        request.organisation = found.organisation  # type: ignore[attr-defined]
        return found


def api_scope(route: Route) -> Route:
    """Run an API function for the organisation of its token."""

    @functools.wraps(route)
    def scoped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with working_for(request.organisation):  # type: ignore[attr-defined]
            answer = route(request, *args, **kwargs)
            return list(answer) if isinstance(answer, QuerySet) else answer

    # ninja would read annotations as text in this module, the wrapper's: give it the types themselves.
    scoped.__signature__ = inspect.signature(route, eval_str=True)  # type: ignore[attr-defined]
    return scoped  # type: ignore[return-value]

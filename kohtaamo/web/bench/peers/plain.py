"""The usual way: a Django view that keeps an answer through the ORM, one transaction a request.

Django's own SQLite with the settings of the product, four threads as the product has, and hardly any middleware.
Of what the product does it leaves out signing in, checking against the questionnaire, and knowing an answer again.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast

import django
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from kohtaamo import settings

settings.DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
django.setup()

from kohtaamo.feedback.models import Answer, Comment  # noqa: E402  settings are changed first
from kohtaamo.journeys.models import Touchpoint  # noqa: E402
from kohtaamo.organisation.models import Event, Organisation  # noqa: E402
from kohtaamo.organisation.tenancy import working_for  # noqa: E402

THREADS = 4


@cache
def organisation() -> Organisation:
    return Organisation.objects.get()


def alive(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def keep(request: HttpRequest) -> JsonResponse:
    given = json.loads(request.body)
    with working_for(organisation()), transaction.atomic():
        touchpoint = Touchpoint.objects.get(pk=given["touchpoint"])
        answer = Answer.objects.create(
            organisation=organisation(),
            uid=given["uid"],
            touchpoint=touchpoint,
            channel=given["channel"],
            content=given["values"],
            attributes=given["attributes"],
            happened_at=given["happened_at"],
        )
        for value in given["values"]:
            if value["kind"] == "open_text":
                Comment.objects.create(
                    organisation=organisation(),
                    answer=answer,
                    question=value["name"],
                    text=value["value"],
                    touchpoint=touchpoint,
                    happened_at=given["happened_at"],
                )
        Event.objects.create(
            organisation=organisation(), verb="feedback.answers_recorded", data={"answers": [answer.pk]}
        )
    return JsonResponse({"id": answer.pk}, status=201)


urlpatterns = [path("", alive), path("api/v1/answers", keep)]

_pages: Any = WSGIMiddleware(cast("Any", get_wsgi_application()), workers=THREADS)


async def application(scope: Any, receive: Any, send: Any) -> None:
    # Granian's receive and send are awaitables but not coroutines, which a2wsgi needs.
    async def take() -> Any:
        return await receive()

    async def give(message: Any) -> None:
        await send(message)

    if scope["type"] == "http":
        await _pages(scope, take, give)

"""Sending webhooks (Standard Webhooks): signed, tried again for about three days, never twice on purpose."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from standardwebhooks import Webhook as Signer

from kohtaamo.kit.outward import NoRedirects

from .models import WebhookDelivery
from .tenancy import across_organisations, working_for

TIMEOUT_SECONDS = 10
WAITS = tuple(timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000))


@task()
def send_webhook(delivery_id: int) -> None:
    """One try. A refused message waits for the next."""
    with across_organisations():
        delivery = (
            WebhookDelivery.objects.select_related("webhook", "event", "organisation")
            .filter(pk=delivery_id, delivered_at__isnull=True, webhook__is_active=True)
            .first()
        )
    if delivery is None:  # sent already, or the webhook was removed meanwhile
        return
    with working_for(delivery.organisation):
        accepted, delivery.answer = post(delivery)
        note_try(delivery, accepted=accepted)


@transaction.atomic
def note_try(delivery: WebhookDelivery, *, accepted: bool) -> None:
    """What came of this try, and with it the next one: a kill between the two would lose the message."""
    delivery.attempts += 1
    if accepted:
        delivery.delivered_at = timezone.now()
    elif delivery.attempts <= len(WAITS):
        delivery.next_at = timezone.now() + WAITS[delivery.attempts - 1]
        send_webhook.using(run_after=delivery.next_at).enqueue(delivery.pk)
    delivery.save(update_fields=["answer", "attempts", "delivered_at", "next_at"])


def post(delivery: WebhookDelivery) -> tuple[bool, str]:
    """Whether the receiver took it, and its answer in a few words."""
    request = signed_request(delivery)
    try:
        with urllib.request.build_opener(NoRedirects).open(request, timeout=TIMEOUT_SECONDS) as answer:
            return True, f"{answer.status}"
    except urllib.error.HTTPError as refused:
        refused.close()
        return False, f"{refused.code} {refused.reason}"[:200]
    except (OSError, ValueError) as problem:
        return False, f"{type(problem).__name__}: {problem}"[:200]


def signed_request(delivery: WebhookDelivery) -> urllib.request.Request:
    """The identity is the same on every try, so that the receiver can know a repeated message."""
    event, now, identity = delivery.event, timezone.now(), f"msg_{delivery.pk}"
    body = json.dumps(
        {
            "type": event.verb,
            "timestamp": event.happened_at.isoformat(),
            "data": {**event.data, "id": event.subject_id},
        },
        ensure_ascii=False,
    )
    return urllib.request.Request(  # noqa: S310  the address was checked to be http when it was added
        delivery.webhook.url,
        data=body.encode(),
        method="POST",
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Kohtaamo",
            "webhook-id": identity,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Signer(delivery.webhook.secret).sign(identity, now, body),
        },
    )

from __future__ import annotations

from .events import EVERY_VERB, on
from .jobs import send_webhook
from .models import Event, Webhook, WebhookDelivery


@on(EVERY_VERB)
def tell_webhooks(event: Event) -> None:
    """The task is written in the transaction that delivers the event: both stand or fall together."""
    for webhook in Webhook.objects.filter(is_active=True):
        if not wants(webhook, event.verb):
            continue
        delivery, is_new = WebhookDelivery.objects.get_or_create(
            organisation_id=event.organisation_id, webhook=webhook, event=event
        )
        if is_new:
            send_webhook.enqueue(delivery.pk)


def wants(webhook: Webhook, verb: str) -> bool:
    """No verbs means all; "feedback.*" means all of feedback."""
    return not webhook.verbs or verb in webhook.verbs or f"{verb.partition('.')[0]}.*" in webhook.verbs

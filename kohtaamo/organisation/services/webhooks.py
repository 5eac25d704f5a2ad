from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db import transaction

from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Webhook
from kohtaamo.organisation.tenancy import current_organisation_id


@transaction.atomic
def add_webhook(*, url: str, verbs: Iterable[str] = (), actor: Member | None) -> Webhook:
    """Tell this address of events: of the given verbs, or of all. `ValueError` when it is no http address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("a webhook needs an http or https address")
    webhook = Webhook.objects.create(
        organisation_id=current_organisation_id(),
        url=url,
        secret=f"whsec_{b64encode(secrets.token_bytes(24)).decode()}",
        verbs=sorted(set(verbs)),
    )
    record(
        "organisation.webhook_added",
        subject_id=webhook.pk,
        data={"host": parts.hostname, "verbs": webhook.verbs},
        actor=actor,
    )
    return webhook


@transaction.atomic
def remove_webhook(*, webhook: Webhook, actor: Member | None) -> None:
    record(
        "organisation.webhook_removed",
        subject_id=webhook.pk,
        data={"host": urlsplit(webhook.url).hostname},
        actor=actor,
    )
    webhook.delete()

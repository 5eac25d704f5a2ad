from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kohtaamo.organisation.access import EVERY_PERMISSION
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import ApiToken, Member
from kohtaamo.organisation.tenancy import across_organisations, current_organisation_id

from .sign_in import digest_of

MARK = "kt_"
PREFIX_LENGTH = 12
NOTE_USE_EVERY = timedelta(minutes=1)


@transaction.atomic
def issue_token(*, name: str, permissions: Iterable[str], actor: Member | None) -> tuple[ApiToken, str]:
    """The token and its secret, which is not to be had again. `ValueError` for a permission not ours."""
    wanted = sorted(set(permissions))
    unknown = set(wanted) - EVERY_PERMISSION
    if unknown:
        raise ValueError(f"no such permission: {sorted(unknown)}")
    if not wanted:
        raise ValueError("a token needs a permission")
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        organisation_id=current_organisation_id(),
        name=name,
        prefix=secret[:PREFIX_LENGTH],
        digest=digest_of(secret),
        permissions=wanted,
    )
    record(
        "organisation.token_issued",
        subject_id=token.pk,
        data={"name": name, "prefix": token.prefix, "permissions": wanted},
        actor=actor,
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: Member | None) -> ApiToken:
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(
            "organisation.token_revoked",
            subject_id=token.pk,
            data={"name": token.name, "prefix": token.prefix},
            actor=actor,
        )
    return token


def authenticate_token(secret: str) -> ApiToken | None:
    """The token of this secret with its organisation, in one indexed look-up whoever asks."""
    now = timezone.now()
    with across_organisations():
        token = (
            ApiToken.objects.select_related("organisation")
            .filter(digest=digest_of(secret), revoked_at__isnull=True)
            .first()
        )
        if token is not None and (token.used_at is None or now - token.used_at >= NOTE_USE_EVERY):
            stale = Q(used_at__isnull=True) | Q(used_at__lte=now - NOTE_USE_EVERY)
            ApiToken.objects.filter(stale, pk=token.pk).update(used_at=now)
            token.used_at = now
    return token

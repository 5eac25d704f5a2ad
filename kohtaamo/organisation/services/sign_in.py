"""One-time sign-in links. The secret goes to the person; we keep its digest only."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db.models import QuerySet
from django.utils import timezone

from kohtaamo.organisation.models import SignInLink, User

VALID = timedelta(hours=24)


def make_sign_in_link(user: User, *, valid: timedelta = VALID) -> str:
    """The secret of the address `/sign-in/<secret>/`; it is not to be had again."""
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=user, digest=digest_of(secret), expires_at=timezone.now() + valid)
    return secret


def person_of_link(secret: str) -> User | None:
    """Whom the link would sign in; looking does not use it up."""
    link = usable(secret).select_related("user").first()
    return link.user if link else None


def use_sign_in_link(secret: str) -> User | None:
    """The person to sign in, once: of two uses at the same moment one gets None."""
    # One UPDATE both checks and marks, so no lock is needed on any database.
    if not usable(secret).update(used_at=timezone.now()):
        return None
    return SignInLink.objects.select_related("user").get(digest=digest_of(secret)).user


def withdraw_sign_in_links(user: User) -> None:
    SignInLink.objects.filter(user=user, used_at__isnull=True).delete()


def usable(secret: str) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(
        digest=digest_of(secret),
        used_at__isnull=True,
        expires_at__gt=timezone.now(),
        # not a join: PostgreSQL would look at the link in a subquery, which a second user does not look at again
        user__in=User.objects.filter(is_active=True),
    )


def digest_of(secret: str) -> str:
    """Secrets here carry 256 random bits, so a plain digest is as good as a slow one."""
    return sha256(secret.encode()).hexdigest()

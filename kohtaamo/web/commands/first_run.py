from __future__ import annotations

from datetime import timedelta

from kohtaamo.organisation.models import Organisation, User
from kohtaamo.organisation.queries import first_administrator
from kohtaamo.organisation.services import make_sign_in_link
from kohtaamo.web.demo.services import ensure_demo

from .setup import found_first_organisation

LINK_LIFE = timedelta(hours=12)


def prepare(*, demo: bool) -> str:
    """Make sure there is an organisation and somebody to rule it; returns the path of a sign-in link for her."""
    if demo:
        return sign_in_path(ensure_demo())
    if not Organisation.objects.exists():
        found_first_organisation()
    administrator = first_administrator()
    if administrator is None:
        raise LookupError("no organisation has an administrator who can sign in")
    return sign_in_path(administrator)


def sign_in_path(user: User) -> str:
    return f"/sign-in/{make_sign_in_link(user, valid=LINK_LIFE)}/"

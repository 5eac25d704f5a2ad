from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation, never by anybody who finds the address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is not in use. An administrator can bring it back."),
        "email_password_mismatch": _("The address and the password do not belong together. Check both."),
        "enter_current_password": _("The current password is another one. Nothing was changed."),
        "incorrect_password": _("The password is another one. Try again."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, or ask for a one-time link."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:  # noqa: ARG002
        return "/"

    def get_reset_password_from_key_url(self, key: str) -> str:
        address: str = super().get_reset_password_from_key_url(key)
        return origin(self.request) + urlsplit(address).path


def origin(request: HttpRequest) -> str:
    """Where links in mails lead: the origin the operator named, else that of the request.

    A stranger chooses the Host header of his request, so without a named origin (or named hosts) he could have us
    send a member a link that leads to him.
    """
    if settings.CSRF_TRUSTED_ORIGINS:
        return settings.CSRF_TRUSTED_ORIGINS[0].rstrip("/")
    return f"{request.scheme}://{request.get_host()}"

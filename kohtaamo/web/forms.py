"""Forms of signing in: allauth's, in our words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

LENGTH = _("At least ten characters. A sentence of your own is easy to remember and hard to guess.")


class Worded:
    """Sets label and help of each named field and drops placeholders, which vanish when one types."""

    words: ClassVar[dict[str, tuple[Any, Any]]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, (label, help_text) in self.words.items():
            if name in fields:
                fields[name].label, fields[name].help_text = label, help_text
                fields[name].widget.attrs.pop("placeholder", None)


class AskForLinkForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )


class SignInForm(Worded, account.LoginForm):  # type: ignore[misc]
    words = {"login": (_("E-mail"), ""), "password": (_("Password"), "")}


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (_("E-mail"), "")}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": (_("New password"), LENGTH), "password2": (_("New password again"), "")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    words = {
        "oldpassword": (_("Current password"), ""),
        "password1": (_("New password"), LENGTH),
        "password2": (_("New password again"), ""),
    }


class SetPasswordForm(Worded, account.SetPasswordForm):  # type: ignore[misc]
    words = {"password1": (_("New password"), LENGTH), "password2": (_("New password again"), "")}


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (_("Password"), "")}


class CodeForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    words = {"code": (_("Code"), _("Six digits from your app, or one of your recovery codes."))}


class CodeAgainForm(Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": (_("Code"), _("Six digits from your app, or one of your recovery codes."))}


class ActivateAppForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": (_("Code"), _("The six digits the app shows now."))}


class AddKeyForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    words = {
        "name": (_("Name of the key"), _("So that you know it among others, for example “Phone”.")),
        "passwordless": (
            _("I will sign in with this alone"),
            _("Then no password is needed. The device asks for your fingerprint, face or code."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["passwordless"] = True
        self.initial["name"] = ""  # left empty, it gets a name of its own


class EditKeyForm(Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": (_("Name of the key"), "")}

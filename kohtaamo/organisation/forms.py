from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Member, Unit, User

# What a program may be let to do; ruling the organisation is for people.
TOKEN_PERMISSIONS = (
    ("feedback.read", _("Read surveys and answers")),
    ("feedback.personal", _("Read personal data in what people wrote")),
    ("feedback.write", _("Send answers, make surveys")),
    ("journeys.read", _("Read customer journeys")),
    ("journeys.write", _("Change customer journeys")),
    ("insight.read", _("Read numbers")),
    ("conversations.read", _("Read customer cases")),
    ("conversations.write", _("Work on customer cases")),
    ("improvement.read", _("Read development actions")),
    ("improvement.write", _("Change development actions")),
)
AREAS = (
    ("journeys.*", _("Customer journeys")),
    ("feedback.*", _("Surveys and answers")),
    ("insight.*", _("Numbers and alerts")),
    ("conversations.*", _("Customer cases")),
    ("improvement.*", _("Development actions")),
    ("organisation.*", _("Members and settings")),
)


class SettingsForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("New members and new surveys begin with this language."),
    )
    minimum_answers = forms.IntegerField(
        label=_("Fewest answers behind a number"),
        min_value=1,
        max_value=1000,
        help_text=_(
            "With fewer answers a number would mislead, and could tell who answered. 10 is a good choice."
        ),
    )
    minimum_people = forms.IntegerField(
        label=_("Fewest employees for a number"),
        min_value=3,
        max_value=1000,
        help_text=_(
            "What employees answer is only ever counted in groups of at least this many. 5 is usual."
        ),
    )
    minimum_comments = forms.IntegerField(
        label=_("Fewest employees for their comments"),
        min_value=3,
        max_value=1000,
        help_text=_("What employees write is shown only once at least this many have written. 8 is usual."),
    )


class LookForm(forms.Form):
    accent = forms.RegexField(
        label=_("Accent colour"),
        regex=r"^#[0-9A-Fa-f]{6}$",
        required=False,
        strip=True,
        help_text=_("Six signs after #, for example #0B5F68. Empty: our own colour."),
        error_messages={"invalid": _("Write the colour as # and six signs, for example #0B5F68.")},
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 20 kB: the page stays light."),
    )
    removes_logo = forms.BooleanField(label=_("Remove the logo"), required=False)


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices, initial=Member.Role.AGENT)
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, required=False, empty_label=_("No unit")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked here, not at import: units are of the organisation now in force.
        self.fields["unit"].queryset = Unit.objects.all()  # type: ignore[attr-defined]


class InvitationForm(MemberForm):
    email = forms.EmailField(label=_("E-mail"))
    field_order = ("name", "email", "role", "unit")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if Member.objects.filter(user__email=email, is_active=True).exists():
            raise forms.ValidationError(_("This person is a member already."))
        return email


class UnitForm(forms.Form):
    name = forms.CharField(label=_("Name of the unit"), max_length=200)

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if Unit.objects.filter(name=name).exclude(pk=self.unit.pk if self.unit else 0).exists():
            raise forms.ValidationError(_("There is a unit of this name already."))
        return name


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"), max_length=120, help_text=_("For example the system that will use it.")
    )
    permissions = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=TOKEN_PERMISSIONS, widget=forms.CheckboxSelectMultiple
    )


class WebhookForm(forms.Form):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    verbs = forms.MultipleChoiceField(
        label=_("Of what?"),
        choices=AREAS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose none, and it hears of everything."),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.startswith(("http://", "https://")):
            raise forms.ValidationError(_("The address must begin with http:// or https://."))
        return url


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Appearance"), choices=User.Theme.choices)

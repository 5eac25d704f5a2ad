from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Text
from kohtaamo.insight.models import EmbeddingSettings, ReaderSettings
from kohtaamo.insight.models.readers import TIMEOUT_SECONDS, TOKENS_A_DAY
from kohtaamo.language.readers import TASKS, Policy

from .folders import checked, is_folder

POLICY_NAMES: list[tuple[Policy, Text]] = [
    ("local_only", _("Nothing: read on this machine only")),
    ("cascade", _("Comments our own reading is unsure of")),
    ("llm_first", _("All comments")),
]
OWN_NETWORK = (".local", ".internal", ".lan", ".home.arpa")
VISIBLE_ASCII = range(33, 127)


class ServerForm(forms.Form):
    """Where a reader is, and how it is asked."""

    takes_folders = True

    address = forms.CharField(
        label=_("Address of the server"),
        max_length=500,
        strip=True,
        help_text=_("As its provider tells it, for example https://api.example.com/v1."),
    )
    model = forms.CharField(
        label=_("Model"), max_length=120, help_text=_("The name that the server knows it by.")
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    forgets_key = forms.BooleanField(label=_("Forget the key that is kept"), required=False)
    timeout_seconds = forms.IntegerField(
        label=_("Seconds to wait for an answer"), min_value=1, max_value=120, initial=TIMEOUT_SECONDS
    )

    def __init__(
        self, *args: Any, settings: ReaderSettings | EmbeddingSettings | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if self.takes_folders:
            self.fields["address"].help_text = _(
                "As its provider tells it, for example https://api.example.com/v1. A model in a folder of this"
                " machine is folder: and its name."
            )
        self.fields["key"].help_text = (
            _("A key is kept; it is not shown. Leave this empty to keep it.")
            if settings and settings.key
            else _("If the server asks for one. It is not shown again.")
        )
        if settings is None or not settings.key:
            del self.fields["forgets_key"]
        if settings:
            self.initial = {**begin(settings), **self.initial}

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].rstrip("/")
        if self.takes_folders and is_folder(address):
            problem = checked(address)
            if problem:
                raise forms.ValidationError(problem)
            return address
        try:
            parts = urlsplit(address)
            host, _port = parts.hostname or "", parts.port
        except ValueError:
            host = ""
        if not host or parts.scheme not in {"http", "https"}:
            raise forms.ValidationError(_("The address must begin with http:// or https://."))
        if parts.username is not None or parts.query or parts.fragment:
            raise forms.ValidationError(_("Leave out names, keys and what follows ? or #."))
        if is_link_local(host):
            raise forms.ValidationError(
                _("This address is reserved for machines themselves. Choose another.")
            )
        if parts.scheme == "http" and not is_near(host):
            raise forms.ValidationError(
                _("Without https others could read what is sent. Use https outside your own network.")
            )
        return address

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if any(ord(letter) not in VISIBLE_ASCII for letter in key):
            raise forms.ValidationError(_("A key has letters, numbers and signs, without spaces."))
        return key


class MeaningForm(ServerForm):
    """A reader that turns texts into vectors."""

    takes_folders = False

    def told(self) -> dict[str, Any]:
        """As `set_meanings` takes them."""
        return {"forgets_key": False, **self.cleaned_data}


class ReaderForm(ServerForm):
    sentiment = forms.ChoiceField(label=_("Tone of comments"), choices=POLICY_NAMES, initial="cascade")
    themes = forms.ChoiceField(label=_("Themes of comments"), choices=POLICY_NAMES, initial="local_only")
    emotions = forms.ChoiceField(label=_("Emotions in comments"), choices=POLICY_NAMES, initial="local_only")
    tokens_a_day = forms.IntegerField(
        label=_("Tokens a day at most"),
        min_value=1_000,
        max_value=1_000_000_000,
        initial=TOKENS_A_DAY,
        help_text=_(
            "A token is about three letters. When the day's are spent, our own reading goes on alone."
        ),
    )
    price = forms.FloatField(
        label=_("Price of a million tokens, in euros"),
        required=False,
        min_value=0,
        max_value=10_000,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "8"}),
        help_text=_("Empty: money is not counted."),
    )

    def told(self) -> dict[str, Any]:
        """As `set_reader` takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in TASKS}
        policies = {task: self.cleaned_data[task] for task in TASKS}
        return {"forgets_key": False, **given, "policies": policies}


def begin(settings: ReaderSettings | EmbeddingSettings) -> dict[str, Any]:
    kept = ("address", "model", "timeout_seconds")
    found = {name: getattr(settings, name) for name in kept}
    if isinstance(settings, ReaderSettings):
        limits = {"tokens_a_day": settings.tokens_a_day, "price": settings.price}
        return {**found, **limits, **settings.policies}
    return found


def is_link_local(host: str) -> bool:
    try:
        return ip_address(host).is_link_local
    except ValueError:
        return False


def is_near(host: str) -> bool:
    """This machine, or the organisation's own network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(OWN_NETWORK)

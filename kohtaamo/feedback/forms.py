from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import holidays
from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters import channels
from kohtaamo.journeys.models import Touchpoint

from .channels import SENDING
from .models import FatigueRule, Occasion, Survey
from .sending.choosing import OWN_LINKS
from .starters import STARTERS


class SurveyForm(forms.Form):
    """Begin a survey: what it is called, where it is asked, and what it starts with."""

    starter = forms.ChoiceField(
        label=_("What would you like to know?"),
        choices=[(starter.key, starter.label) for starter in STARTERS.values()],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name of the survey"), max_length=200)
    touchpoint: forms.ModelChoiceField[Touchpoint] = forms.ModelChoiceField(
        label=_("Where is it asked?"),
        queryset=Touchpoint.objects.none(),
        required=False,
        empty_label=_("Choose a touchpoint"),
    )
    new_touchpoint = forms.CharField(
        label=_("or a new touchpoint"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[("fi", "Suomi"), ("en", "English")],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = Touchpoint.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("touchpoint") and not (found.get("new_touchpoint") or "").strip():
            self.add_error("touchpoint", _("Choose a touchpoint or name a new one."))
        return found


class BroughtForm(SurveyForm):
    """Where a survey that was brought from elsewhere is asked; its questions and languages are its own."""

    starter = None  # type: ignore[assignment]
    languages = None  # type: ignore[assignment]


class AnswerFilter(forms.Form):
    survey: forms.ModelChoiceField[Survey] = forms.ModelChoiceField(
        label=_("Survey"),
        queryset=Survey.objects.none(),
        required=False,
        empty_label=_("All surveys"),
    )
    touchpoint: forms.ModelChoiceField[Touchpoint] = forms.ModelChoiceField(
        label=_("Touchpoint"),
        queryset=Touchpoint.objects.none(),
        required=False,
        empty_label=_("All touchpoints"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = Survey.objects.all()  # type: ignore[attr-defined]
        self.fields["touchpoint"].queryset = Touchpoint.objects.all()  # type: ignore[attr-defined]


MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}
RELATIONS = (
    ("==", _("is")),
    ("!=", _("is not")),
    (">=", _("is at least")),
    ("<=", _("is at most")),
    ("in", _("contains")),
)
CONDITIONS = (1, 2)
LIMITS = range(1, 5)
DAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
LONGEST_DELAY = 60 * 24 * 60


class OccasionForm(forms.Form):
    """When somebody is asked, whom and how. A condition is built of plain lines."""

    name = forms.CharField(label=_("Name"), max_length=200)
    survey: forms.ModelChoiceField[Survey] = forms.ModelChoiceField(
        label=_("What is asked?"), queryset=Survey.objects.none(), empty_label=_("Choose a survey")
    )
    kind = forms.ChoiceField(label=_("What is it about?"), choices=Occasion.Kind.choices)
    after = forms.ChoiceField(
        label=_("After what?"), choices=Occasion.After.choices, widget=forms.RadioSelect, initial="encounter"
    )
    touchpoint: forms.ModelChoiceField[Touchpoint] = forms.ModelChoiceField(
        label=_("Touchpoint of the encounter"),
        queryset=Touchpoint.objects.none(),
        required=False,
        empty_label=_("Any"),
    )
    channel = forms.ChoiceField(label=_("Channel of the encounter"), required=False)
    event = forms.RegexField(
        label=_("Name of the event"),
        regex=r"^[a-z][a-z0-9_.-]{0,59}$",
        required=False,
        help_text=_("As the other system tells it, for example order.delivered."),
    )
    segment = forms.CharField(label=_("Customer group"), max_length=120, required=False)
    sample_percent = forms.FloatField(
        label=_("Of a hundred, how many are asked"), min_value=0.01, max_value=100, initial=100
    )
    delay = forms.IntegerField(label=_("How long after"), min_value=0, max_value=LONGEST_DELAY, initial=0)
    delay_unit = forms.ChoiceField(
        label=_("Unit of time"),
        choices=(("minutes", _("minutes")), ("hours", _("hours")), ("days", _("days"))),
        initial="hours",
    )
    first_way = forms.ChoiceField(label=_("Asked by"))
    second_way = forms.ChoiceField(label=_("If that is not possible"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    needs_consent = forms.BooleanField(label=_("Only those who have allowed it"), required=False)
    reminders = forms.IntegerField(label=_("Reminders at most"), min_value=0, max_value=5, initial=1)
    remind_after_days = forms.IntegerField(label=_("Days between them"), min_value=1, max_value=60, initial=4)
    expires_after_days = forms.IntegerField(
        label=_("Days the link is open"), min_value=1, max_value=365, initial=30
    )
    subject_fi = forms.CharField(label=_("Subject in Finnish"), max_length=150, required=False)
    text_fi = forms.CharField(
        label=_("Words in Finnish"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    subject_en = forms.CharField(label=_("Subject in English"), max_length=150, required=False)
    text_en = forms.CharField(
        label=_("Words in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = Survey.objects.all()  # type: ignore[attr-defined]
        self.fields["touchpoint"].queryset = Touchpoint.objects.all()  # type: ignore[attr-defined]
        ways = [(key, one.label) for key, one in SENDING.items()]
        known = [(key, one.label) for key, one in channels.CHANNELS.items()]
        by_hand = (OWN_LINKS, _("I send the links myself"))
        self.fields["first_way"].choices = [*ways, by_hand]  # type: ignore[attr-defined]
        self.fields["second_way"].choices = [("", _("nothing is sent")), *ways]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [("", _("Any")), *known]  # type: ignore[attr-defined]
        spoken = [("", _("the customer's own")), ("fi", "Suomi"), ("en", "English")]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]
        for number in CONDITIONS:
            self.fields[f"fact_{number}"] = forms.CharField(
                label=_("Fact"),
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs={"list": "facts", "autocomplete": "off"}),
            )
            self.fields[f"relation_{number}"] = forms.ChoiceField(
                label=_("Relation"), choices=RELATIONS, required=False
            )
            self.fields[f"value_{number}"] = forms.CharField(label=_("Value"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("after") == Occasion.After.EVENT and not found.get("event"):
            self.add_error("event", _("Tell the name of the event."))
        if found.get("first_way") and found.get("first_way") == found.get("second_way"):
            self.add_error("second_way", _("Choose another way than the first."))
        if (found.get("delay") or 0) * MINUTES[found.get("delay_unit") or "hours"] > LONGEST_DELAY:
            self.add_error("delay", _("At most 60 days."))
        return found

    def conditions(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"fact_{number}"], self[f"relation_{number}"], self[f"value_{number}"]]
            for number in CONDITIONS
        ]


class LimitsForm(forms.Form):
    """How often somebody may be asked: a line a limit; a line without a number is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = [
            ("all", _("all surveys")),
            ("each", _("each survey by itself")),
            *((f"kind:{key}", label) for key, label in Occasion.Kind.choices),
            *((f"survey:{one.pk}", one.name) for one in Survey.objects.all()),
        ]
        for number in LIMITS:
            self.fields[f"counts_{number}"] = forms.ChoiceField(
                label=_("What is counted"), choices=FatigueRule.Counts.choices
            )
            self.fields[f"most_{number}"] = forms.IntegerField(
                label=_("At most times"), min_value=1, max_value=1000, required=False
            )
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=_("In how many days"), min_value=1, max_value=730, required=False
            )
            self.fields[f"of_{number}"] = forms.ChoiceField(label=_("Of what"), choices=scopes)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for number in LIMITS:
            if (found.get(f"most_{number}") is None) is not (found.get(f"days_{number}") is None):
                self.add_error(f"days_{number}", _("Tell both numbers, or neither."))
        return found

    def lines(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{number}"] for name in ("counts", "most", "days", "of")] for number in LIMITS]


class HoursForm(forms.Form):
    """When messages may arrive, and in whose name."""

    opens_at = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closes_at = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    days = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    on_holidays = forms.BooleanField(label=_("On public holidays too"), required=False)
    country = forms.ChoiceField(label=_("Whose holidays"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    sender = forms.CharField(
        label=_("Name of the sender"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is the name of the organisation."),
    )
    reply_to = forms.EmailField(label=_("Replies to"), required=False)
    tells_opened = forms.BooleanField(
        label=_("Tell me when a mail is opened"),
        required=False,
        help_text=_("Puts a picture in each mail that tells us. Without it only opening the page is known."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Locale.parse(get_language() or "fi").territories
        countries = sorted((names.get(key, key), key) for key in holidays.list_supported_countries())
        self.fields["country"].choices = [(key, name) for name, key in countries]  # type: ignore[attr-defined]
        zones = sorted(one for one in available_timezones() if "/" in one)
        self.fields["time_zone"].choices = [(one, one) for one in zones]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        opens, closes = found.get("opens_at"), found.get("closes_at")
        if opens is not None and closes is not None and closes < opens:
            self.add_error("closes_at", _("The end is before the beginning."))
        return found

    def clean_sender(self) -> str:
        return " ".join(self.cleaned_data["sender"].split())


class ContactsForm(forms.Form):
    """People to ask: a file or pasted lines."""

    file = forms.FileField(label=_("File, CSV or Excel"), required=False)
    pasted = forms.CharField(
        label=_("or paste here"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One person a line, with a heading: e-mail, phone, name, customer number, language."
            " Addresses alone will do."
        ),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("file") and not (found.get("pasted") or "").strip():
            raise forms.ValidationError(_("Choose a file or paste some lines."))
        return found

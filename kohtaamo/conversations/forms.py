from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from kohtaamo.kit.rules import check_rule
from kohtaamo.organisation.models import Member, Unit

from .models import CaseRule, WorkingHours
from .services import able_members
from .wording import labels

LINES = (1, 2, 3)
RELATIONS = (
    ("<=", _("is at most")),
    (">=", _("is at least")),
    ("==", _("is")),
    ("!=", _("is not")),
)
LONGEST_TIME = 1_000
DAYS = (
    (0, _("Mon")), (1, _("Tue")), (2, _("Wed")), (3, _("Thu")), (4, _("Fri")), (5, _("Sat")), (6, _("Sun")),
)  # fmt: skip
COUNTRIES = (
    ("FI", _("Finland")), ("SE", _("Sweden")), ("NO", _("Norway")), ("DK", _("Denmark")), ("EE", _("Estonia")),
    ("DE", _("Germany")), ("GB", _("Great Britain")), ("", _("No holidays")),
)  # fmt: skip


def asked_facts() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *labels().items()]


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class TimesForm(forms.Form):
    """How soon, in open hours."""

    react_hours = forms.FloatField(
        label=_("Time to react, in working hours"), min_value=0.25, max_value=LONGEST_TIME
    )
    close_hours = forms.FloatField(
        label=_("Time to close, in working hours"), min_value=0.25, max_value=LONGEST_TIME
    )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Whole hours stand as 8, not 8.0."""
        value = super().get_initial_for_field(field, field_name)
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        react, close = facts.get("react_hours"), facts.get("close_hours")
        if react and close and close < react:
            self.add_error("close_hours", _("Closing cannot be due before reacting."))
        return facts


class RuleForm(TimesForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    makes_cases = forms.BooleanField(
        label=_("Each answer for which this holds becomes a case"),
        required=False,
        help_text=_(
            "Otherwise the rule only says whose the case is and how soon, when an alert or a wish has made one."
        ),
    )
    joined = forms.ChoiceField(
        label=_("Which answers"),
        choices=(("and", _("all of these hold")), ("or", _("any of these holds"))),
        widget=forms.RadioSelect,
    )
    own = forms.CharField(
        label=_("Or a rule of your own in JsonLogic"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            'For example {"<=": [{"var": "answer.ease"}, 2]}. When given, the lines above are not read.'
        ),
    )
    way = forms.ChoiceField(label=_("Whose"), choices=CaseRule.Way.choices, widget=forms.RadioSelect)
    owner = SafeModelChoiceField(
        label=_("The person"), queryset=Member.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    unit = SafeModelChoiceField(
        label=_("The unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("The unit that the answer is about"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in LINES:
            self.fields[f"fact_{line}"] = forms.ChoiceField(
                label=_("What"), choices=lazy(asked_facts, list), required=False
            )
            self.fields[f"relation_{line}"] = forms.ChoiceField(
                label=_("How"), choices=RELATIONS, required=False
            )
            self.fields[f"value_{line}"] = forms.CharField(
                label=_("Value"), max_length=120, required=False, strip=True
            )
        owner, unit = self.fields["owner"], self.fields["unit"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101  as declared above
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101
        keys = [one.pk for one in able_members()]
        owner.queryset = Member.objects.filter(Q(pk__in=keys) | Q(pk=self.initial.get("owner")))
        unit.queryset = Unit.objects.all()

    @property
    def lines(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{line}"] for name in ("fact", "relation", "value")] for line in LINES]

    def clean_own(self) -> Any:
        text = self.cleaned_data["own"].strip()
        if not text:
            return None
        try:
            rule = json.loads(text)
        except ValueError:
            raise forms.ValidationError(_("This is not JSON.")) from None
        if check_rule(rule):
            raise forms.ValidationError(_("This is not a rule of JsonLogic that can be used here."))
        return rule

    @property
    def condition(self) -> Any:
        """JsonLogic of what was given; None of nothing."""
        if self.cleaned_data["own"] is not None:
            return self.cleaned_data["own"]
        parts = [part for line in LINES if (part := self.part(line))]
        return {self.cleaned_data["joined"]: parts} if len(parts) > 1 else next(iter(parts), None)

    def part(self, line: int) -> dict[str, Any] | None:
        fact, relation, value = (
            self.cleaned_data.get(f"{name}_{line}", "") for name in ("fact", "relation", "value")
        )
        return {relation or "==": [{"var": fact}, plain_value(fact, value)]} if fact else None


def plain_value(fact: str, text: str) -> Any:
    """A score as a number, a wish as yes or no, everything else as text."""
    if fact == "contact":
        return text.casefold() not in {"no", "ei", "false", "0"}
    if not fact.startswith("kind."):
        return text
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def lines_of(condition: Any) -> tuple[str, list[tuple[str, str, str]]] | None:
    """How the lines are joined, and each; None when the rule is not made of such lines."""
    joined, parts = "and", [condition]
    if isinstance(condition, dict) and len(condition) == 1 and next(iter(condition)) in {"and", "or"}:
        joined, parts = next(iter(condition.items()))
    if condition is None:
        return joined, []
    lines = [line_of(part) for part in parts]
    found = [line for line in lines if line is not None]
    return (joined, found) if len(found) == len(lines) <= len(LINES) else None


def line_of(part: Any) -> tuple[str, str, str] | None:
    if not isinstance(part, dict) or len(part) != 1:
        return None
    ((relation, sides),) = part.items()
    if relation not in dict(RELATIONS) or not isinstance(sides, list) or len(sides) != 2:  # noqa: PLR2004
        return None
    fact, value = sides
    if not isinstance(fact, dict) or fact.get("var") not in labels() or isinstance(value, dict | list):
        return None
    return (
        str(fact["var"]),
        relation,
        ("true" if value else "false") if isinstance(value, bool) else str(value),
    )


class HoursForm(TimesForm):
    opens_at = forms.TimeField(label=_("Work begins"), widget=Clock())
    closes_at = forms.TimeField(label=_("Work ends"), widget=Clock())
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(label=_("Holidays of"), choices=COUNTRIES, required=False)

    field_order = ("opens_at", "closes_at", "days", "country", "react_hours", "close_hours")

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        opens, closes = facts.get("opens_at"), facts.get("closes_at")
        if opens and closes and closes < opens:
            self.add_error("closes_at", _("Work cannot end before it begins."))
        return facts


def hours_as_they_are(hours: WorkingHours) -> dict[str, Any]:
    names = ("opens_at", "closes_at", "days", "country", "react_hours", "close_hours")
    return {name: getattr(hours, name) for name in names}

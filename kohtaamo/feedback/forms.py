from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kohtaamo.journeys.models import Touchpoint

from .models import Survey
from .starter import STARTERS


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

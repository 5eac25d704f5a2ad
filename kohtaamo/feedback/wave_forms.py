from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .services.waves import NAME_LENGTH

REPEATS = (
    (0, _("It is not repeated")),
    (1, _("Every month")),
    (3, _("Every three months")),
    (6, _("Every six months")),
    (12, _("Every year")),
)


class WaveNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the wave"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("Left empty, it is called by its month."),
    )
    every_months = forms.TypedChoiceField(
        label=_("The next wave"), choices=REPEATS, coerce=int, required=False, initial=0
    )

    def clean_every_months(self) -> int:
        """Left out, the wave is not repeated."""
        return int(self.cleaned_data["every_months"] or 0)


class WaveForm(WaveNameForm):
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("name", "starts_on", "every_months")

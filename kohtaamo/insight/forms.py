from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kohtaamo.journeys.models import Touchpoint

from .metric import Metric


class TargetForm(forms.Form):
    """A level within the metric's scale; empty takes the target away."""

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        low, high = metric.scale
        self.fields["value"] = forms.FloatField(
            label=_("Target"),
            required=False,
            localize=True,
            min_value=low,
            max_value=high,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "6"}),
        )
        self.fields["touchpoint"] = forms.ModelChoiceField(
            queryset=Touchpoint.objects.all(), required=False, widget=forms.HiddenInput
        )

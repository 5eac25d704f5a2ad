from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member

from .metric import Metric, Text


class TargetForm(forms.Form):
    """A level within the metric's scale; empty takes the target away."""

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        low, high = metric.target_ends
        self.fields["value"] = value_field(_("Target"), low, high)
        self.fields["touchpoint"] = forms.ModelChoiceField(
            queryset=Touchpoint.objects.all(), required=False, widget=forms.HiddenInput
        )


class MetricSettingsForm(forms.Form):
    """Owner, target with its date, and threshold of a metric; what is left empty is taken away."""

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        low, high = metric.target_ends
        self.fields["owner"] = forms.ModelChoiceField(
            queryset=Member.objects.filter(is_active=True),
            label=_("Owner"),
            required=False,
            empty_label=_("nobody"),
        )
        self.fields["target"] = value_field(_("Target"), low, high)
        self.fields["due_on"] = forms.DateField(
            label=_("Reached by"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields["threshold"] = value_field(
            _("Attention below") if metric.higher_is_better else _("Attention above"), low, high
        )


def value_field(label: Text, low: float, high: float | None) -> forms.FloatField:
    """A value on the scale of a metric, written as the language writes numbers."""
    return forms.FloatField(
        label=str(label),
        required=False,
        localize=True,
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "6"}),
    )

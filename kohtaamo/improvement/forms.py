from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes.forms import SafeModelChoiceField

from kohtaamo.insight.charts import language
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.where import EARLIEST, today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.tabular import parse_number
from kohtaamo.kit.text import show_number
from kohtaamo.organisation.models import Member

from .models import Intervention
from .queries import EXPECTATION
from .services import WINDOW_DAYS
from .wording import is_in_percent

WINDOWS = ((28, _("4 weeks")), (56, _("8 weeks")), (84, _("12 weeks")), (182, _("26 weeks")))


class Day(forms.DateInput):
    """The browser's own calendar, which reads and writes only 2026-11-21."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs=attributes, format="%Y-%m-%d")


class Number(forms.CharField):
    """A number as people write it: 2,5 and 2.5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "number"})

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value))
        if not text:
            return None
        number = parse_number(text, labels=False)
        if number is None:
            raise forms.ValidationError(_("Write a number, for example 10 or 0,5."))
        return number

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, float):
            return show_number(value, language())
        return value


def metric_choices() -> list[tuple[str, str]]:
    return [(metric.key, str(metric.name)) for metric in METRICS.values()]


def metric_choices_or_none() -> list[tuple[str, Any]]:
    return [("", _("In none that is known")), *metric_choices()]


def usual_direction(metric: Metric) -> str:
    return Intervention.Direction.UP if metric.higher_is_better else Intervention.Direction.DOWN


class ExpectationFields(forms.Form):
    """What moves where: all that is needed to say how many answers it takes to see it."""

    touchpoint = SafeModelChoiceField(label=_("Where"), queryset=Touchpoint.objects.none(), empty_label="")
    metric = forms.ChoiceField(label=_("Which metric should move"), choices=lazy(metric_choices, list))
    direction = forms.ChoiceField(
        label=_("Which way"), choices=Intervention.Direction.choices, widget=forms.RadioSelect
    )
    size = Number(
        label=_("By how much"),
        help_text=_("Say it beforehand: the smallest change that would be worth the trouble."),
    )
    window_days = forms.TypedChoiceField(
        label=_("How long is compared"), choices=WINDOWS, coerce=int, initial=WINDOW_DAYS
    )
    comparison = SafeModelChoiceField(
        label=_("Compared with"),
        queryset=Touchpoint.objects.none(),
        required=False,
        empty_label=pgettext_lazy("compared with", "Nothing"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("touchpoint", "comparison"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  as declared above
            field.queryset = Touchpoint.objects.all()

    @property
    def is_in_percent(self) -> bool:
        """Whether the size is given in percentage points, by the metric chosen so far."""
        metric = METRICS.get(self["metric"].value() or "") if "metric" in self.fields else None
        return metric is not None and is_in_percent(metric)

    def clean_size(self) -> float:
        size: float = self.cleaned_data["size"]
        metric = METRICS.get(self.cleaned_data.get("metric", ""))
        if size <= 0:
            raise forms.ValidationError(_("Give the size of the change as a number above zero."))
        if metric and size > metric.scale[1] - metric.scale[0]:
            raise forms.ValidationError(_("The whole scale of this metric is shorter than that."))
        return size

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("comparison") and facts.get("comparison") == facts.get("touchpoint"):
            self.add_error("comparison", _("Choose another touchpoint than the one you act on."))
        return facts


class ActionForm(ExpectationFields):
    title = forms.CharField(label=_("What we do"), max_length=200)
    description = forms.CharField(
        label=_("How"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    noticed = forms.CharField(
        label=_("What was noticed"),
        required=False,
        max_length=200,
        help_text=_("What gave the reason, for example what customers keep telling."),
    )
    owner = SafeModelChoiceField(
        label=_("Owner"), queryset=Member.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due = forms.DateField(label=_("Due"), required=False, widget=Day())

    field_order = ("title", "noticed", "touchpoint", "metric", "direction", "size")

    def __init__(self, *args: Any, frozen: bool = False, **kwargs: Any) -> None:
        """`frozen`: the result has been seen, so what was expected can only be read."""
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101  as declared above
        # somebody who has left stays the owner until another is chosen
        owner.queryset = Member.objects.filter(Q(is_active=True) | Q(pk=self.initial.get("owner")))
        for name in EXPECTATION if frozen else ():
            del self.fields[name]


class FindingForm(forms.Form):
    title = forms.CharField(
        label=_("What was noticed"),
        max_length=200,
        help_text=_("One sentence that others understand as well."),
    )
    touchpoint = SafeModelChoiceField(label=_("Where"), queryset=Touchpoint.objects.none(), empty_label="")
    metric = forms.ChoiceField(
        label=_("In which metric it shows"), choices=lazy(metric_choices_or_none, list), required=False
    )
    note = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For example what customers say, or what you saw yourself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["touchpoint"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  as declared above
        field.queryset = Touchpoint.objects.all()


class CompletionForm(forms.Form):
    done_on = forms.DateField(label=_("Done on"), widget=Day())

    def clean_done_on(self) -> date:
        day: date = self.cleaned_data["done_on"]
        if not EARLIEST <= day <= today():
            raise forms.ValidationError(_("Choose a day that has come already."))
        return day

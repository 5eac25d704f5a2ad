"""The form of a rule, and what it would promise as it is filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes.forms import SafeModelChoiceField

from kohtaamo.insight.metric import Metric
from kohtaamo.insight.models import AlertRule
from kohtaamo.insight.queries import metrics_in_order
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.statistics.alarms import design_alarm
from kohtaamo.organisation.models import Member

from .design import Prospect, prospect, this_monday, where_from
from .rules import FEWEST_WEEKS, MOST_WEEKS, RuleRefusedError, checked_limit, target_for
from .watch import bad_values
from .wording import in_weeks, promise_of_change

Kind = AlertRule.Kind
EVERY = (
    (13, _("one in three months")),
    (26, _("one in half a year")),
    (52, _("one in a year")),
    (104, _("one in two years")),
)
USUAL_EVERY = 52
# A twentieth of the scale: 10 points of NPS, 5 percentage points of a share.
PARTS_OF_SCALE = 20
RECENT = timedelta(days=28)


def metric_choices() -> list[tuple[str, str]]:
    return [(metric.key, str(metric.name)) for metric in metrics_in_order()]


class RuleForm(forms.Form):
    """Which of the numbers is asked for depends on the kind; the others are left alone."""

    kind = forms.ChoiceField(
        label=_("What gives the alert"),
        choices=Kind.choices,
        initial=Kind.CHANGE,
        widget=forms.RadioSelect,
    )
    metric = forms.ChoiceField(label=_("Metric"), choices=lazy(metric_choices, list))
    touchpoint = SafeModelChoiceField(
        label=_("Where"),
        queryset=Touchpoint.objects.none(),
        required=False,
        empty_label=pgettext_lazy("where an alert watches", "everywhere together"),
    )
    shift = forms.FloatField(
        label=_("A change that matters"),
        required=False,
        localize=True,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "6", "class": "number"}),
        help_text=_("The smallest change that you would do something about."),
    )
    every = forms.TypedChoiceField(
        label=_("False alarms accepted"), choices=EVERY, coerce=int, required=False
    )
    limit = forms.FloatField(
        label=_("Bad from this value on"),
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "6", "class": "number"}),
        help_text=_("The value itself is bad too. Answers brought in as files give no alerts one by one."),
    )
    owner = SafeModelChoiceField(
        label=_("Owner"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("nobody"),
        help_text=_("The owner gets each alert by e-mail."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.data.get("kind") if self.is_bound else None
        for name, its_kind in (("shift", Kind.CHANGE), ("every", Kind.CHANGE), ("limit", Kind.LOW_SCORE)):
            self.fields[name].required = kind in {None, its_kind.value}
        for name, rows in (
            ("touchpoint", Touchpoint.objects.all()),
            ("owner", Member.objects.filter(is_active=True)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  as declared above
            field.queryset = rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the rule would give; `problem` is the field that stands in the way, "" when nothing does."""

    kind: str
    metric: Metric
    shift: float | None = None
    every: int = USUAL_EVERY
    prospect: Prospect | None = None
    others: tuple[tuple[float, str], ...] = ()
    target: float | None = None
    limit: float | None = None
    recent: int = 0
    problem: str = ""

    @property
    def sentence(self) -> str:
        found = self.prospect
        if found is None or found.alarm is None or self.shift is None:
            return ""
        return promise_of_change(
            self.metric,
            found.answers_a_week,
            every=self.every,
            shift=self.shift,
            delay=found.alarm.delay,
        )

    @property
    def delay(self) -> str:
        return in_weeks(self.prospect.alarm.delay) if self.prospect and self.prospect.alarm else ""


def usual_shift(metric: Metric) -> float:
    return round((metric.scale[1] - metric.scale[0]) / PARTS_OF_SCALE, 2)


def worst_value(metric: Metric) -> float:
    """The worst two steps of a question's scale, where it has steps."""
    if not metric.answers:
        return metric.scale[1] * metric.per_unit
    return metric.answers[1] if metric.higher_is_better else metric.answers[-2]


def parameters_with(narrowed: dict[str, str], touchpoint: Touchpoint | None) -> dict[str, str]:
    """The filter the page was opened with, and the touchpoint chosen on it."""
    kept = {key: text for key, text in narrowed.items() if key != "touchpoint"}
    return {**kept, "touchpoint": str(touchpoint.pk)} if touchpoint else kept


def preview(
    *,
    kind: str,
    metric: Metric,
    parameters: dict[str, str],
    every: int = USUAL_EVERY,
    shift: float | None = None,
    limit: float | None = None,
) -> Preview:
    found = Preview(kind=kind, metric=metric, every=every, shift=shift, limit=limit)
    if kind == Kind.CHANGE:
        return preview_of_change(found, parameters)
    if kind == Kind.TARGET:
        target = target_for(metric, parameters)
        return replace(found, target=target, problem="" if target is not None else "target")
    return preview_of_values(found, parameters)


def preview_of_change(asked: Preview, parameters: dict[str, str]) -> Preview:
    shift, scale = asked.shift, asked.metric.scale
    if shift is None or not 0 < shift <= scale[1] - scale[0]:
        return replace(asked, problem="shift")
    if not FEWEST_WEEKS <= asked.every <= MOST_WEEKS:
        return replace(asked, problem="every")
    where, before = where_from(parameters), this_monday(today())
    found = prospect(asked.metric, where, every=asked.every, shift=shift, before=before)
    if found.obstacle:
        return replace(asked, prospect=found, problem=found.obstacle)
    return replace(asked, prospect=found, others=other_shifts(asked, found))


def other_shifts(asked: Preview, found: Prospect) -> tuple[tuple[float, str], ...]:
    """How soon half and twice the change would be found by an alert made for it, with as many false alarms."""
    if found.level is None or asked.shift is None:
        return ()
    longest = asked.metric.scale[1] - asked.metric.scale[0]
    error = found.level.error(found.level.answers_a_period)
    sizes = [size for size in (asked.shift / 2, asked.shift * 2) if size <= longest]
    return tuple((size, in_weeks(delay_of(size / error, asked.every, found))) for size in sizes)


def delay_of(shift: float, every: int, found: Prospect) -> float:
    return design_alarm(every=every, shift=shift, baseline=found.level.periods if found.level else None).delay


def preview_of_values(asked: Preview, parameters: dict[str, str]) -> Preview:
    try:
        limit = checked_limit(asked.metric, asked.limit)
    except RuleRefusedError as refused:
        return replace(asked, problem=f"no_{refused.field}")
    now = timezone.now()
    rule = AlertRule(metric=asked.metric.key, parameters=parameters, limit=limit, created_at=now - RECENT)
    return replace(asked, recent=bad_values(rule, asked.metric).filter(happened_at__gte=now - RECENT).count())

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
from kohtaamo.kit.statistics.alarms import ChartKind, design_alarm
from kohtaamo.kit.statistics.usual_level import UsualLevel
from kohtaamo.organisation.models import Member

from .design import (
    Prospect,
    chart_of,
    even_weeks_at_target,
    level_kept,
    prospect,
    prospect_of_target,
    this_monday,
    where_from,
)
from .rules import (
    FEWEST_WEEKS,
    MOST_WEEKS,
    RuleRefusedError,
    Wanted,
    checked_limit,
    has_told,
    target_for,
    watches_same,
)
from .watch import bad_values
from .wording import in_weeks, promise_of_change, promise_of_target

Kind = AlertRule.Kind
EVERY = (
    (13, _("one in three months")),
    (26, _("one in half a year")),
    (52, _("one in a year")),
    (104, _("one in two years")),
)
USUAL_EVERY = 52
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
    chart = forms.ChoiceField(
        label=_("How weeks are put together"),
        choices=AlertRule.Chart.choices,
        initial=AlertRule.Chart.CUSUM,
        required=False,
        help_text=_("Gathering finds small lasting changes soonest, each week alone large sudden ones."),
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

    def __init__(self, *args: Any, rule: AlertRule | None = None, **kwargs: Any) -> None:
        """A `rule` that has told alarms goes on watching the same."""
        super().__init__(*args, **kwargs)
        self.is_fixed = rule is not None and has_told(rule)
        kind = rule.kind if rule and self.is_fixed else self.data.get("kind") if self.is_bound else None
        kinds: dict[str, set[str]] = {
            "shift": {Kind.CHANGE, Kind.TARGET},
            "every": {Kind.CHANGE},
            "limit": {Kind.LOW_SCORE},
        }
        for name, its_kinds in kinds.items():
            self.fields[name].required = kind is None or kind in its_kinds
        for name in ("kind", "metric", "touchpoint") if self.is_fixed else ():
            self.fields[name].disabled = True
        if rule and rule.every not in dict(EVERY):
            every: Any = self.fields["every"]
            every.choices = [*EVERY, (rule.every, in_weeks(rule.every))]
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
    chart: ChartKind = "cusum"
    limit: float | None = None
    recent: int = 0
    problem: str = ""

    @property
    def sentence(self) -> str:
        found = self.prospect
        if found is None or self.shift is None:
            return ""
        if self.kind == Kind.TARGET:
            turn = found.turn
            return promise_of_target(
                self.metric,
                found.answers_a_week,
                every=turn.false_alarm_every if turn else even_weeks_at_target(),
                shift=self.shift,
                delay=turn.delay if turn else None,
            )
        if found.alarm is None:
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
    chart: ChartKind = "cusum",
    rule: AlertRule | None = None,
) -> Preview:
    """With a `rule` that is being changed, from the level that it has learnt, as long as it watches the same."""
    found = Preview(kind=kind, metric=metric, every=every, shift=shift, limit=limit, chart=chart)
    if kind == Kind.CHANGE:
        wanted = Wanted(kind=kind, metric=metric, parameters=parameters)
        level = level_kept(rule) if rule and watches_same(rule, wanted) else None
        return preview_of_change(found, parameters, level)
    if kind == Kind.TARGET:
        return preview_of_target(found, parameters)
    return preview_of_values(found, parameters)


def preview_of_change(asked: Preview, parameters: dict[str, str], level: UsualLevel | None) -> Preview:
    shift, scale = asked.shift, asked.metric.scale
    if shift is None or not 0 < shift <= scale[1] - scale[0]:
        return replace(asked, problem="shift")
    if not FEWEST_WEEKS <= asked.every <= MOST_WEEKS:
        return replace(asked, problem="every")
    where, before = where_from(parameters), this_monday(today())
    found = prospect(
        asked.metric, where, every=asked.every, shift=shift, before=before, chart=asked.chart, level=level
    )
    if found.obstacle:
        return replace(asked, prospect=found, problem=found.obstacle)
    return replace(asked, prospect=found, others=other_shifts(asked, found))


def preview_of_target(asked: Preview, parameters: dict[str, str]) -> Preview:
    target, shift, scale = target_for(asked.metric, parameters), asked.shift, asked.metric.scale
    if target is None:
        return replace(asked, problem="target")
    if shift is None or not 0 < shift <= scale[1] - scale[0]:
        return replace(asked, target=target, problem="shift")
    where, before = where_from(parameters), this_monday(today())
    found = prospect_of_target(asked.metric, where, shift=shift, before=before)
    return replace(asked, target=target, prospect=found)


def other_shifts(asked: Preview, found: Prospect) -> tuple[tuple[float, str], ...]:
    """How soon half and twice the change would be found by an alert made for it, with as many false alarms."""
    if found.level is None or asked.shift is None:
        return ()
    longest = asked.metric.scale[1] - asked.metric.scale[0]
    error = found.level.error(found.level.answers_a_period)
    sizes = [size for size in (asked.shift / 2, asked.shift * 2) if size <= longest]
    return tuple((size, in_weeks(delay_of(size / error, asked, found))) for size in sizes)


def delay_of(shift: float, asked: Preview, found: Prospect) -> float:
    baseline = found.level.periods if found.level else None
    return design_alarm(every=asked.every, shift=shift, baseline=baseline, kind=asked.chart).delay


def asked_again(rule: AlertRule) -> dict[str, Any]:
    """What the form of a rule that is being changed opens with."""
    return {
        "kind": rule.kind,
        "metric": rule.metric,
        "touchpoint": where_from(rule.parameters).touchpoint,
        "shift": rule.shift,
        "chart": chart_of(rule),
        "every": rule.every,
        "limit": rule.limit,
        "owner": rule.owner_id,
    }


def preview_of_values(asked: Preview, parameters: dict[str, str]) -> Preview:
    try:
        limit = checked_limit(asked.metric, asked.limit)
    except RuleRefusedError as refused:
        return replace(asked, problem=f"no_{refused.field}")
    now = timezone.now()
    rule = AlertRule(metric=asked.metric.key, parameters=parameters, limit=limit, created_at=now - RECENT)
    return replace(asked, recent=bad_values(rule, asked.metric).filter(happened_at__gte=now - RECENT).count())

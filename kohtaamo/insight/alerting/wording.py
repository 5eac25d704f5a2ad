"""Alerts and their rules in words, in the language in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.insight.charts import language, show
from kohtaamo.insight.dimensions import bucket_in_full, labels, name_of
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert, AlertRule
from kohtaamo.insight.where import COLUMNS
from kohtaamo.kit.text import show_number, show_range

from .design import where_of

Kind = AlertRule.Kind
# Below this many weeks a tenth of a week still tells something.
FEW_WEEKS = 10
Places = dict[int, list[tuple[str, str]]]


def places_of(rules: Iterable[AlertRule]) -> Places:
    """What each rule is narrowed down to, in words, by its key; one query a dimension for any number of rules."""
    wheres = {rule.pk: where_of(rule) for rule in rules}
    chosen = {by: {getattr(where, by) for where in wheres.values()} - {None} for by in COLUMNS}
    words = {by: labels(by, found) for by, found in chosen.items() if found}
    return {
        key: [
            *((name_of(by), words[by][value]) for by in words if (value := getattr(where, by)) is not None),
            *((capfirst(name), text) for name, text in where.attributes.items()),
        ]
        for key, where in wheres.items()
    }


def place_in_words(narrowed: Iterable[tuple[str, str]]) -> str:
    return ", ".join(value for _, value in narrowed) or gettext("all answers")


def rule_name(rule: AlertRule) -> str:
    """What it watches and where, for the log: "NPS, Palvelupiste"."""
    return ", ".join([metric_name(rule), *(value for _, value in places_of([rule])[rule.pk])])


def metric_name(rule: AlertRule) -> str:
    metric = METRICS.get(rule.metric)
    return str(metric.short_name) if metric else rule.metric


def what_happened(alert: Alert) -> str:
    """One line: "NPS has fallen: −12 (−20…−4, n 22), usually 8"."""
    rule, figures, metric = alert.rule, alert.figures, METRICS.get(alert.rule.metric)
    if metric is None:
        return rule.metric
    facts = {
        "metric": metric.short_name,
        "value": with_unit(metric, figures.get("value")),
        "interval": interval_of(metric, figures),
        "n": show_number(figures.get("n", 0), language()),
        "usual": show(metric, figures.get("usual")),
        "target": show(metric, figures.get("target")),
    }
    if rule.kind == Kind.LOW_SCORE:
        if words := step_in_words(metric.kind, figures.get("value")):
            return gettext("A single bad value: %(metric)s, %(words)s") % {**facts, "words": words}
        facts["value"] = single_value(metric, figures.get("value"))
        return gettext("A single bad value: %(metric)s %(value)s") % facts
    if rule.kind == Kind.TARGET:
        words = gettext(
            "%(metric)s is surely worse than the target %(target)s: %(value)s (%(interval)s, n %(n)s)"
        )
    elif figures.get("side") == "down":
        words = gettext(
            "%(metric)s has fallen: the week %(value)s (%(interval)s, n %(n)s), usually %(usual)s"
        )
    else:
        words = gettext("%(metric)s has risen: the week %(value)s (%(interval)s, n %(n)s), usually %(usual)s")
    return words % facts


def in_short(alert: Alert) -> str:
    """For a list and the subject of a mail."""
    facts = {"metric": metric_name(alert.rule)}
    if alert.rule.kind == Kind.LOW_SCORE:
        return gettext("%(metric)s: a single bad value") % facts
    if alert.rule.kind == Kind.TARGET:
        return gettext("%(metric)s is surely worse than the target") % facts
    if alert.figures.get("side") == "down":
        return gettext("%(metric)s has fallen") % facts
    return gettext("%(metric)s has risen") % facts


def is_good_news(alert: Alert) -> bool:
    metric = METRICS.get(alert.rule.metric)
    side = alert.figures.get("side")
    return metric is not None and side is not None and (side == "up") == metric.higher_is_better


def interval_of(metric: Metric, figures: dict[str, Any]) -> str:
    if figures.get("low") is None:
        return "–"
    return show_range(figures["low"], figures["high"], language(), metric.decimals)


def week_in_words(figures: dict[str, Any]) -> str:
    return bucket_in_full(date.fromisoformat(figures["week"]), "week") if "week" in figures else ""


def promise(rule: AlertRule) -> str:
    """What the rule gives, and how often in vain."""
    metric = METRICS.get(rule.metric)
    if metric is None:
        return ""
    if rule.kind == Kind.LOW_SCORE:
        words = (
            gettext("At once, when a value is %(limit)s or lower.")
            if metric.higher_is_better
            else gettext("At once, when a value is %(limit)s or higher.")
        )
        return words % {"limit": single_value(metric, rule.limit)}
    if rule.kind == Kind.TARGET:
        words = gettext(
            "When the four last weeks together turn surely worse than the target: the whole 95 % interval "
            "is on the worse side of it."
        )
        if rule.false_alarm_every is None or rule.shift is None:
            return words
        told = promise_of_target(
            metric,
            rule.answers_a_week or 0,
            every=rule.false_alarm_every,
            shift=rule.shift,
            delay=rule.delay,
        )
        return f"{words} {told}"
    return promise_of_change(
        metric, rule.answers_a_week or 0, every=rule.every, shift=rule.shift or 0, delay=rule.delay or 0
    )


def promise_of_change(metric: Metric, answers: float, *, every: int, shift: float, delay: float) -> str:
    words = gettext(
        "With about %(answers)s answers a week this alert gives one false alarm in %(every)s, "
        "and finds a change of %(shift)s in %(delay)s on average."
    )
    return words % {
        "answers": show_number(answers, language(), 0),
        "every": in_weeks(every),
        "shift": amount(metric, shift),
        "delay": in_weeks(delay),
    }


def promise_of_target(
    metric: Metric, answers: float, *, every: float, shift: float, delay: float | None
) -> str:
    """`delay` is None while too little has been heard to know it."""
    if delay is None:
        return gettext(
            "While the level stands exactly at the target, this gives one false alarm in %(every)s on average. "
            "How soon it finds a worse level is told when there is a history to count it from."
        ) % {"every": in_weeks(every)}
    words = gettext(
        "With about %(answers)s answers a week this gives one false alarm in %(every)s on average while the level "
        "stands exactly at the target, and more seldom while it is better. A level worse than the target by "
        "%(shift)s is found in %(delay)s on average."
    )
    return words % {
        "answers": show_number(answers, language(), 0),
        "every": in_weeks(every),
        "shift": amount(metric, shift),
        "delay": in_weeks(delay),
    }


def in_weeks(weeks: float) -> str:
    """In so many weeks something happens; in Finnish another case of the word."""
    decimals = 1 if weeks < FEW_WEEKS else 0
    shown = round(weeks, decimals)
    words = pgettext("in so many", "%(n)s week") if shown == 1 else pgettext("in so many", "%(n)s weeks")
    return words % {"n": show_number(shown, language())}


def amount(metric: Metric, value: float) -> str:
    """A difference in the metric: points of a share are percentage points, of a mean nothing but the figure."""
    unit = metric.change_unit
    shown = show_number(value, language())
    return shown if not unit or unit.startswith("/") else f"{shown} {unit}"


def with_unit(metric: Metric, value: float | None) -> str:
    unit = str(metric.unit)
    shown = show(metric, value)
    if value is None or not unit or unit == str(metric.short_name):
        return shown
    return f"{shown}{unit}" if unit.startswith("/") else f"{shown} {unit}"


def step_in_words(kind: str, value: float | None) -> str:
    """What was chosen, to go on a sentence with: "much more than I expected"; nothing where numbers are asked."""
    question = QUESTIONS.get(kind)
    words = str(question.choices.get(value, "")) if question and value is not None else ""
    return f"{words[:1].lower()}{words[1:]}"


def single_value(metric: Metric, value: float | None) -> str:
    """A value as it was given: a step of the question's scale, or what was measured in the unit shown."""
    if value is None:
        return "–"
    if metric.answers:
        return show_number(value, language())
    return f"{show_number(value / metric.per_unit, language())} {metric.unit}"

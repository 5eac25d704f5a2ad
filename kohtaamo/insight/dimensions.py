"""What answers can be grouped and narrowed down by, with the words a person sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import CharField, Count, Value
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters import channels
from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit

from . import secrecy
from .filters import EMPTY, SHORT_ATTRIBUTE, Filter
from .metric import Text
from .where import ATTRIBUTE, AttributeText, Where, midnight

NAMES: dict[str, Text] = {
    "touchpoint": _("Touchpoint"),
    "channel": _("Channel"),
    "unit": _("Unit"),
    "survey": _("Survey"),
    "segment": _("Customer group"),
    "source": _("Source"),
    "day": _("Day"),
    "week": _("Week"),
    "month": _("Month"),
}
# Where an answer came from, as `Answer.source` keeps it.
SOURCES: dict[str, Text] = {
    "page": _("Survey page"),
    "import": _("Imported file"),
    "api": _("Another system"),
    "demo": _("Example data"),
}
TABLES: dict[str, type[Touchpoint | Unit | Survey]] = {
    "touchpoint": Touchpoint,
    "unit": Unit,
    "survey": Survey,
}
# Attributes with more values than this are numbers or names, and no way to narrow down.
MOST_VALUES = 30
MOST_ATTRIBUTES = 8
SAMPLED = 500


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow down: a select whose first option leaves it open."""

    name: str
    label: Text
    options: Sequence[Option]

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for option in self.options)


def name_of(by: str) -> str:
    return capfirst(by.removeprefix(ATTRIBUTE)) if by.startswith(ATTRIBUTE) else str(NAMES[by])


def labels(by: str, found: Iterable[Any]) -> dict[Any, str]:
    """Words for the values of a dimension; one query where they are rows."""
    keys = list(found)
    if by in TABLES:
        rows = TABLES[by].objects.filter(pk__in=[key for key in keys if key is not None])
        names: Mapping[Any, str] = {row.pk: str(row) for row in rows}
        return {key: names.get(key, gettext("not told")) for key in keys}
    return {key: label(by, key) for key in keys}


def label(by: str, value: Any) -> str:
    if by in ("day", "week", "month"):
        return label_of_bucket(value, by)
    if value in (None, ""):
        return gettext("not told")
    if by == "channel":
        return channels.label_of(value)
    return str(SOURCES.get(value, value)) if by == "source" else str(value)


def label_of_bucket(start: date, size: str) -> str:
    if size == "week":
        return gettext("wk %(week)s") % {"week": start.isocalendar().week}
    pattern = pgettext("day of a chart", "j M") if size == "day" else pgettext("month of a chart", "M Y")
    return date_format(start, pattern)


def bucket_in_full(start: date, size: str) -> str:
    """A bucket as a table or a tooltip names it."""
    if size != "week":
        return (
            date_format(start, pgettext("whole day", "j M Y"))
            if size == "day"
            else label_of_bucket(start, size)
        )
    last = date_format(start + timedelta(days=6), pgettext("whole day", "j M Y"))
    first = date_format(start, pgettext("day of a chart", "j M"))
    return f"{label_of_bucket(start, size)} · {first}–{last}"


def choices(chosen: Filter) -> list[Choice]:
    """Every way to narrow these answers down, with how many answers each value has in the period."""
    period = Where(period=chosen.where.period)
    keys = list(dict.fromkeys([*attribute_keys(), *chosen.where.attributes]))
    found = [
        choice for name in ("touchpoint", "channel", "unit", "survey") if (choice := of_column(name, chosen))
    ]
    return [*found, *of_attributes(keys, period, chosen)]


def choices_of_staff(chosen: Filter) -> list[Choice]:
    """Every choice in which something can be told of employees, without numbers."""
    found = []
    for by, values in secrecy.options(("touchpoint", "channel", "unit")).items():
        key = by.removeprefix(ATTRIBUTE)
        now = chosen.where.attributes.get(key) if by != key else getattr(chosen.where, by)
        every = values if now is None or now in values else [*values, now]
        words = labels(by, every)
        if len(every) > 1 or now is not None:
            options = [Option(str(value), words[value], value == now) for value in every]
            found.append(Choice(f"{SHORT_ATTRIBUTE}{key}" if by != key else by, name_of(by), options))
    return found


def answers_in(where: Where) -> models.QuerySet[Answer]:
    rows = Answer.objects.filter(is_from_staff=False).order_by()
    if where.period:
        rows = rows.filter(
            happened_at__gte=midnight(where.period.start), happened_at__lt=midnight(where.period.end)
        )
    return rows


def of_column(name: str, chosen: Filter) -> Choice | None:
    now = getattr(chosen.where, name)
    if name in TABLES:
        rows = TABLES[name].objects.order_by("name", "pk")
        options = [Option(str(row.pk), str(row), row.pk == now) for row in rows]
    else:
        counted = (
            answers_in(chosen.where).values(name).annotate(answers=Count("pk")).order_by("-answers", name)
        )
        options = [
            Option(row[name] or EMPTY, with_count(label(name, row[name]), row["answers"]), row[name] == now)
            for row in counted[:MOST_VALUES]
        ]
    if now is not None and not any(option.is_chosen for option in options):
        options.append(Option(str(now) or EMPTY, label(name, now), is_chosen=True))
    return Choice(name, NAMES[name], options) if len(options) > 1 or now is not None else None


def attribute_keys() -> list[str]:
    """The attributes that the newest answers carry, the most usual first."""
    found: dict[str, int] = {}
    customers = Answer.objects.filter(is_from_staff=False)
    newest = customers.exclude(attributes={}).order_by("-happened_at", "-pk")
    for attributes in newest.values_list("attributes", flat=True)[:SAMPLED]:
        for key in attributes:
            found[key] = found.get(key, 0) + 1
    return sorted(found, key=lambda key: (-found[key], key))[:MOST_ATTRIBUTES]


def of_attributes(keys: Sequence[str], where: Where, chosen: Filter) -> list[Choice]:
    """One query for the values of all attributes."""
    if not keys:
        return []
    one_by_one = [
        answers_in(where)
        .annotate(key=Value(key, output_field=CharField()), text=AttributeText(key))
        .filter(text__isnull=False)
        .values("key", "text")
        .annotate(answers=Count("pk"))
        .values_list("key", "text", "answers")
        for key in keys
    ]
    rows = list(one_by_one[0].union(*one_by_one[1:], all=True)) if len(keys) > 1 else list(one_by_one[0])
    found: dict[str, list[tuple[str, int]]] = {}
    for key, text, answers in rows:
        found.setdefault(key, []).append((text, answers))
    return [
        attribute_choice(key, found.get(key, []), chosen.where.attributes.get(key))
        for key in keys
        if 1 < len(found.get(key, ())) <= MOST_VALUES or key in chosen.where.attributes
    ]


def attribute_choice(key: str, counted: Sequence[tuple[str, int]], now: str | None) -> Choice:
    ordered = sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]
    options = [Option(text, with_count(text, answers), text == now) for text, answers in ordered]
    if now is not None and not any(option.is_chosen for option in options):
        options.append(Option(now, now, is_chosen=True))
    return Choice(f"{SHORT_ATTRIBUTE}{key}", capfirst(key), options)


def with_count(text: str, answers: int) -> str:
    return f"{text} ({answers})"


def in_words(where: Where) -> list[tuple[str, str]]:
    """The filter as pairs of words: ("Channel", "phone")."""
    found = []
    for by in ("touchpoint", "channel", "unit", "survey", "segment", "source"):
        chosen = getattr(where, by)
        if chosen is not None:
            found.append((name_of(by), labels(by, [chosen])[chosen]))
    return [*found, *((capfirst(key), text) for key, text in where.attributes.items())]

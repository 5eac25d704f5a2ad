"""What answers can be grouped and narrowed down by, with the words a person sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters import channels
from kohtaamo.feedback.models import Survey
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.models import Unit

from . import secrecy
from .facts import Question, ask, column_of, how_many, seldom
from .facts.slots import slots
from .filters import EMPTY, SHORT_ATTRIBUTE, Filter
from .metric import Text
from .where import ATTRIBUTE, Where, today

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
DAYS_SAID = 400


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
    """Every way to narrow these answers down, the most usual values first."""
    said = values_said()
    keys = list(
        dict.fromkeys(
            [*(by.removeprefix(ATTRIBUTE) for by in said if by != "channel"), *chosen.where.attributes]
        )
    )
    columns = (of_column(name, chosen, said) for name in ("touchpoint", "channel", "unit", "survey"))
    attributes = (of_attribute(key, said.get(ATTRIBUTE + key, []), chosen) for key in keys)
    return [choice for choice in (*columns, *attributes) if choice]


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


def values_said() -> dict[str, list[str]]:
    """The values that channel and the most usual attributes have had lately, the most usual first."""
    return seldom("values-said", values_lately)


def values_lately() -> dict[str, list[str]]:
    where = Where(period=Period.last_days(DAYS_SAID, today()))
    keys = usual_attributes(where)
    columns = {"channel": "channel", **{ATTRIBUTE + key: column_of(ATTRIBUTE + key) for key in keys}}
    each = [
        f"SELECT {number} AS place, said, n FROM (SELECT {column} AS said, count(*) AS n FROM facts "  # noqa: S608
        f"WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_VALUES + 1}) AS one_{number}"
        for number, column in enumerate(columns.values())
    ]
    rows = ask(Question(sql=" UNION ALL ".join(each), where=where))
    found: dict[str, list[str]] = {by: [] for by in columns}
    names = list(columns)
    for place, said, _n in sorted(rows, key=lambda row: (row[0], -row[2], row[1])):
        found[names[place]].append(said)
    # more values than one can choose from: numbers, or names
    return {by: values for by, values in found.items() if by == "channel" or 1 < len(values) <= MOST_VALUES}


def usual_attributes(where: Where) -> list[str]:
    """The attributes that most values carry, the most usual first."""
    # columns are given to attributes when the facts are first looked at
    known = slots() if how_many() else {}
    if not known:
        return []
    counted = ", ".join(f"count(t{slot})" for slot in known.values())
    [row] = ask(Question(sql=f"SELECT {counted} FROM facts", where=where))  # noqa: S608 - numbers of ours
    usual = sorted((-n, key) for key, n in zip(known, row, strict=True) if n)
    return [key for _, key in usual[:MOST_ATTRIBUTES]]


def of_column(name: str, chosen: Filter, said: Mapping[str, list[str]]) -> Choice | None:
    now = getattr(chosen.where, name)
    if name in TABLES:
        rows = TABLES[name].objects.order_by("name", "pk")
        options = [Option(str(row.pk), str(row), row.pk == now) for row in rows]
    else:
        options = [Option(one or EMPTY, label(name, one), one == now) for one in said[name][:MOST_VALUES]]
    if now is not None and not any(option.is_chosen for option in options):
        options.append(Option(str(now) or EMPTY, label(name, now), is_chosen=True))
    return Choice(name, NAMES[name], options) if len(options) > 1 or now is not None else None


def of_attribute(key: str, said: Sequence[str], chosen: Filter) -> Choice | None:
    now = chosen.where.attributes.get(key)
    every = said if now is None or now in said else [*said, now]
    options = [Option(one, one, one == now) for one in every]
    return Choice(f"{SHORT_ATTRIBUTE}{key}", capfirst(key), options) if options else None


def in_words(where: Where) -> list[tuple[str, str]]:
    """The filter as pairs of words: ("Channel", "phone")."""
    found = []
    for by in ("touchpoint", "channel", "unit", "survey", "segment", "source"):
        chosen = getattr(where, by)
        if chosen is not None:
            found.append((name_of(by), labels(by, [chosen])[chosen]))
    return [*found, *((capfirst(key), text) for key, text in where.attributes.items())]

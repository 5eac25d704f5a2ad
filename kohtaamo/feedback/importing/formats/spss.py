"""Data of SPSS, .sav and .zsav: variables with labels, missing values and sets of several answers."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.definitions.texts import plain
from kohtaamo.feedback.importing.found import About, AnswerFormat, Asked, Beginning, Found, Item, Loss, Shape
from kohtaamo.feedback.importing.mapping import layout_of
from kohtaamo.feedback.importing.naming import language_of, survey_name
from kohtaamo.kit.tabular import Row, UnreadableTable

MAGIC = (b"$FL2", b"$FL3")
CHUNK = 5_000
MOST_VARIABLES = 2_000
# What SPSS itself writes when a file tells nothing of its letters.
OLD_LETTERS = "windows-1252"
# Names, in any case, under which programs keep when and by which number somebody answered.
MOMENTS = ("recordeddate", "submitdate", "datestamp", "enddate", "interview_end", "interview_date", "date")
UIDS = ("responseid", "response_id", "respid", "respondent_serial", "caseid", "case_id", "uuid", "id")
AS_NUMBERS = ("QYR", "MOYR", "WKYR", "MONTH", "WKDAY")
EARLIEST, LATEST = 1900, 2100


def knows(beginning: Beginning) -> bool:
    return beginning.head.startswith(MAGIC)


def opened(path: Path, **options: Any) -> tuple[dict[str, list[Any]], Any]:
    """Columns by name, and what the file tells of them."""
    import pyreadstat  # noqa: PLC0415  only files of SPSS need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return read_with(pyreadstat, path, options)
            except (UnicodeError, pyreadstat.ReadstatError):
                return read_with(pyreadstat, path, {**options, "encoding": OLD_LETTERS})
    except (pyreadstat.PyreadstatError, pyreadstat.ReadstatError, UnicodeError, ValueError) as problem:
        raise UnreadableTable("corrupt", reason=type(problem).__name__) from problem


def read_with(pyreadstat: Any, path: Path, options: dict[str, Any]) -> tuple[dict[str, list[Any]], Any]:
    data, told = pyreadstat.read_sav(str(path), output_format="dict", **options)
    return data, told


def read(beginning: Beginning) -> Found:
    path = beginning.path
    _nothing, told = opened(path, metadataonly=True, user_missing=True)
    names: list[str] = list(told.column_names)
    if len(names) > MOST_VARIABLES:
        raise UnreadableTable("too_many_columns", columns=len(names), limit=MOST_VARIABLES)
    if not names:
        raise UnreadableTable("empty_file")
    asked, losses = questions_of(told)
    moments = moments_of(path, told)
    return Found(
        format="spss",
        name=plain(told.file_label or "")[:200] or survey_name(beginning.name),
        language=language_of(str(label) for label in told.column_labels if label),
        asked=tuple(asked),
        about=About(uid=uid_of(path, told), moments=tuple(moments), moment="" if moments else day_of(told)),
        losses=(*losses, *([] if moments else [Loss(survey_name(beginning.name), "no_moments")])),
        layout=layout_of([*names, *(str(label or "") for label in told.column_labels)]),
        rows=partial(rows_of, path, names),
    )


def questions_of(told: Any) -> tuple[list[Asked], list[Loss]]:
    losses: list[Loss] = []
    sets = dict(getattr(told, "mr_sets", None) or {})
    in_sets = {variable: name for name, one in sets.items() for variable in one["variable_list"]}
    asked: list[Asked] = []
    done: set[str] = set()
    for variable in told.column_names:
        name = in_sets.get(variable)
        if name is None:
            asked.append(variable_of(variable, told))
        elif name not in done:
            done.add(name)
            asked.append(set_of(name, sets[name], told))
            if not sets[name]["is_dichotomy"]:
                losses.append(Loss(name, "set_counts_once"))
        losses += losses_of(variable, told)
    return asked, losses


def losses_of(variable: str, told: Any) -> Iterator[Loss]:
    ranges = dict(told.missing_ranges).get(variable, [])
    if ranges:
        marks = ", ".join(
            text_of(one["lo"]) if one["lo"] == one["hi"] else f"{text_of(one['lo'])}–{text_of(one['hi'])}"
            for one in ranges
        )
        yield Loss(variable, "missing_values", {"values": marks})
    form = str(told.original_variable_types.get(variable, ""))
    if form.startswith(AS_NUMBERS):
        yield Loss(variable, "kept_as_number", {"form": form})
    if variable == getattr(told, "case_weight", None):
        yield Loss(variable, "weight")


def variable_of(variable: str, told: Any) -> Asked:
    label = plain(dict(zip(told.column_names, told.column_labels, strict=True)).get(variable) or "")
    labels = labels_of(variable, told)
    kind = str(told.readstat_variable_types.get(variable, ""))
    measure = str(told.variable_measure.get(variable, ""))
    is_text = kind == "string" and not labels
    is_amount = kind != "string" and measure == "scale" and not labels
    shape: Shape = "number" if is_amount else "one"
    return Asked(
        name=variable,
        title=label or variable,
        shape=shape,
        items=(Item(variable, "1"),),
        labels=labels,
        wish="open_text" if is_text and long_text(variable, told) else "",
    )


def long_text(variable: str, told: Any) -> bool:
    return int(dict(told.variable_storage_width).get(variable, 0)) > 100  # noqa: PLR2004 - longer than a choice


def labels_of(variable: str, told: Any) -> dict[str, str]:
    """Words by code, those of missing values left out."""
    ranges = dict(told.missing_ranges).get(variable, [])
    labels = dict(told.variable_value_labels).get(variable, {})
    return {
        text_of(code): plain(words) or text_of(code)
        for code, words in labels.items()
        if not any(is_between(code, one["lo"], one["hi"]) for one in ranges)
    }


def is_between(code: Any, low: Any, high: Any) -> bool:
    if isinstance(code, str) != isinstance(low, str):
        return False
    return bool(low <= code <= high)


def set_of(name: str, told_set: dict[str, Any], told: Any) -> Asked:
    variables = list(told_set["variable_list"])
    words = dict(zip(told.column_names, told.column_labels, strict=True))
    title = plain(told_set.get("label") or "") or name
    if told_set["is_dichotomy"]:
        counted = text_of(told_set["counted_value"])
        items = [Item(one, one, plain(words.get(one) or "") or one, counted) for one in variables]
        return Asked(name=name, title=title, shape="many", items=tuple(items))
    labels = {code: text for one in variables for code, text in labels_of(one, told).items()}
    return Asked(
        name=name, title=title, shape="codes", items=tuple(Item(one, one) for one in variables), labels=labels
    )


def rows_of(path: Path, names: list[str]) -> Iterator[Row]:
    """In parts, so that a long file is never whole in memory."""
    start = 0
    while True:
        columns, _told = opened(path, row_offset=start, row_limit=CHUNK)
        count = len(next(iter(columns.values()), []))
        if not count:
            return
        for place in range(count):
            cells = {name: text_of(columns[name][place]) for name in names}
            yield Row(start + place + 1, cells, None, min(1.0, (place + 1) / count))
        start += count
        if count < CHUNK:
            return


def text_of(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - what is no number is not itself
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def moments_of(path: Path, told: Any) -> list[str]:
    """The variable of the moment, where every case has one that can be a moment."""
    by_name = {str(name).casefold(): str(name) for name in told.column_names}
    found = [by_name[name] for name in MOMENTS if name in by_name]
    for variable in found:
        columns, _told = opened(path, usecols=[variable])
        values = columns[variable]
        if values and all(is_moment(value) for value in values):
            return [variable]
    return []


def is_moment(value: Any) -> bool:
    return isinstance(value, dt.date) and EARLIEST <= value.year <= LATEST


def uid_of(path: Path, told: Any) -> str:
    """A variable of numbers of cases, each once."""
    by_name = {str(name).casefold(): str(name) for name in told.column_names}
    for name in UIDS:
        if name in by_name:
            columns, _told = opened(path, usecols=[by_name[name]])
            values = columns[by_name[name]]
            if values and all(text_of(one) for one in values) and len(set(values)) == len(values):
                return by_name[name]
    return ""


def day_of(told: Any) -> str:
    made = getattr(told, "creation_time", None)
    return made.isoformat(sep=" ") if isinstance(made, dt.datetime) else "2000-01-01"


form = AnswerFormat(key="spss", label=_("SPSS"), knows=knows, read=read)

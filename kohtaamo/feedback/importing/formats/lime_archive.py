"""The archive of a whole LimeSurvey survey (.lsa): a zip of its questions (.lss) and its answers (.lsr), both XML."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.definitions.archive import STRUCTURE, climbs, swells
from kohtaamo.feedback.definitions.texts import plain
from kohtaamo.feedback.importing.found import About, AnswerFormat, Beginning, Found, Loss
from kohtaamo.feedback.importing.lime_questions import LimeQuestions
from kohtaamo.feedback.importing.mapping import layout_of
from kohtaamo.feedback.importing.naming import survey_name
from kohtaamo.kit.tabular import Row, UnreadableTable

ANSWERS = "_responses.lsr"
NEVER = "1980-01-01 00:00:00"  # written for answers of surveys that keep no time
TECHNICAL = frozenset({"lastpage", "seed", "token", "refurl"})


def knows(beginning: Beginning) -> bool:
    if not beginning.head.startswith(b"PK"):
        return False
    try:
        with readable(), zipfile.ZipFile(beginning.path) as archive:
            names = [name.lower() for name in archive.namelist()]
    except UnreadableTable:
        return False
    return any(name.endswith(STRUCTURE) for name in names)


def read(beginning: Beginning) -> Found:
    path = beginning.path
    with opened(path) as archive:
        structure = part_named(archive, STRUCTURE)
        answers = part_named(archive, ANSWERS)
        if structure is None or answers is None:
            raise UnreadableTable("not_a_table", format="lsa")
        with readable(), archive.open(structure) as file:
            lime = LimeQuestions(tables_of(file))
        columns = columns_of(archive, answers)
        others = [name for name in archive.namelist() if name not in {structure, answers}]
    asked, taken = lime.asked(columns)
    left = [column for column in columns if column not in taken]
    losses = [
        *(Loss(name, "unknown_part") for name in others),
        *(Loss(one, "technical") for one in left if one in TECHNICAL),
        *(Loss(one, "personal") for one in left if one == "ipaddr"),
        *(Loss(one, "unknown_part") for one in left if one not in TECHNICAL | lime.known | {"ipaddr"}),
        *lime.losses(),
    ]
    return Found(
        format="lime_archive",
        name=lime.title[:200] or survey_name(beginning.name),
        language=lime.kept_as,
        asked=tuple(asked),
        about=About(
            uid="id",
            moments=tuple(one for one in ("submitdate", "datestamp", "startdate") if one in columns),
            language="startlanguage" if "startlanguage" in columns else "",
            ended="submitdate" if "submitdate" in columns else "",
        ),
        losses=tuple(losses),
        layout=layout_of(["lsa", lime.title, *columns]),
        rows=partial(rows_of, path, answers),
    )


@contextmanager
def readable() -> Iterator[None]:
    """A broken archive fails in its reader in countless ways: unknown packing, torn contents, bent XML."""
    try:
        yield
    except (UnreadableTable, GeneratorExit):
        raise
    except Exception as problem:
        raise UnreadableTable("corrupt", reason=type(problem).__name__) from problem


def opened(path: Path) -> zipfile.ZipFile:
    """Nothing is ever unpacked to disk; yet an archive with paths that climb, or that swells, is refused."""
    with readable():
        archive = zipfile.ZipFile(path)
    parts = archive.infolist()
    size = path.stat().st_size
    if swells(parts, size):
        raise UnreadableTable("zip_bomb", unpacked=sum(part.file_size for part in parts), packed=size)
    if any(climbs(part.filename) for part in parts):
        raise UnreadableTable("corrupt", reason="path")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableTable("encrypted")
    return archive


def part_named(archive: zipfile.ZipFile, ending: str) -> str | None:
    return next((name for name in archive.namelist() if name.lower().endswith(ending)), None)


def tables_of(file: IO[bytes]) -> dict[str, list[dict[str, str]]]:
    """Rows by table, their cells by column."""
    tables: dict[str, list[dict[str, str]]] = {}
    path: list[str] = []
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element.tag)
            continue
        path.pop()
        if element.tag == "row" and len(path) >= 2:  # noqa: PLR2004 - table, rows
            tables.setdefault(path[-2], []).append(cells_of(element))
            element.clear()
        elif element.tag == "language" and not element.attrib:
            tables.setdefault("languages", []).append({"language": element.text or ""})
    return tables


def cells_of(row: Element) -> dict[str, str]:
    return {cell.tag.removeprefix("_"): cell.text or "" for cell in row}


def answered(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with readable(), archive.open(name) as file:
        inside = False
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            if element.tag == "responses":
                inside = True
            if event == "end" and inside and element.tag == "row":
                yield cells_of(element)
                element.clear()


def columns_of(archive: zipfile.ZipFile, name: str) -> list[str]:
    """Empty cells are left out of rows, so all rows are looked at."""
    found: dict[str, Any] = {}
    for row in answered(archive, name):
        found |= dict.fromkeys(row)
    return list(found)


def rows_of(path: Path, name: str) -> Iterator[Row]:
    with opened(path) as archive:
        for number, cells in enumerate(answered(archive, name), start=1):
            if cells.get("submitdate") == NEVER:
                cells["submitdate"] = ""
            yield Row(number, {column: plain(text) for column, text in cells.items()}, None, 0.5)


form = AnswerFormat(key="lime_archive", label=_("LimeSurvey, archive"), knows=knows, read=read)

"""What the cells themselves say of their scale: "1 - erittäin tyytyväinen" turns a satisfaction round."""

from __future__ import annotations

import re
from itertools import islice

from kohtaamo.feedback.direction import Told, check_numbers, check_told
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.tabular import Table, UnreadableTable, parse_number

from .mapping import Mapping, QuestionColumn
from .problems import ImportProblem

SAMPLED = 500
LONGEST = 80
# the number of a labelled cell, with what stands between it and its words
NUMBER = re.compile(r"^[\d.,+−-]+\s*[-–—:=).]?\s*|\s*\([^)]*\)$")


def check_cells(mapping: Mapping, table: Table) -> None:
    """Raises `ImportProblem` "mislabelled" when a column goes otherwise than the kind it was given."""
    asked = [one for one in mapping.questions if QUESTIONS[one.kind].scale]
    if not asked:
        return
    try:
        rows = [row.cells for row in islice(table.rows(), SAMPLED)]
    except UnreadableTable:
        return  # the import itself comes to the same place, and says what it could read before
    for one in asked:
        try:
            check_column(one, [cells[one.column].strip() for cells in rows])
        except UnfitError as unfit:
            raise ImportProblem(unfit.code, **unfit.facts) from unfit


def check_column(one: QuestionColumn, cells: list[str]) -> None:
    translated = {words.strip().casefold() for words in one.values}
    told = [
        (text, number)
        for text in cells
        if text.casefold() not in translated and (number := parse_number(text)) is not None
    ]
    labels = {text[:LONGEST]: number for text, number in told if parse_number(text, labels=False) is None}
    check_told(one.kind, Told(labels=labels), name=one.name)
    check_numbers(one.kind, [number for _, number in told], name=one.name)

"""Names of all that is asked in a LimeSurvey file, and what its conditions may ask of each."""

from __future__ import annotations

from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.logic import Target, Way

from .kinds import MANY, NUMBER_A_ROW, NUMBER_CELLS, ONE, SCALES, TEXT, TEXT_A_ROW, TEXT_CELLS, TWO_SCALES
from .tables import Row

SIMPLE: dict[str, Way] = {
    "Y": "yes",
    "G": "one",
    "N": "number",
    "5": "number",
    "D": "text",
    "I": "text",
    "R": "many",
    "|": "many",
    **dict.fromkeys(ONE, "one"),
    **dict.fromkeys(TEXT, "text"),
    **dict.fromkeys(MANY, "many"),
}
UNASKED = frozenset("X*")


def name_question(
    draft: Draft,
    question: Row,
    parts: list[Row],
    answers: list[Row],
    codes: dict[str, Target],
    rows: dict[str, list[str]],
) -> None:
    """Rules know a question by its code and by its number."""
    kind, qid = question.get("type", ""), question["qid"]
    if kind in UNASKED:
        return
    title = question.get("title") or qid
    name = draft.name(title)
    keys = (qid, title)
    own = [part.get("title", "") for part in parts if part.get("scale_id", "0") in ("", "0")]
    if kind in SIMPLE:
        listed = own if kind in MANY else [one.get("code", "") for one in answers]
        values = {} if kind in "YN5" else {code: code for code in listed}
        target = Target(name, SIMPLE[kind], values)
    else:
        scale = [code for code, _ in SCALES.get(kind, ())] or [one.get("code", "") for one in answers]
        target = Target(name, "table", {code: code for code in scale})
    for key in keys:
        codes.setdefault(key, target)
        rows.setdefault(key, own)
    by_row: dict[str, Way] = {TEXT_A_ROW: "text", NUMBER_A_ROW: "number"}
    if kind in by_row:
        for code in own:
            row = Target(draft.name(f"{title}_{code}"), by_row[kind])
            codes[f"{qid}/{code}"] = codes[f"{title}/{code}"] = row
    cells: dict[str, Way] = {NUMBER_CELLS: "number", TEXT_CELLS: "text", TWO_SCALES: "one"}
    if kind in cells:
        columns = [part.get("title", "") for part in parts if part.get("scale_id") == "1"]
        for code in own:
            for column in columns if kind != TWO_SCALES else ("0", "1"):
                cell = Target(draft.name(f"{title}_{code}_{column}"), cells[kind])
                codes[f"{qid}/{code}_{column}"] = codes[f"{title}/{code}_{column}"] = cell

from __future__ import annotations

from collections.abc import Mapping

from kohtaamo.feedback.definitions.definition import Definition
from kohtaamo.feedback.definitions.draft import Draft, Fields
from kohtaamo.feedback.definitions.finishing import finished
from kohtaamo.feedback.definitions.logic import Rule, Target, Way, all_of
from kohtaamo.feedback.definitions.opened import Opened
from kohtaamo.feedback.definitions.scales import scale_fields
from kohtaamo.feedback.definitions.shapes import number
from kohtaamo.feedback.definitions.tongues import tongues_of
from kohtaamo.feedback.questions import QUESTIONS

from .columns import STANDS_FOR, TYPE, VALUE
from .conditions import Conditions, limits_of
from .sheets import Row, Wording, languages_of, lists_of, rows_of
from .tables import Table, table_at

KEY = "xlsform"
CHOICES = {"select_one": "single_choice", "select_multiple": "multiple_choice", "rank": "ranking"}
PLAIN = {
    "text": "open_text",
    "string": "open_text",
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "range": "slider",
    "date": "date",
    "image": "file",
    "photo": "file",
    "audio": "file",
    "video": "file",
    "file": "file",
    "acknowledge": "consent",
    "trigger": "consent",
}
WAYS: dict[str, Way] = {
    "single_choice": "one",
    "multiple_choice": "many",
    "ranking": "many",
    "file": "many",
    "number": "number",
    "slider": "number",
    "consent": "yes",
    "yes_no": "yes",
    "matrix": "table",
    **{key: "number" for key, kind in QUESTIONS.items() if kind.scale},
}
ACCEPT = {"image": ["image/*"], "photo": ["image/*"], "audio": ["audio/*"], "video": ["video/*"]}
META = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "simserial"}
)
BEGINS = ("begin group", "begin_group", "begin repeat", "begin_repeat")
YES = frozenset({"yes", "true", "true()", "1"})


def knows(opened: Opened) -> bool:
    rows = rows_of(opened.sheets.get("survey", []))
    return any("type" in row for row in rows)


def read(opened: Opened) -> Definition:
    survey, choices, settings = (
        rows_of(opened.sheets.get(sheet, [])) for sheet in ("survey", "choices", "settings")
    )
    settled = settings[0] if settings else {}
    draft = Draft(tongues_of(languages_of(settled, survey, choices)))
    reader = Reader(draft, lists_of(choices))
    parts = parts_of(survey)
    for part in parts:
        reader.name(part)
    for part in parts:
        reader.part(part)
    return finished(draft, form=KEY, name=settled.get("form_title", "") or settled.get("form_id", ""))


def parts_of(rows: list[Row]) -> list[Row | Table]:
    """Rows in their order; those that make a table together are one."""
    found: list[Row | Table] = []
    at = 0
    while at < len(rows):
        table = table_at(rows, at)
        found.append(table or rows[at])
        at += len(table.rows) + 2 if table else 1
    return found


class Reader:
    """Groups are pages; what stands outside them is asked on pages of its own."""

    def __init__(self, draft: Draft, lists: Mapping[str, list[Row]]) -> None:
        self.draft = draft
        self.lists = lists
        self.targets: dict[str, Target] = {}
        self.conditions = Conditions(draft, self.targets)
        self.wording = Wording(draft, self.name_of)
        self.groups: list[Rule | None] = []
        self.is_open = False

    def name_of(self, source: str) -> str | None:
        target = self.targets.get(source)
        return target.name if target else None

    def name(self, row: Row | Table) -> None:
        if isinstance(row, Table):
            self.name_table(row)
            return
        kind, listed, _ = kind_of(row)
        source = row.get("name", "")
        if kind is None or not source:
            if row.get("type", "").lower() == "hidden" and source:
                self.targets[source] = Target(self.draft.hide(source), "text")
            elif is_question(row):
                self.draft.find(source or row["type"])
            return
        self.draft.find(source)
        values = self.values(listed) if kind in CHOICES.values() else {}
        self.targets[source] = Target(self.draft.name(source), WAYS.get(kind, "text"), values)

    def values(self, listed: str) -> dict[str, str]:
        return {one["name"]: one.get(VALUE) or one["name"] for one in self.lists.get(listed, [])}

    def name_table(self, table: Table) -> None:
        source, values = table.head["name"], self.values(table.listed)
        self.draft.find(source)
        name = self.draft.name(source)
        self.targets[source] = Target(name, "table", values)
        for row in table.rows:
            self.targets[row["name"]] = Target(f"{name}.{row.get(VALUE) or row['name']}", "one", values)

    def part(self, part: Row | Table) -> None:
        if isinstance(part, Table):
            self.ask_table(part)
        else:
            self.row(part)

    def row(self, row: Row) -> None:
        kind = row.get("type", "").strip().lower()
        tag = row.get("name") or kind
        for head in row:
            if head.startswith(("media::", "image", "big-image", "audio", "video")):
                self.draft.lose(tag, "picture")
        if kind in BEGINS:
            self.begin(row, kind, tag)
        elif kind.startswith(("end ", "end_")):
            self.groups = self.groups[:-1]
            self.is_open = False
        elif kind == "note":
            if row.get("relevant"):
                self.draft.lose(tag, "text_condition")
            self.place()
            self.draft.text(self.wording.of(row, "label", tag))
        elif kind == "calculate":
            self.draft.lose(tag, "calculation", part=row.get("calculation", "")[:80])
        elif kind in META:
            self.draft.lose(tag, "setting", setting=kind)
        elif kind and kind != "hidden":
            self.ask(row, tag)

    def begin(self, row: Row, kind: str, tag: str) -> None:
        if "repeat" in kind:
            self.draft.lose(tag, "loop")
        self.groups.append(self.conditions.rule(row.get("relevant", ""), tag))
        self.draft.end_page()
        rule = all_of(self.groups)
        self.draft.page(title=self.wording.of(row, "label", tag), visible_if=rule)
        self.is_open = True

    def place(self) -> None:
        """Outside a group what follows begins a page, but for what stands right beside it."""
        if not self.is_open:
            self.draft.end_page()
            self.draft.page(visible_if=all_of(self.groups))
            self.is_open = True

    def ask(self, row: Row, tag: str) -> None:
        kind, listed, other = kind_of(row)
        source = row.get("name", "")
        if kind is None or not source:
            self.draft.lose(tag, "kind_unknown", kind=row.get("type", ""))
            return
        self.place()
        limits = limits_of(self.draft, row.get("constraint", ""), tag, kind)
        self.draft.ask(
            source,
            visible_if=self.conditions.rule(row.get("relevant", ""), tag),
            name=self.targets[source].name,
            title=self.wording.of(row, "label", tag),
            description=self.wording.of(row, "hint", tag),
            **{**self.fields(row, kind, listed, other, tag), **limits},
            **self.needed(row, tag),
        )

    def ask_table(self, table: Table) -> None:
        self.place()
        head = table.head
        tag, kind = head["name"], own_kind(head, "matrix")
        listed = {
            "rows": self.lines(table.rows, tag),
            "columns": self.lines(self.lists.get(table.listed, []), tag),
        }
        self.draft.ask(
            tag,
            visible_if=self.conditions.rule(head.get("relevant", ""), tag),
            name=self.targets[tag].name,
            type=kind,
            title=self.wording.of(head, "label", tag),
            description=self.wording.of(head, "hint", tag),
            **(listed if kind == "matrix" else {}),
            **self.needed(table.rows[0], tag),
        )

    def lines(self, rows: list[Row], tag: str) -> list[Fields]:
        return [
            {
                "value": one.get(VALUE) or one["name"],
                "text": self.wording.of(one, "label", f"{tag} {one['name']}"),
            }
            for one in rows
        ]

    def needed(self, row: Row, tag: str) -> Fields:
        told = row.get("required", "").lower()
        if "${" in told:
            return {"required_if": self.conditions.rule(row["required"], tag)}
        return {"required": told in YES}

    def fields(self, row: Row, kind: str, listed: str, other: bool, tag: str) -> Fields:
        told = dict(part.partition("=")[::2] for part in row.get("parameters", "").split())
        if row.get("default"):
            self.draft.lose(tag, "default_value")
        if row.get("choice_filter"):
            self.draft.lose(tag, "carried_choices")
        if kind in CHOICES.values():
            return {
                "type": kind,
                "choices": self.lines(self.lists.get(listed, []), tag),
                "other": other,
                "shuffle": told.get("randomize") == "true",
            }
        if kind in ("slider", *STANDS_FOR["slider"]):
            low, high = number(told.get("start", 0)), number(told.get("end", 10))
            if QUESTIONS[kind].scale:
                return {"type": kind}
            label = "" if row.get(TYPE) else next(iter(self.wording.of(row, "label", tag).values()), "")
            return scale_fields(low or 0, 10 if high is None else high, number(told.get("step")), tag, label)
        step = 1.0 if row["type"].lower() in ("integer", "int") else None
        return {"type": kind, "step": step, "accept": ACCEPT.get(row["type"].lower(), [])}


def kind_of(row: Row) -> tuple[str | None, str, bool]:
    """Our kind, the list of choices, and whether own words are asked."""
    words = (
        row.get("type", "").replace("select one", "select_one").replace("select multiple", "select_multiple")
    )
    first, _, rest = words.strip().partition(" ")
    if first.lower() in CHOICES:
        listed, _, other = rest.strip().partition(" ")
        kind = own_kind(row, CHOICES[first.lower()])
        is_other = other.strip().replace(" ", "_") == "or_other"
        return kind, listed, is_other and kind != "ranking"
    plain = PLAIN.get(words.strip().lower())
    return own_kind(row, plain) if plain else None, "", False


def own_kind(row: Row, kind: str) -> str:
    """The kind a workbook of ours tells beside what the form has."""
    told = row.get(TYPE, "")
    return told if told in STANDS_FOR.get(kind, ()) else kind


def is_question(row: Row) -> bool:
    kind = row.get("type", "").strip().lower()
    unasked = kind in BEGINS or kind.startswith(("end ", "end_")) or kind in META
    return bool(kind) and not unasked and kind not in ("note", "calculate", "hidden")

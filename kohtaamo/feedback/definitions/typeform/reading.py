from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from kohtaamo.feedback.definitions.definition import Definition
from kohtaamo.feedback.definitions.draft import Draft, Fields, Texts
from kohtaamo.feedback.definitions.finishing import finished
from kohtaamo.feedback.definitions.logic import Rule, Target, UnsayableError, Way, all_of, negated
from kohtaamo.feedback.definitions.opened import Opened
from kohtaamo.feedback.definitions.patterns import EMAIL, PHONE, WEB
from kohtaamo.feedback.definitions.scales import scale_fields
from kohtaamo.feedback.definitions.shapes import listed, mapping, number, whole, words
from kohtaamo.feedback.definitions.texts import piped
from kohtaamo.feedback.definitions.tongues import tongues_of

from .conditions import condition_of

KEY = "typeform"
PIPE = re.compile(r"\{\{\s*(field|hidden|var):([A-Za-z0-9_-]{1,100})\s*\}\}")
WAYS: dict[str, Way] = {
    "multiple_choice": "one",
    "picture_choice": "one",
    "dropdown": "one",
    "ranking": "many",
    "yes_no": "yes",
    "legal": "yes",
    "nps": "number",
    "opinion_scale": "number",
    "rating": "number",
    "number": "number",
    "file_upload": "many",
    "matrix": "table",
    **dict.fromkeys(("short_text", "long_text", "email", "website", "phone_number", "date"), "text"),
}
PATTERNS = {"email": EMAIL, "website": WEB, "phone_number": PHONE}
GROUPS = frozenset({"group", "inline_group", "contact_info", "address"})
Field = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Jump:
    rule: Rule | None
    until: str


@dataclass
class Reader:
    draft: Draft
    targets: dict[str, Target] = field(default_factory=dict)
    jumps: list[Jump] = field(default_factory=list)
    order: list[str] = field(default_factory=list)

    def name(self, raw: Any) -> None:
        one = mapping(raw)
        ref, kind = ref_of(one), words(one.get("type"))
        self.order.append(ref)
        properties = mapping(one.get("properties"))
        if kind in GROUPS:
            for inner in listed(properties.get("fields")):
                self.name(inner)
            return
        if kind == "statement":
            return
        self.draft.find(ref)
        way = WAYS.get(kind)
        if way is None:
            return
        if way == "one" and properties.get("allow_multiple_selection") is True:
            way = "many"
        values = {key: code for key, code, _ in choices_of(properties)}
        short = ref if len(ref) <= 30 and "-" not in ref else words(one.get("title"))[:40]  # noqa: PLR2004
        self.targets[ref] = Target(self.draft.name(short, kind), way, values)

    def texts(self, raw: Any, tag: str) -> Texts:
        def name_of(found: re.Match[str]) -> str | None:
            target = self.targets.get(found[2])
            if target is None:
                self.draft.lose(tag, "piped_unknown", name=found[0][:80])
            return target.name if target else None

        text = piped(words(raw).replace("*", ""), PIPE, name_of)
        return {self.draft.tongues.first: text} if text else {}

    def walk(self, fields: list[Any], logic: dict[str, list[Any]], *, own_page: bool = True) -> None:
        for raw in fields:
            one = mapping(raw)
            ref = ref_of(one)
            self.jumps = [jump for jump in self.jumps if jump.until != ref]
            rule = all_of([never(jump.rule) for jump in self.jumps])
            self.bring(one, ref, rule, logic, own_page=own_page)
            self.leap(ref, logic.get(ref, []))

    def bring(
        self, one: Field, ref: str, rule: Rule | None, logic: dict[str, list[Any]], *, own_page: bool
    ) -> None:
        kind, tag = words(one.get("type")), ref
        properties = mapping(one.get("properties"))
        title = self.texts(one.get("title"), tag)
        self.draft.know(tag, title)
        if one.get("attachment"):
            self.draft.lose(tag, "picture")
        if own_page:
            self.draft.end_page()
        if kind in GROUPS:
            self.draft.page(title=title, visible_if=rule)
            self.walk(listed(properties.get("fields")), logic, own_page=False)
            return
        if own_page:
            self.draft.page(visible_if=rule)
        if kind == "statement":
            self.draft.text(title)
        elif ref not in self.targets:
            self.draft.lose(tag, "kind_unknown", kind=kind)
        else:
            fields = self.fields(one, kind, properties, ref)
            self.draft.ask(ref, visible_if=None if own_page else rule, title=title, **fields)

    def fields(self, one: Field, kind: str, properties: dict[str, Any], ref: str) -> Fields:
        checks = mapping(one.get("validations"))
        base: Fields = {
            "name": self.targets[ref].name,
            "description": self.texts(properties.get("description"), ref),
            "required": checks.get("required") is True,
        }
        if kind in ("multiple_choice", "picture_choice", "dropdown", "ranking"):
            if kind == "picture_choice":
                self.draft.lose(ref, "picture")
            choices = [
                {"value": code, "text": self.texts(label, ref)} for _, code, label in choices_of(properties)
            ]
            forms = {"one": "single_choice", "many": "ranking" if kind == "ranking" else "multiple_choice"}
            return base | {
                "type": forms[self.targets[ref].way],
                "choices": choices,
                "other": properties.get("allow_other_choice") is True and kind != "ranking",
                "shuffle": properties.get("randomize") is True,
                "at_least": whole(checks.get("min_selection")) or None,
                "at_most": whole(checks.get("max_selection")) or None,
            }
        if kind == "matrix":
            return base | self.matrix(properties, ref)
        return base | self.simple(kind, properties, checks, ref, words(one.get("title")))

    def matrix(self, properties: dict[str, Any], ref: str) -> Fields:
        """Each of its fields is a row with the same choices."""
        rows = [mapping(one) for one in listed(properties.get("fields"))]
        columns = choices_of(mapping(rows[0].get("properties"))) if rows else []
        return {
            "type": "matrix",
            "rows": [{"value": ref_of(one), "text": self.texts(one.get("title"), ref)} for one in rows],
            "columns": [{"value": code, "text": self.texts(label, ref)} for _, code, label in columns],
        }

    def simple(
        self, kind: str, properties: dict[str, Any], checks: dict[str, Any], ref: str, title: str
    ) -> Fields:
        if kind in ("nps", "opinion_scale", "rating"):
            if mapping(properties.get("labels")):
                self.draft.lose(ref, "slider_labels")
            steps = whole(properties.get("steps")) or (11 if kind == "nps" else 5)
            starts_at_one = kind == "rating" or properties.get("start_at_one") is True
            low, high = (1, steps) if starts_at_one else (0, steps - 1)
            return {"type": "nps"} if kind == "nps" else scale_fields(low, high, None, ref, title)
        if kind == "number":
            limits = {"at_least": number(checks.get("min_value")), "at_most": number(checks.get("max_value"))}
            return {"type": "number", **limits}
        plain = {"yes_no": "yes_no", "legal": "consent", "date": "date", "file_upload": "file"}
        if kind in plain:
            return {"type": plain[kind]}
        longest = whole(checks.get("max_length")) or None
        return {"type": "open_text", "pattern": PATTERNS.get(kind, ""), "longest": longest}

    def leap(self, ref: str, actions: list[Any]) -> None:
        """The first jump whose condition holds is followed; each leaves out what is between."""
        before: list[Rule] = []
        for raw in actions:
            action = mapping(raw)
            if action.get("action") != "jump":
                self.draft.lose(ref, "flow_step", kind=words(action.get("action")))
                continue
            to = mapping(mapping(action.get("details")).get("to"))
            until = words(to.get("value")) if to.get("type") == "field" else ""
            try:
                rule = condition_of(action.get("condition"), self.targets)
            except UnsayableError as problem:
                self.draft.lose(ref, "condition", part=problem.part)
                return
            if until and until not in self.order[self.order.index(ref) + 1 :]:
                self.draft.lose(ref, "skip_backwards", to=until)
                continue
            whole_rule = all_of([rule, *(negated(one) for one in before)])
            self.jumps.append(Jump(whole_rule, until))
            if rule is None:
                return
            before.append(rule)


def never(rule: Rule | None) -> Rule:
    """Not when the rule holds; without one, not at all."""
    return False if rule is None else negated(rule)


def ref_of(one: Field) -> str:
    return words(one.get("ref")) or words(one.get("id")) or words(one.get("title"))[:60]


def choices_of(properties: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """How the file names the choice, the value we keep, and its words."""
    found = []
    for raw in listed(properties.get("choices")):
        one = mapping(raw)
        label = words(one.get("label"))
        ref = words(one.get("ref")) or words(one.get("id")) or label
        found.append((ref, label.strip()[:300] or ref, label))
    return found


def knows(opened: Opened) -> bool:
    found = mapping(opened.json)
    fields = [mapping(one) for one in listed(found.get("fields"))]
    return bool(fields) and all("type" in one and "title" in one for one in fields)


def read(opened: Opened) -> Definition:
    raw = mapping(opened.json)
    draft = Draft(tongues_of([words(mapping(raw.get("settings")).get("language")) or "en"]))
    reader = Reader(draft)
    for hidden in listed(raw.get("hidden")):
        reader.targets[words(hidden)] = Target(draft.hide(words(hidden)), "text")
    fields = listed(raw.get("fields"))
    for one in fields:
        reader.name(one)
    for screen in listed(raw.get("welcome_screens")):
        draft.text(reader.texts(mapping(screen).get("title"), "welcome_screens"))
    logic = {
        words(mapping(one).get("ref")): listed(mapping(one).get("actions"))
        for one in listed(raw.get("logic"))
    }
    reader.walk(fields, logic)
    draft.end_page()
    screens = [mapping(one) for one in listed(raw.get("thankyou_screens"))]
    if screens:
        draft.thanks = reader.texts(screens[0].get("title"), "thankyou_screens")
    for screen in screens[1:]:
        if words(screen.get("ref")) != "default_tys":
            draft.lose(words(screen.get("ref")) or "thankyou_screens", "setting", setting="thankyou_screen")
    if mapping(raw.get("variables")):
        draft.lose("variables", "setting", setting="variables")
    return finished(draft, form=KEY, name=words(raw.get("title")))

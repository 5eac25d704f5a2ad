"""A LimeSurvey file: groups become pages, questions become questions."""

from __future__ import annotations

from collections import defaultdict

from kohtaamo.feedback.definitions.definition import Definition
from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.finishing import finished
from kohtaamo.feedback.definitions.logic import Rule, Target, UnsayableError, all_of, any_of
from kohtaamo.feedback.definitions.opened import Opened
from kohtaamo.feedback.definitions.shapes import whole
from kohtaamo.feedback.definitions.tongues import tongues_of

from .asking import Asking
from .conditions import Conditions
from .naming import name_question
from .tables import Row, Tables, Wording, first, languages_of, once, order, spoken_of, tables_of

KEY = "limesurvey"


def knows(opened: Opened) -> bool:
    return opened.xml is not None and opened.xml.find("LimeSurveyDocType") is not None


def read(opened: Opened) -> Definition:
    root = opened.xml
    assert root is not None  # noqa: S101  `knows` has seen to it
    tables = tables_of(root)
    settings = first(tables.get("surveys", []))
    draft = Draft(tongues_of([settings.get("language", ""), *languages_of(root)]))
    for part in opened.beside:
        draft.lose(part, "beside_questions")
    questions = questions_of(tables)
    parts, answers = parts_of(tables), answers_of(tables)
    codes: dict[str, Target] = {}
    rows: dict[str, list[str]] = {}
    for question in questions:
        draft.find(question["qid"])
        name_question(draft, question, parts[question["qid"]], answers[question["qid"]], codes, rows)
    conditions = Conditions(draft, codes, rows)
    wording = Wording(draft, spoken_of(tables), lambda raw: name_in(conditions, raw))
    attributes = attributes_of(tables)
    asking = Asking(draft, wording, codes, parts, answers, attributes)
    by_question: dict[str, list[Row]] = defaultdict(list)
    for row in tables.get("conditions", []):
        by_question[row.get("qid", "")].append(row)
    groups = sorted(once(tables.get("groups", []), "gid"), key=order("group_order"))
    walk(draft, conditions, wording, asking, groups, questions, by_question)
    bring_quotas(draft, tables, codes)
    language = first(tables.get("surveys_languagesettings", []))
    bring_ends(draft, tables, wording)
    if root.findtext("LimeSurveyDocType") == "Question" and questions:
        return finished(draft, form=KEY, name=questions[0].get("title", ""))
    return finished(draft, form=KEY, name=wording.text(language.get("surveyls_title", ""), "survey"))


def name_in(conditions: Conditions, raw: str) -> str | None:
    node = conditions.find(raw)
    return node.name if isinstance(node, Target) else None


def questions_of(tables: Tables) -> list[Row]:
    """Those asked by themselves, in order; old files keep parts of questions among them."""
    rows = [
        row for row in once(tables.get("questions", []), "qid") if row.get("parent_qid", "0") in ("", "0")
    ]
    return sorted((row for row in rows if row.get("qid")), key=order("question_order"))


def parts_of(tables: Tables) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    rows = [*tables.get("subquestions", []), *tables.get("questions", [])]
    for row in sorted(once(rows, "qid"), key=order("question_order")):
        if row.get("parent_qid", "0") not in ("", "0"):
            found[row["parent_qid"]].append(row)
    return found


def answers_of(tables: Tables) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    seen = set()
    for row in sorted(tables.get("answers", []), key=order("sortorder")):
        key = (row.get("qid", ""), row.get("scale_id", "0"), row.get("code", ""))
        if key not in seen:
            seen.add(key)
            found[key[0]].append(row)
    return found


def attributes_of(tables: Tables) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tables.get("question_attributes", []):
        if row.get("value"):
            found[row.get("qid", "")].setdefault(row.get("attribute", ""), row["value"])
    return found


def walk(
    draft: Draft,
    conditions: Conditions,
    wording: Wording,
    asking: Asking,
    groups: list[Row],
    questions: list[Row],
    by_question: dict[str, list[Row]],
) -> None:
    for group in groups or [{"gid": ""}]:
        gid = group.get("gid", "")
        own = [row for row in questions if not groups or row.get("gid") == gid]
        title = wording.of("groups", gid, "group_name", f"group {gid}")
        tag = next(iter(title.values()), f"group {gid}")
        draft.page(
            title=title,
            description=wording.of("groups", gid, "description", tag),
            visible_if=conditions.rule(group.get("grelevance", ""), tag),
        )
        if group.get("randomization_group"):
            draft.lose(tag, "randomisation")
        for question in own:
            relevance = question.get("relevance", "")
            tag = question.get("title") or question["qid"]
            rule: Rule | None = conditions.rule(relevance, tag)
            if relevance in ("", "1") and by_question[question["qid"]]:
                rule = conditions.of_table(by_question[question["qid"]], tag)
            asking.ask(question, rule)
        draft.end_page()
    known = {group.get("gid") for group in groups}
    for row in questions:
        if groups and row.get("gid") not in known:
            draft.lose(row.get("title") or row["qid"], "not_in_flow")


def bring_quotas(draft: Draft, tables: Tables, codes: dict[str, Target]) -> None:
    """Values of one question are alternatives; of several, all must hold."""
    for quota in tables.get("quota", []):
        name, most = quota.get("name") or "quota", whole(quota.get("qlimit"))
        wanted: dict[str, list[Rule | None]] = defaultdict(list)
        for row in tables.get("quota_members", []):
            if row.get("quota_id") == quota.get("id"):
                wanted[row.get("qid", "")].append(chosen(codes.get(row.get("qid", "")), row.get("code", "")))
        fits = most is not None and wanted and all(None not in rules for rules in wanted.values())
        if not fits or quota.get("active") == "0":
            draft.lose(name, "quota_unfit")
            continue
        when = all_of([any_of(rules) for rules in wanted.values()])
        draft.quotas.append({"name": draft.name(name), "when": when, "most": most})


def chosen(target: Target | None, code: str) -> Rule | None:
    try:
        return target.has(code) if target else None
    except UnsayableError:
        return None


def bring_ends(draft: Draft, tables: Tables, wording: Wording) -> None:
    """Words at the beginning and at the end of the survey."""
    for row in tables.get("surveys_languagesettings", []):
        kept = draft.tongues.of(row.get("surveyls_language", ""))
        if kept is None:
            continue
        end = wording.text(row.get("surveyls_endtext", ""), "thanks")
        if end:
            draft.thanks[kept] = end
        begin = [
            wording.text(row.get(field, ""), "welcome")
            for field in ("surveyls_description", "surveyls_welcometext")
        ]
        said = "\n\n".join(part for part in begin if part)
        if said and draft.pages:
            there = draft.pages[0]["description"].get(kept, "")
            draft.pages[0]["description"][kept] = "\n\n".join(part for part in (said, there) if part)
        if row.get("surveyls_url"):
            draft.lose("surveyls_url", "redirect")

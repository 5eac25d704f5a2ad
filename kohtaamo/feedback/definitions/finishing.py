"""From a draft to a questionnaire that the schema takes: what does not fit is cut or left out, and told."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from kohtaamo.feedback.question import CHOICE_LENGTH, CHOICES, UnfitError
from kohtaamo.feedback.questionnaire import MOST_QUESTIONS, Element, Page, Questionnaire
from kohtaamo.feedback.questionnaire.parts import COLUMNS, OF_A_KIND, ROWS, Calculated, Quota
from kohtaamo.feedback.questionnaire.piping import names_piped
from kohtaamo.feedback.questionnaire.reach import Position, Reach, names_of, reach_of
from kohtaamo.feedback.questionnaire.whole import MOST_CALCULATED, MOST_HIDDEN, MOST_QUOTAS
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.rules import check_rule

from .definition import Definition
from .draft import Draft, Fields, together
from .texts import plain

TEXT_LENGTH = 2000
MOST_NAME = 200
LISTS = {"choices": CHOICES, "rows": ROWS, "columns": COLUMNS}


def finished(draft: Draft, *, form: str, name: str) -> Definition:
    """`UnfitError` when there is nothing to ask, or far too much."""
    settle_last_words(draft)
    count = sum(len(page["elements"]) for page in draft.pages)
    if count > MOST_QUESTIONS:
        raise UnfitError("too_many_questions", count=count, most=MOST_QUESTIONS)
    pages = [page for fields in draft.pages if (page := page_of(draft, fields)) is not None]
    if not any(page.elements for page in pages):
        raise UnfitError("definition_no_questions")
    whole = Questionnaire.model_validate(
        {
            "languages": draft.tongues.languages,
            "pages": pages,
            "hidden": capped(draft, draft.hidden, MOST_HIDDEN, "hidden_many"),
            "calculated": capped(draft, calculated_of(draft), MOST_CALCULATED, "calculated_many"),
            "quotas": capped(draft, quotas_of(draft), MOST_QUOTAS, "quotas_many"),
            "thanks": cut_texts(draft, "thanks", draft.thanks),
            **draft.settings,
        }
    )
    return Definition(
        format=form,
        name=" ".join(plain(name).split())[:MOST_NAME],
        questionnaire=without_lost_rules(draft, whole),
        losses=tuple(draft.losses),
        questions=len(draft.found),
        imported=len(draft.carried & draft.found),
        wordings=draft.wordings,
    )


def settle_last_words(draft: Draft) -> None:
    """What stands after the last question is said when the person is done."""
    draft.end_page()
    while draft.pages and not draft.pages[-1]["elements"]:
        last = draft.pages.pop()
        words = together(last["title"], last["description"])
        if any(words.values()):
            draft.thanks = together(words, draft.thanks)
            if last.get("visible_if") is not None:
                draft.lose("thanks", "text_condition")


def page_of(draft: Draft, fields: Fields) -> Page | None:
    elements = [made for one in fields["elements"] if (made := element_of(draft, one)) is not None]
    for key in ("title", "description"):
        fields[key] = cut_texts(draft, str(fields.get("name") or "page"), fields[key])
    rule = fit_rule(draft, fields.get("name") or "page", fields.get("visible_if"))
    if not elements and not any(fields["description"].values()):
        return None
    return Page.model_validate({**fields, "visible_if": rule, "elements": elements})


def element_of(draft: Draft, fields: Fields) -> Element | None:
    name = fields["name"]
    if name in draft.used:
        fields["name"] = draft.name(name)
        draft.lose(name, "name_twice", name=fields["name"])
        name = fields["name"]
    draft.used.add(name)
    takes = QUESTIONS[fields["type"]].takes
    fit: Fields = {key: value for key, value in fields.items() if key in takes or key not in OF_A_KIND}
    for key in ("title", "description"):
        fit[key] = cut_texts(draft, name, fit.get(key) or {})
    for key in ("visible_if", "required_if"):
        fit[key] = fit_rule(draft, name, fit.get(key))
    for key in LISTS.keys() & fit.keys():
        fit[key] = fit_list(draft, name, key, fit[key])
    settle_limits(draft, fit)
    try:
        return Element.model_validate({key: value for key, value in fit.items() if value is not None})
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        draft.lose(name, "unfit", trouble=str(first["msg"]))
        draft.carried.discard(fields.get("source", name))
        return None


def fit_list(draft: Draft, name: str, key: str, given: list[Fields]) -> list[Fields]:
    """At most as many as fit, each value once and not too long."""
    fit: list[Fields] = []
    used: set[str] = set()
    for one in given[: LISTS[key]]:
        value = str(one["value"]).strip()[:CHOICE_LENGTH] or str(len(fit) + 1)
        if value in used:
            draft.lose(name, "value_twice", value=value)
            continue
        used.add(value)
        made = {**one, "value": value, "text": cut_texts(draft, name, one["text"])}
        if "visible_if" in one:
            made["visible_if"] = fit_rule(draft, name, one["visible_if"])
        fit.append(made)
    if len(given) > LISTS[key]:
        draft.lose(name, f"{key}_many", count=len(given), most=LISTS[key])
    return fit


def settle_limits(draft: Draft, fields: Fields) -> None:
    """Limits that cannot be are left out, not the question."""
    low, high = fields.get("at_least"), fields.get("at_most")
    kept = {
        key: value
        for key, value in fields.items()
        if key in ("at_least", "at_most", "step", "pattern", "longest")
    }
    if low is not None and high is not None and type(low) is not str and type(high) is not str and low > high:
        kept["at_least"] = kept["at_most"] = None
        draft.lose(fields["name"], "limits_crossed")
    for key, value in list(kept.items()):
        if value is None:
            fields[key] = None
            continue
        try:
            Element.model_validate({"name": "x", "type": fields["type"], key: value})
        except ValidationError:
            fields[key] = None
            draft.lose(fields["name"], "limit_unfit", limit=str(value)[:80])


def fit_rule(draft: Draft, name: str, rule: Any) -> Any:
    if rule is None or not check_rule(rule):
        return rule
    draft.lose(name, "rule_unfit")
    return None


def cut_texts(draft: Draft, name: str, texts: dict[str, str]) -> dict[str, str]:
    kept = {language: text for language, text in texts.items() if text}
    for language, text in kept.items():
        if len(text) > TEXT_LENGTH:
            draft.lose(name, "text_cut", most=TEXT_LENGTH)
            kept[language] = text[: TEXT_LENGTH - 1].rstrip("{ ") + "…"
    return kept


def capped(draft: Draft, given: list[Any], most: int, why: str) -> list[Any]:
    for one in given[most:]:
        draft.lose(getattr(one, "name", one), why, most=most)
    return given[:most]


def calculated_of(draft: Draft) -> list[Calculated]:
    fit = [one for one in draft.calculated if fit_rule(draft, one["name"], one["value"]) is not None]
    return [Calculated.model_validate(one) for one in fit]


def quotas_of(draft: Draft) -> list[Quota]:
    made = []
    for one in draft.quotas:
        try:
            made.append(Quota.model_validate(one))
        except ValidationError:
            draft.lose(one["name"], "quota_unfit")
    return made


def without_lost_rules(draft: Draft, whole: Questionnaire) -> Questionnaire:
    """Rules that ask of what is not here, or comes later, would keep the survey from being published."""
    reach = reach_of(whole)
    quotas = []
    for quota in whole.quotas:
        lost = [name for name in names_of(quota.when) if not reach.is_known(name)]
        if lost:
            draft.lose(quota.name, "quota_names_unknown", name=lost[0])
        else:
            quotas.append(quota)
    pages = [page_with_known(draft, reach, page, number) for number, page in enumerate(whole.pages)]
    known = set(whole.names())
    for element in whole.elements():
        for text in (*element.title.values(), *element.description.values()):
            for name in sorted(set(names_piped(text)) - known):
                draft.lose(element.name, "piped_unknown", name=name)
    return whole.model_copy(update={"pages": pages, "quotas": quotas})


def page_with_known(draft: Draft, reach: Reach, page: Page, number: int) -> Page:
    elements = []
    for place, element in enumerate(page.elements):
        here = (number, place)
        changes: Fields = {
            key: known_rule(draft, reach, getattr(element, key), here, element.name)
            for key in ("visible_if", "required_if")
        }
        changes["choices"] = [
            choice.model_copy(
                update={"visible_if": known_rule(draft, reach, choice.visible_if, here, element.name)}
            )
            for choice in element.choices
        ]
        elements.append(element.model_copy(update=changes))
    rule = known_rule(draft, reach, page.visible_if, (number, -1), page.name or f"page {number + 1}")
    return page.model_copy(update={"elements": elements, "visible_if": rule})


def known_rule(draft: Draft, reach: Reach, rule: Any, here: Position, element: str) -> Any:
    for name in names_of(rule):
        if not reach.is_known(name):
            draft.lose(element, "rule_names_unknown", name=name)
            return None
        if not reach.is_before(name, here):
            draft.lose(element, "rule_names_later", name=name)
            return None
    return rule

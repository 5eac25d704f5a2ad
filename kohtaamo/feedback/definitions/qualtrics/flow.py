"""The flow of a Qualtrics survey, walked from its beginning to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.definitions.logic import Rule, all_of, negated
from kohtaamo.feedback.definitions.shapes import listed, mapping, words

from .asking import Asking
from .survey import Survey, tag_of

END_OF_BLOCK, END_OF_SURVEY = "ENDOFBLOCK", "ENDOFSURVEY"
DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Skip:
    rule: Rule
    until: str


class Flow:
    """`skips` are those underway; `ended` are the conditions under which the survey is over."""

    def __init__(self, survey: Survey, asking: Asking, asked: list[str]) -> None:
        self.survey = survey
        self.asking = asking
        self.draft = asking.draft
        self.asked = asked
        self.skips: list[Skip] = []
        self.ended: list[Rule] = []
        self.walked: set[str] = set()

    def walk(self, steps: list[Any], rule: Rule | None = None, depth: int = 0) -> None:
        if depth > DEEPEST:
            self.draft.lose("flow", "flow_deep")
            return
        for raw in steps:
            step = mapping(raw)
            kind = words(step.get("Type"))
            if kind in ("Block", "Standard"):
                self.block(words(step.get("ID")), rule)
            elif kind == "Branch":
                self.branch(step, rule, depth)
            elif kind == "BlockRandomizer":
                self.randomiser(step, rule, depth)
            elif kind == "EndSurvey":
                self.end(step, rule)
            elif kind != "EmbeddedData":
                if kind != "Group":
                    self.draft.lose(name_of(step), "flow_step", kind=kind)
                self.walk(listed(step.get("Flow")), rule, depth + 1)

    def branch(self, step: dict[str, Any], rule: Rule | None, depth: int) -> None:
        name = words(step.get("Description")) or name_of(step)
        own = self.asking.conditions.rule(step.get("BranchLogic"), name)
        inside = listed(step.get("Flow"))
        if own is None and any(mapping(one).get("Type") == "EndSurvey" for one in inside):
            # without its condition the survey would be over for everybody
            inside = [one for one in inside if mapping(one).get("Type") != "EndSurvey"]
        self.walk(inside, all_of([rule, own]), depth + 1)

    def randomiser(self, step: dict[str, Any], rule: Rule | None, depth: int) -> None:
        inside = listed(step.get("Flow"))
        is_all = len(self.survey.flow) == 1 and str(step.get("SubSet")) == str(len(inside))
        if is_all:
            self.draft.settings["shuffle_pages"] = True
        else:
            self.draft.lose(name_of(step), "randomiser")
        self.walk(inside, rule, depth + 1)

    def end(self, step: dict[str, Any], rule: Rule | None) -> None:
        if rule is None:
            self.draft.lose(name_of(step), "flow_step", kind="EndSurvey")
        else:
            self.ended.append(negated(rule))

    def block(self, key: str, rule: Rule | None) -> None:
        block = self.survey.blocks.get(key)
        if block is None or key in self.walked:
            self.draft.lose(key, "block_missing" if block is None else "block_again")
            return
        self.walked.add(key)
        options, name = mapping(block.get("Options")), words(block.get("Description")) or key
        if words(options.get("Looping")) not in ("", "None"):
            self.draft.lose(name, "loop")
        shuffles = words(options.get("RandomizeQuestions"))
        if shuffles not in ("", "false", "true"):
            self.draft.lose(name, "randomisation")
        whole = all_of([rule, *self.ended])
        self.page(whole, shuffle=shuffles == "true")
        for raw in listed(block.get("BlockElements")):
            element = mapping(raw)
            if element.get("Type") == "Page Break":
                self.page(all_of([whole, *self.ended]), shuffle=shuffles == "true")
            elif words(element.get("QuestionID")) in self.survey.questions:
                self.question(element)
        self.skips = [skip for skip in self.skips if skip.until != END_OF_BLOCK]
        self.draft.end_page()

    def page(self, rule: Rule | None, *, shuffle: bool) -> None:
        self.draft.end_page()
        self.draft.page(visible_if=rule, shuffle=shuffle)

    def question(self, element: dict[str, Any]) -> None:
        key = words(element["QuestionID"])
        self.skips = [skip for skip in self.skips if skip.until != key]
        question = self.survey.questions[key]
        self.asking.ask(question, all_of([negated(skip.rule) for skip in self.skips]))
        known: list[Rule] = []
        for raw in listed(element.get("SkipLogic")):
            self.skip(mapping(raw), key, tag_of(question), known)

    def skip(self, raw: dict[str, Any], key: str, tag: str, known: list[Rule]) -> None:
        """The first of several for the same answer is the one that is followed."""
        until = words(raw.get("SkipToDestination"))
        asked = {"LogicType": "Question", "LeftOperand": raw.get("Locator"), "Operator": raw.get("Condition")}
        rule = self.asking.conditions.rule(
            {"0": {"0": {**asked, "RightOperand": raw.get("RightOperand")}}}, tag
        )
        if rule is None or rule in known:
            return
        known.append(rule)
        if (
            until not in (END_OF_BLOCK, END_OF_SURVEY)
            and until not in self.asked[self.asked.index(key) + 1 :]
        ):
            self.draft.lose(tag, "skip_backwards", to=until)
            return
        self.skips.append(Skip(rule, until))


def name_of(step: dict[str, Any]) -> str:
    return words(step.get("Description")) or words(step.get("FlowID")) or words(step.get("Type")) or "flow"

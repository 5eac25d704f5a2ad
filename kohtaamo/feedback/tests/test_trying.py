from __future__ import annotations

from typing import Any

from kohtaamo.feedback.course import course_of, first_lacking
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.starter import new_element, questionnaire_of
from kohtaamo.feedback.starters import STARTERS
from kohtaamo.feedback.trying import tried
from kohtaamo.feedback.trying.walks import one_walk


def made(*pages: dict[str, Any], **whole: Any) -> Any:
    return read_questionnaire({"pages": list(pages), **whole})


def asked(name: str, **more: Any) -> dict[str, Any]:
    return {"elements": [{"name": name, "type": "yes_no", "required": True}], **more}


def test_branches_share_the_people_between_them() -> None:
    draft = questionnaire_of(STARTERS["nps"], ["fi"])
    result = tried(draft, people=100, seed=1)
    people = [page.people for page in result.pages]
    assert people[0] == 100
    assert sum(people[1:]) == 100
    assert all(people)


def test_same_seed_makes_the_same_answers_and_another_others() -> None:
    draft = questionnaire_of(STARTERS["encounter"], ["fi"])
    assert tried(draft, people=20, seed=3) == tried(draft, people=20, seed=3)
    assert tried(draft, people=20, seed=3).counts != tried(draft, people=20, seed=4).counts


def test_page_that_nobody_can_reach_is_told() -> None:
    never = {"==": [{"var": "a"}, "maybe"]}
    result = tried(made(asked("a"), asked("b", visibleIf=never)), people=30, seed=1)
    assert [page.number for page in result.unseen] == [2]


def test_page_asking_of_a_hidden_value_is_reached() -> None:
    result = tried(
        made(asked("a", visibleIf={"==": [{"var": "branch"}, "north"]}), hidden=["branch"]), people=60, seed=1
    )
    assert 0 < result.pages[0].people < 60


def test_quota_tells_which_answer_filled_it() -> None:
    all_of = {"name": "all", "most": 12}
    more = {"name": "more", "most": 500}
    result = tried(made(asked("a"), quotas=[all_of, more]), people=40, seed=1)
    assert [(one.people, one.full_at) for one in result.quotas] == [(40, 12), (40, None)]


def test_made_up_answers_fit_every_kind() -> None:
    elements = [
        new_element(key, key, ["fi"]).model_dump(mode="json", by_alias=True, exclude_defaults=True)
        | {"required": True}
        for key in QUESTIONS
        if key != "file"
    ]
    draft = made(*({"elements": [one]} for one in elements))
    course = one_walk(draft, "1")
    assert set(course.values) == set(draft.named())
    assert first_lacking(course_of(draft, course.values)) is None

"""Whatever can be published is drawn page by page, answered to its end by forms, and stored as a browser's own
sending of the same values is.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.feedback.question import OTHER, OWN_WORDS
from kohtaamo.feedback.questionnaire import Element, Questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

from .test_ways import answers, is_publishable, questionnaires

CITY = {"city": "Oulu"}
SLOW = settings(
    max_examples=8,
    deadline=None,
    # each try walks whole pages: a failing one is told as it is found
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.function_scoped_fixture,
    ],
)  # fmt: skip


def fields_of(element: Element, value: Any) -> dict[str, list[str]]:
    """As a form sends this value."""
    name = element.name
    match QUESTIONS[element.type].input:
        case "many":
            own = [one[OTHER] for one in value if isinstance(one, dict)]
            chosen = [OWN_WORDS if isinstance(one, dict) else one for one in value]
            return {name: chosen, f"{name}.{OTHER}": own}
        case "matrix" | "pair":
            return {f"{name}.{key}": [str(one)] for key, one in value.items()}
        case "ranking":
            return {f"{name}.{one}": [str(place)] for place, one in enumerate(value, start=1)}
        case "consent":
            return {name: ["1"]} if value else {}
        case _ if isinstance(value, dict):
            return {name: [OWN_WORDS], f"{name}.{OTHER}": [value[OTHER]]}
        case _:
            return {name: [str(value)]}


def as_on_the_page(value: Any) -> Any:
    """A page has the own words last among what was chosen."""
    is_many = isinstance(value, list) and any(isinstance(one, dict) for one in value)
    return sorted(value, key=lambda one: isinstance(one, dict)) if is_many else value


class Respondent:
    """Answers what each page asks: what needs an answer always, the rest by chance."""

    def __init__(self, survey: Survey, questionnaire: Questionnaire, data: st.DataObject) -> None:
        self.survey, self.elements, self.data = survey, questionnaire.named(), data
        self.client = Client(headers={"accept-language": "fi"})
        self.said: dict[str, Any] = {}

    def walk(self, most: int) -> None:
        page = self.client.get(f"/s/{self.survey.token}/", CITY)
        for _step in range(most):
            if page.status_code == 302 and "thanks" in page["Location"]:
                return
            if page.status_code == 302:
                page = self.client.get(page["Location"])
            assert page.status_code == 200, page.content.decode()
            page = self.send(page)
            assert page.status_code == 302, re.findall(
                r'role="alert".{0,300}', page.content.decode(), re.DOTALL
            )
        pytest.fail("the way has no end")

    def send(self, page: Any) -> Any:
        text = page.content.decode()
        form = QueryDict(mutable=True)
        form.setlist("_asked", page.context["asked"])
        for question in page.context["questions"]:
            element = question.element
            assert f'"{element.name}' in text
            if element.name not in self.said and (question.required or self.data.draw(st.booleans())):
                self.said[element.name] = as_on_the_page(self.data.draw(answers(element)))
            if element.type == "consent":  # a box that is shown says yes or no
                self.said.setdefault(element.name, False)
            if element.name in self.said:
                for key, values in fields_of(element, self.said[element.name]).items():
                    form.setlist(key, values)
            if element.ask_why and element.why in page.context["asked"]:
                self.said[element.why] = "siksi"
                form[element.why] = "siksi"
        found = re.search(r'<form method="post" action="([^"]+)"', text)
        assert found
        address = found[1].replace("&amp;", "&")
        return self.client.post(address, form.urlencode(), content_type="application/x-www-form-urlencoded")

    def send_from_behind(self) -> None:
        """A new visit, all at once and twice."""
        page = self.client.get(f"/s/{self.survey.token}/", CITY)
        if page.status_code == 302:
            return
        found = re.search(r'<script id="visit" type="application/json">(.+?)</script>', page.content.decode())
        assert found
        address = f"{json.loads(found[1])['base']}kept/?lang=fi"
        whole = json.dumps({"values": self.said, "complete": True})
        for _ in range(2):
            sent = self.client.post(address, whole, content_type="application/json")
            assert (sent.status_code, sent.json()) == (200, {"over": True})


@SLOW
@given(questionnaire=questionnaires(), data=st.data())
def test_forms_lead_to_the_end_and_store_what_the_browser_stores(
    world: World, questionnaire: Questionnaire, data: st.DataObject
) -> None:
    assume(is_publishable(questionnaire))
    assume(all(element.type != "file" for element in questionnaire.elements()))
    questionnaire = questionnaire.model_copy(update={"quotas": []})
    with working_for(world.satama):
        survey = create_survey(name="Kysely", touchpoint=world.phone, questionnaire=questionnaire)
        publish_survey(survey=survey)
    respondent = Respondent(survey, questionnaire, data)
    respondent.walk(most=4 * len(questionnaire.pages) + 2 * len(respondent.elements))
    respondent.send_from_behind()
    with working_for(world.satama):
        stored = [
            ({one["name"]: one["value"] for one in answer.content}, answer.attributes, answer.is_complete)
            for answer in Answer.objects.filter(survey=survey)
        ]
    assert stored[:1] == stored[1:]
    for content, _attributes, is_complete in stored:
        assert is_complete
        assert content.items() <= respondent.said.items()

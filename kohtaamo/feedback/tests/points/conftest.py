from __future__ import annotations

import pytest

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

QUESTIONNAIRE = {
    "languages": ["fi", "en"],
    "hidden": ["site"],
    "pages": [
        {
            "elements": [
                {
                    "name": "nps",
                    "type": "nps",
                    "title": {"fi": "Suosittelisitko meitä?", "en": "Recommend us?"},
                }
            ]
        },
        {"elements": [{"name": "why", "type": "open_text", "title": {"fi": "Miksi?", "en": "Why?"}}]},
    ],
}


@pytest.fixture
def survey(world: World) -> Survey:
    with working_for(world.satama):
        questionnaire = Questionnaire.model_validate(QUESTIONNAIRE)
        made = create_survey(name="Käynnin jälkeen", touchpoint=world.phone, questionnaire=questionnaire)
        publish_survey(survey=made)
        return made


@pytest.fixture
def with_quota(world: World) -> Survey:
    """Of those who give less than five one is enough."""
    few = {"name": "sad", "when": {"<": [{"var": "nps"}, 5]}, "most": 1}
    with working_for(world.satama):
        questionnaire = Questionnaire.model_validate({**QUESTIONNAIRE, "quotas": [few]})
        made = create_survey(name="Kiintiöllinen", touchpoint=world.phone, questionnaire=questionnaire)
        publish_survey(survey=made)
        return made

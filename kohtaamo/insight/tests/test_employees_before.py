from __future__ import annotations

import importlib

from django.apps import apps
from django.utils import timezone

from kohtaamo.feedback.models import Answer, CrowdMember
from kohtaamo.insight.models import Measurement
from kohtaamo.organisation.tenancy import across_organisations
from tests.world import World


def test_employees_of_before_wait_for_crowds_and_leave_the_facts(in_satama: World):
    answers = [
        Answer.objects.create(
            uid=kind,
            touchpoint=in_satama.phone,
            happened_at=timezone.now(),
            content=[
                {"name": "a", "kind": kind, "value": 4},
                {"name": "why", "kind": "open_text", "value": "x"},
            ],
        )
        for kind in ("csat", "enps")
    ]
    for answer, kind in zip(answers, ("csat", "enps"), strict=True):
        for measured in (kind, "sentiment"):
            Measurement.objects.create(
                kind=measured,
                value=1,
                touchpoint=in_satama.phone,
                answer=answer,
                happened_at=answer.happened_at,
                source="api",
            )
    crowds = importlib.import_module("kohtaamo.feedback.migrations.0003_crowds")
    facts = importlib.import_module("kohtaamo.insight.migrations.0010_employees_leave_the_facts")
    with across_organisations():
        crowds.let_staff_wait(apps, None)
        facts.leave(apps, None)
    assert list(Answer.objects.filter(is_from_staff=True)) == [answers[1]]
    assert {(one.answer, one.kind) for one in CrowdMember.objects.all()} == {
        (answers[1], "enps"),
        (answers[1], "open_text"),
    }
    assert set(Measurement.objects.filter(is_superseded=False).values_list("answer", "kind")) == {
        (answers[0].pk, "csat"),
        (answers[0].pk, "sentiment"),
    }

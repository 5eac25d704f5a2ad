from __future__ import annotations

import pytest

from kohtaamo.feedback.models import Answer
from kohtaamo.organisation.models import Event, Organisation
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.demo.queries import MADE, demo_organisation, is_demo
from kohtaamo.web.demo.services import ensure_demo
from tests.world import World

SMALL = 0.04


def test_progress_reaches_the_end_and_never_goes_back(db: None) -> None:
    told: list[float] = []
    ensure_demo(share=SMALL, tell=lambda share, _text: told.append(share))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_demo_stands_beside_an_organisation_of_the_same_name(world: World) -> None:
    ensure_demo(share=SMALL)
    demo = demo_organisation()
    assert demo is not None
    assert demo.slug == "satama-2"
    assert not is_demo(world.satama)


def test_half_made_demo_is_made_anew(db: None) -> None:
    ensure_demo(share=SMALL)
    first = demo_organisation()
    assert first is not None
    with working_for(first):
        Event.objects.filter(verb=MADE).delete()
        Answer.objects.all()[0].delete()
    ensure_demo(share=SMALL)
    again = demo_organisation()
    assert again is not None
    assert again.pk != first.pk
    assert Organisation.objects.count() == 1
    with working_for(again):
        assert Event.objects.filter(verb=MADE).exists()

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.learning.labels import labelled, tone_of_stars
from kohtaamo.insight.services import correct_tone, measure_answers
from tests.world import World

HAPPENED = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


def said(world: World, uid: str, stars: int | None, *texts: str, **facts: object) -> Comment:
    content = [{"name": "s", "kind": "csat", "value": stars}] if stars is not None else []
    given = Answer.objects.create(
        organisation=world.satama, uid=uid, touchpoint=world.phone, happened_at=HAPPENED, language="fi",
        content=content, **facts,
    )  # fmt: skip
    comments = [
        Comment.objects.create(
            organisation=world.satama, answer=given, question=f"q{number}", text=text, touchpoint=world.phone,
            happened_at=HAPPENED,
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip
    measure_answers(answers=[given.pk])
    return comments[0]


@pytest.mark.parametrize(
    ("kind", "value", "tone"),
    [
        ("csat", 1, "negative"),
        ("csat", 2, "negative"),
        ("csat", 3, "neutral"),
        ("csat", 4, "positive"),
        ("nps", 6, "negative"),
        ("nps", 8, "neutral"),
        ("nps", 9, "positive"),
        ("effort", 2, None),
        ("csat", None, None),
        ("csat", True, None),
    ],
)
def test_stars_tell_a_tone(kind: str, value: object, tone: str | None):
    assert tone_of_stars([{"kind": kind, "name": "x", "value": value}]) == tone


def test_of_two_scales_the_one_nearer_to_words_tells():
    both = [{"kind": "nps", "value": 10}, {"kind": "csat", "value": 1}]
    assert tone_of_stars(both) == "negative"


def test_labels_are_of_stars_and_corrections_and_never_of_employees(in_satama: World):
    kind = "Palvelu oli hyvää ja ystävällistä."
    said(in_satama, "a", 5, kind, customer=in_satama.eero)
    corrected = said(in_satama, "b", 5, kind)
    correct_tone(comment=corrected, value="negative", actor=in_satama.aino)
    said(in_satama, "c", None, kind)
    said(in_satama, "two", 1, kind, "Kaikki oli todella hyvin.")
    said(in_satama, "staff", 1, kind, is_from_staff=True)
    found = {one.respondent: (one.label, one.weight) for one in labelled("fi")}
    assert found == {
        f"c{in_satama.eero.pk}": ("positive", 1.0),
        f"a{corrected.answer_id}": ("negative", 5.0),
    }
    assert labelled("en") == []

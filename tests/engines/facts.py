"""Many made-up facts with all that differs between engines: nulls, odd texts, changes, old and new, far days."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import product

from django.utils import timezone

from kohtaamo.encounters.models import Customer, Encounter, case_number
from kohtaamo.feedback.models import Answer
from kohtaamo.insight import facts
from kohtaamo.insight.models import Measurement
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit
from tests.world import World

SCALES = {
    "nps": range(11),
    "csat": range(1, 6),
    "effort": range(-2, 3),
    "sentiment": (-1.0, 0.0, 1.0),
    "encounter": (1,),
    "waited_seconds": range(0, 900, 7),
    "resolved": (0, 1),
}
ANSWERS = 200
TEXTS = ["", "Oulu", "O'Brien", "100 %", 'a "b"', "back\\slash", "Åbo\n", "{x}"]


def fill(world: World, number: int, *, seed: int = 1) -> None:
    """Values of Satama: most in segments, some changed since, the newest in the tail."""
    chance = random.Random(seed)
    places = [world.phone, world.desk, *(Touchpoint.objects.create(name=f"Piste {one}") for one in range(6))]
    units = [None, *Unit.objects.all()]
    people = [
        None,
        *(Customer.objects.create(key=f"a{one}", segment=chance.choice(TEXTS)) for one in range(200)),
    ]
    now = timezone.now()

    def one() -> Measurement:
        kind = chance.choice(list(SCALES))
        person = chance.choice(people)
        return Measurement(
            organisation=world.satama,
            kind=kind,
            value=chance.choice(SCALES[kind]),
            happened_at=now
            - timedelta(seconds=chance.randrange(400 * 86_400), microseconds=chance.randrange(10**6)),
            touchpoint=chance.choice(places),
            channel=chance.choice(["", "phone", "chat"]),
            unit=chance.choice(units),
            customer=person,
            segment=person.segment if person else "",
            source=chance.choice(["api", "page", "import"]),
            case=case_number(f"c{chance.randrange(number // 20 + 1)}") if chance.random() < 0.5 else None,
            attributes={
                key: chance.choice([*TEXTS, 5, 5.5, True, None])
                for key in chance.sample("abc", chance.randrange(4))
            },
        )

    Measurement.objects.bulk_create((one() for _ in range(number)), batch_size=5_000)
    answered(world, places, chance)
    facts.project()
    change_some(number)
    Measurement.objects.bulk_create(one() for _ in range(number // 20))


def change_some(number: int) -> None:
    """About fifty of the values in segments."""
    some = list(Measurement.objects.order_by("pk").values_list("pk", flat=True)[: number : number // 50])
    Measurement.objects.filter(pk__in=some[::2]).update(is_superseded=True)
    Measurement.objects.filter(pk__in=some[1::4]).update(value=2)
    Measurement.objects.filter(pk__in=some[3::4]).delete()


def answered(world: World, places: Sequence[Touchpoint], chance: random.Random) -> None:
    """Answers about meetings of cases: several values of each, and what was observed there and elsewhere."""
    now = timezone.now()
    rows = []
    for number in range(ANSWERS):
        when, case = now - timedelta(hours=number), f"answered-{number}"
        place = chance.choice(places)
        met, elsewhere = (
            Encounter.objects.create(uid=f"{case}-{at}", touchpoint=place, happened_at=when, case=case)
            for at in range(2)
        )
        answer = Answer.objects.create(uid=case, touchpoint=place, happened_at=when, encounter=met)
        told: list[tuple[Answer | None, Encounter, str]] = [
            (answer, met, kind) for kind in ("nps", "csat", "effort")
        ]
        told += [
            (None, one, kind) for one, kind in product((met, elsewhere), ("encounter", "waited_seconds"))
        ]
        rows += [
            Measurement(
                organisation=world.satama,
                kind=kind,
                value=chance.choice(SCALES[kind]),
                happened_at=when,
                touchpoint=place,
                answer=about,
                encounter=one,
                case=case_number(case),
                attributes={"c": round(chance.uniform(-5, 5), 2)},
                source="api",
            )
            for about, one, kind in told
        ]
    Measurement.objects.bulk_create(rows)

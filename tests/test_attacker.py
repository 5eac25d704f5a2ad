"""An attacker who may read every number of a staff survey asks for all of them, and works out what she can.

She knows how numbers are made and who is where; she does not know what anybody answered. She wins when the
numbers told, added and taken away from each other in any way, give a sum over fewer than five people.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations, product
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from kohtaamo.feedback.models import Answer, CrowdMember, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    close_survey,
    create_survey,
    publish_survey,
    record_answers,
)
from kohtaamo.insight.report import measured_rows
from kohtaamo.insight.sharing import share
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Member, Organisation, Unit
from kohtaamo.organisation.services import issue_token
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]

LEAST = 5
PEOPLE = 300
WAVE = 260
SIZES = {"Myynti": 120, "Tuki": 80, "Asennus": 50, "Talous": 30, "Viestintä": 17, "Johto": 3}
CHANNELS = ("email", "web", "phone")
SITES = ("Oulu", "Espoo")
TENURES = ("0-2", "3-9", "10-")
MONTHS = (8, 9, 10)
SAID = "En sano nimeäni"
ROW_OF_UNIT = re.compile(
    r'<th scope="row">(?:<a [^>]*>)?([^<]+)(?:</a>)?</th>\s*'
    r'<td>.*?</td><td class="number">.*?</td><td class="number">(\d+)</td>',
    re.DOTALL,
)
SHARED_ROW_OF_UNIT = re.compile(
    rf'<th scope="row">({"|".join(SIZES)})<(?:(?!<tr>).)*?<td class="number max-sm:hidden">(\d+)</td></tr>',
    re.DOTALL,
)
NUMBER = re.compile(
    r'<p class="figure"><span>([^<]+)</span>.*?<p class="about"><span>n&nbsp;(\d+)', re.DOTALL
)

Filter = frozenset[tuple[str, Any]]


@dataclass(frozen=True)
class Person:
    number: int
    score: int
    traits: dict[str, Any]


def staff() -> list[Person]:
    chance = random.Random(18)
    units = [unit for unit, size in SIZES.items() for _ in range(size)]
    chance.shuffle(units)
    return [
        Person(
            number,
            chance.choice((0, 3, 6, 7, 8, 9, 10)),
            {
                "unit": unit,
                "channel": chance.choices(CHANNELS, (6, 3, 1))[0],
                "site": chance.choices(SITES, (7, 2))[0],
                "tenure": chance.choices(TENURES, (5, 3, 1))[0],
                "month": chance.choice(MONTHS),
            },
        )
        for number, unit in enumerate(units)
    ]


STAFF = staff()


def a_survey(world: World) -> Survey:
    elements = [
        {"name": "enps", "type": "enps", "title": {"fi": "Suosittelisitko?"}},
        {"name": "why", "type": "open_text", "title": {"fi": "Miksi?"}},
    ]
    survey = create_survey(
        name="Henkilöstö",
        touchpoint=world.phone,
        questionnaire=Questionnaire.model_validate({"pages": [{"elements": elements}]}),
    )
    publish_survey(survey=survey)
    return survey


def answer(survey: Survey, people: Iterable[Person]) -> None:
    units = {unit.name: unit for unit in Unit.objects.all()}
    for name in SIZES.keys() - units.keys():
        units[name] = Unit.objects.create(name=name)
    items = [
        IncomingAnswer(
            uid=f"p{one.number}",
            touchpoint=survey.touchpoint,
            survey=survey,
            unit=units[one.traits["unit"]],
            channel=one.traits["channel"],
            attributes={"site": one.traits["site"], "tenure": one.traits["tenure"]},
            happened_at=datetime(2026, one.traits["month"], 1 + one.number % 28, 10, tzinfo=UTC),
            content=(GivenValue("enps", "enps", one.score), GivenValue("why", "open_text", SAID)),
        )
        for one in people
    ]
    record_answers(items)
    deliver_all()


def filters() -> list[Filter]:
    """No filter, and every single, pair and triple of them."""
    values = {
        "unit": tuple(SIZES),
        "channel": CHANNELS,
        "site": SITES,
        "tenure": TENURES,
        "month": MONTHS,
    }
    return [
        frozenset(zip(names, chosen, strict=True))
        for count in range(4)
        for names in combinations(values, count)
        for chosen in product(*(values[name] for name in names))
    ]


FILTERS = filters()


@dataclass(frozen=True)
class Told:
    value: float | None
    n: int | None


def month(number: int) -> Period:
    return Period(date(2026, number, 1), date(2026, number + 1, 1))


def exported(asked: Filter) -> Told:
    """As the command `kohtaamo measure` prints it."""
    chosen = dict(asked)
    period = month(chosen.pop("month")) if "month" in chosen else None
    [row] = measured_rows(
        metric="enps", where=[f"{name}={value}" for name, value in chosen.items()], period=period
    )
    return Told(row["value"], row["n"])


def grouped() -> dict[Filter, Told]:
    """The same by groups: every one, two and three dimensions side by side."""
    found = {}
    for count in (1, 2, 3):
        for names in combinations(("unit", "channel", "site", "tenure", "month"), count):
            for row in measured_rows(metric="enps", by=names):
                group = {**row, "month": int(row["month"][5:7])} if "month" in names else row
                found[frozenset((name, group[name]) for name in names)] = Told(row["value"], row["n"])
    return found


def address_of(asked: Filter) -> dict[str, str]:
    chosen = dict(asked)
    period = month(chosen.pop("month")) if "month" in chosen else Period(date(2026, 1, 1), date(2026, 12, 1))
    query = {"metric": "enps", "days": "own", "by": "unit"}
    query |= {"from": period.start.isoformat(), "to": period.last_day.isoformat()}
    short = {"site": "a:site", "tenure": "a:tenure"}
    return query | {short.get(name, name): value for name, value in chosen.items()}


def on_page(client: Client, asked: Filter) -> tuple[Told, dict[str, int]]:
    """As a person reads it off the metric's page: the number, and n of each unit in the table."""
    page = client.get("/o/satama/insight/metrics/enps/", address_of(asked)).content.decode()
    found = NUMBER.search(page)
    if found is None:
        with translation.override("fi"):
            assert gettext("Hidden to protect people") in page
        return Told(None, None), {}
    told = Told(float(found[1].replace("−", "-")), int(found[2]))
    return told, {unit: int(n) for unit, n in ROW_OF_UNIT.findall(page)}


def crowds() -> list[frozenset[int]]:
    by_crowd: dict[int, set[int]] = {}
    rows = CrowdMember.objects.filter(kind="enps", crowd__isnull=False)
    for crowd, uid in rows.values_list("crowd", "answer__uid"):
        by_crowd.setdefault(crowd, set()).add(int(uid[1:]))
    return [frozenset(people) for people in by_crowd.values()]


def covered(asked: Filter, known: list[frozenset[int]]) -> frozenset[int]:
    """Whose answers the number of a filter is about: the crowds of which everybody fits it, from the raw rows."""
    fits = [
        crowd
        for crowd in known
        if all(STAFF[number].traits[name] == value for number in crowd for name, value in asked)
    ]
    return frozenset[int]().union(*fits)


def score(people: Iterable[int]) -> float:
    scores = [STAFF[number].score for number in people]
    return 100 * (sum(one >= 9 for one in scores) - sum(one <= 6 for one in scores)) / len(scores)


def everything() -> dict[Filter, Told]:
    return {asked: exported(asked) for asked in FILTERS}


def about(told: dict[Filter, Told], known: list[frozenset[int]]) -> dict[Filter, frozenset[int]]:
    """Whom each number told is about; each is recomputed here from what those people answered."""
    found = {}
    for asked, one in told.items():
        people = covered(asked, known)
        if one.value is None:
            assert one == Told(None, None)
            assert len(people) < LEAST
        else:
            assert one.n == len(people)
            assert one.value == pytest.approx(score(people))
            found[asked] = people
    return found


def mask(people: Iterable[int]) -> int:
    return sum(1 << number for number in people)


def isolated(told: Iterable[frozenset[int]]) -> list[set[int]]:
    """Every group of one to four people that the attacker can reach: alone, as parent less child, less two."""
    sets = sorted({mask(people) for people in told}, key=int.bit_count)
    reached = {one for one in sets if one.bit_count() < LEAST}
    for place, whole in enumerate(sets):
        inside = [part for part in sets[:place] if part & ~whole == 0]
        reached |= {whole & ~part for part in inside if whole.bit_count() - part.bit_count() < LEAST}
        sizes = [(part, part.bit_count()) for part in inside]
        limit = whole.bit_count() - LEAST
        reached |= {
            whole & ~one & ~other
            for (one, a), (other, b) in combinations(sizes, 2)
            if a + b > limit and one & other == 0
        }
    return [members(one) for one in reached - {0}]


def members(one: int) -> set[int]:
    return {number for number in range(PEOPLE) if one >> number & 1}


def smallest_reach(told: Iterable[frozenset[int]]) -> int:
    """The fewest people whom any sum of multiples of the numbers told can be about.

    People who are in exactly the same numbers get the same factor in every such sum, whatever the multiples;
    so a sum is about all of them or none, and never about fewer than the smallest such class.
    """
    sets = list(set(told))
    classes: dict[tuple[bool, ...], int] = {}
    for number in range(PEOPLE):
        row = tuple(number in one for one in sets)
        classes[row] = classes.get(row, 0) + 1
    return min(n for row, n in classes.items() if any(row))


def test_no_numbers_told_before_or_after_reach_fewer_than_five_people(in_satama: World) -> None:
    survey = a_survey(in_satama)
    answer(survey, STAFF[:WAVE])
    first, known = everything(), crowds()
    before = about(first, known)
    assert len(before) > 60
    assert len(before[frozenset()]) == WAVE

    # three more answer and wait for others, one is forgotten: nothing moves
    answer(survey, STAFF[WAVE : WAVE + 3])
    Answer.objects.get(uid="p7").delete()
    assert everything() == first

    answer(survey, STAFF[WAVE + 3 :])
    close_survey(survey=survey)
    deliver_all()
    # the forgotten one is still in the sums of her crowd
    later = [crowd for crowd in crowds() if min(crowd) >= WAVE]
    after = about(everything(), [*known, *later])
    assert len(after[frozenset()]) == PEOPLE
    told = [*before.values(), *after.values()]
    assert isolated(told) == []
    assert smallest_reach(told) >= LEAST


def test_groups_of_a_table_tell_what_the_filters_tell(in_satama: World) -> None:
    answer(a_survey(in_satama), STAFF)
    found = grouped()
    for asked in FILTERS:
        if asked:
            assert found.get(asked, Told(None, None)) == exported(asked)


def test_pages_tell_what_the_command_tells(world: World, browse: Browse) -> None:
    """The number of every single and pair, and in the rows below it every pair and triple with a unit."""
    with working_for(world.satama):
        answer(a_survey(world), STAFF)
        told = everything()
    client = browse(world.aino)
    for asked in FILTERS:
        if len(asked) < 3 and "unit" not in dict(asked):
            shown, by_unit = on_page(client, asked)
            assert shown.n == told[asked].n
            assert shown.value == (pytest.approx(told[asked].value, abs=0.51) if shown.n else None)
            of_units = {unit: told[asked | {("unit", unit)}].n for unit in SIZES}
            assert by_unit == {unit: n for unit, n in of_units.items() if n}


def test_shared_links_tell_what_the_command_tells(world: World) -> None:
    """Links made of every single and pair of filters, opened by somebody without an account."""
    with working_for(world.satama):
        answer(a_survey(world), STAFF)
        told = everything()
        asked_for = [asked for asked in FILTERS if len(asked) < 3 and "unit" not in dict(asked)]
        secrets = {asked: shared_link(asked, world.aino) for asked in asked_for}
    for asked, secret in secrets.items():
        page = Client().get(f"/shared/{secret}/").content.decode()
        found = NUMBER.search(page)
        assert (int(found[2]) if found else None) == told[asked].n
        by_unit = {unit: int(n) for unit, n in SHARED_ROW_OF_UNIT.findall(page)}
        of_units = {unit: told[asked | {("unit", unit)}].n for unit in SIZES}
        assert by_unit == {unit: n for unit, n in of_units.items() if n}


def shared_link(asked: Filter, actor: Member) -> str:
    return share(name="Kysely", page="metric", parameters=address_of(asked), days=7, actor=actor)[1]


def test_nothing_that_one_employee_said_is_given_out(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        survey = a_survey(world)
        answer(survey, STAFF[:7])
        _, secret = issue_token(name="Varas", permissions=["feedback.read", "insight.read"], actor=None)
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/answers").json()["items"] == []
    client = browse(world.root)
    for address in (
        "feedback/",
        "feedback/answers/",
        f"feedback/surveys/{survey.pk}/results/",
        "insight/",
        "insight/comments/",
        "insight/metrics/enps/",
        "insight/metrics/enps/explanation/",
        f"journeys/{world.journey.pk}/",
        "",
    ):
        page = client.get(f"/o/satama/{address}", follow=True).content.decode()
        assert SAID not in page
        assert "n&nbsp;7" not in page


def test_the_attack_finds_people_where_they_are_not_protected(in_satama: World) -> None:
    Organisation.objects.filter(pk=in_satama.satama.pk).update(minimum_people=1)
    answer(a_survey(in_satama), STAFF)
    told = about(everything(), crowds()).values()
    assert isolated(told) != []
    assert smallest_reach(told) < LEAST

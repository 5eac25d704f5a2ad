"""Customers of Satama whom somebody got back to: a year of cases, the newest still under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from kohtaamo.conversations.models import Case, Cause
from kohtaamo.conversations.services import (
    add_cause,
    choose_cause,
    drop,
    finish,
    hear_next_answers,
    hours_now,
    note_attempt,
    open_for_answers,
    save_rule,
    take,
    wait,
)
from kohtaamo.feedback.models import Answer
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.calendar import open_after
from kohtaamo.organisation.models import Member

SEED = 1952
MOST = 40
LOW = 2
CAUSES: Mapping[str, tuple[str, ...]] = {
    "phone": ("Jonotus", "Asia siirtyi eteenpäin", "Lupaus jäi pitämättä"),
    "transfer": ("Asia siirtyi eteenpäin", "Jonotus"),
    "invoice": ("Epäselvä lasku", "Väärä summa"),
    "app": ("Vika tai häiriö",),
    "website": ("Ohje ei auttanut", "Vika tai häiriö"),
    "chatbot": ("Ohje ei auttanut", "Asia siirtyi eteenpäin"),
    "desk": ("Jonotus", "Lupaus jäi pitämättä"),
    "installer": ("Lupaus jäi pitämättä", "Vika tai häiriö"),
}
REACHED = (
    "Pahoittelin. Asiakas kertoi odottaneensa kauan.",
    "Kävimme asian läpi alusta asti, asiakas rauhoittui.",
    "Sovittiin, mitä teemme ja milloin.",
    "Asiakas arvosti, että joku soitti.",
)
DONE = (
    "Soitin, pahoittelin ja hyvitin kuukauden maksun.",
    "Korjasin laskun ja varmistin, että uusi meni perille.",
    "Hoidin asian valmiiksi saman puhelun aikana.",
    "Varasin uuden asentajakäynnin asiakkaalle sopivaan aikaan.",
    "Selitin, mistä viive johtui. Asiakas oli tyytyväinen vastaukseen.",
)
DROPPED = "Asiakas oli jo saanut apua muualta."


@dataclass
class Year:
    """Nothing in it is later than `until`."""

    until: datetime
    causes: Mapping[int, Sequence[Cause]]
    rng: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  made-up data, not a secret

    def later(self, moment: datetime, median_hours: float) -> datetime:
        """After so many open hours, sometimes far more."""
        spent = timedelta(hours=median_hours * self.rng.lognormvariate(0, 0.9))
        return open_after(moment, spent, hours_now())


def get_back_to_customers(
    touchpoints: Mapping[str, Touchpoint], members: Mapping[str, Member], until: datetime
) -> None:
    """Needs the answers. Nothing is planted: whoever was got back to answers next as anybody does."""
    ruler = members["Aino Laine"]
    save_rule(
        name="Suosittelu 0–2",
        condition={"<=": [{"var": "kind.nps"}, LOW]},
        way="least",
        react_hours=8,
        close_hours=40,
        actor=ruler,
    )
    names = sorted({name for some in CAUSES.values() for name in some})
    made = {name: add_cause(name=name, actor=ruler) for name in names}
    causes = {touchpoints[key].pk: [made[name] for name in some] for key, some in CAUSES.items()}
    year = Year(until, causes)
    customers = {case.customer_id for pk, said in chosen(year) for case in lived(year, pk, said)}
    later = Answer.objects.filter(customer__in=customers).order_by("happened_at", "pk")
    hear_next_answers(later.values_list("pk", flat=True))


def chosen(year: Year) -> list[tuple[int, datetime]]:
    """Low answers of known customers: all of the last days, and some of the year."""
    rows = Answer.objects.filter(customer__isnull=False, unit__isnull=False, is_from_staff=False)
    low = [
        (pk, said)
        for pk, said, content in rows.order_by("happened_at", "pk").values_list(
            "pk", "happened_at", "content"
        )
        if any(one["name"] == "nps" and one["value"] <= LOW for one in content)
    ]
    fresh = [one for one in low if year.until - one[1] < timedelta(days=4)]
    old = [one for one in low if one not in fresh]
    return [*sorted(year.rng.sample(old, min(MOST, len(old))), key=lambda one: one[1]), *fresh]


def lived(year: Year, answer: int, said: datetime) -> list[Case]:
    opened = open_for_answers([answer], now=said + timedelta(minutes=1))
    for case in opened:
        live(year, case)
    return opened


def live(year: Year, case: Case) -> None:
    """From hand to hand as far as there was time."""
    rng, owner = year.rng, case.owner
    taken_at = year.later(case.opened_at, 2.5)
    if owner is None or taken_at > year.until:
        return
    take(case=case, actor=owner, now=taken_at)
    called_at = year.later(taken_at, 0.5)
    if called_at > year.until:
        return
    is_reached = rng.random() < 0.65  # noqa: PLR2004  of first calls
    told = rng.choice(REACHED) if is_reached else ""
    note_attempt(case=case, is_reached=is_reached, actor=owner, text=told, now=called_at)
    if case.touchpoint_id in year.causes:
        cause = rng.choice(year.causes[case.touchpoint_id])
        choose_cause(case=case, cause=cause, note="", actor=owner, now=called_at)
    close(year, case, owner, called_at, is_reached=is_reached)


def close(year: Year, case: Case, owner: Member, called_at: datetime, *, is_reached: bool) -> None:
    rng = year.rng
    if not is_reached and rng.random() < 0.4:  # noqa: PLR2004
        wait(case=case, actor=owner, now=called_at + timedelta(minutes=5))
    closed_at = year.later(called_at, 10)
    if closed_at > year.until:
        return
    if rng.random() < 0.06:  # noqa: PLR2004
        drop(case=case, why=DROPPED, actor=owner, now=closed_at)
    else:
        finish(case=case, done=rng.choice(DONE), actor=owner, now=closed_at)

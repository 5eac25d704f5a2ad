"""Whom Satama has asked during the year, and what came of it: the same every time, like everything here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.encounters.services import IncomingCustomer, withdraw_consent
from kohtaamo.feedback.models import FatigueRule, Invitation, Occasion, Survey
from kohtaamo.feedback.sending import change_hours, save_occasion, set_limits, start_occasion
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Organisation

from .model import SEED, Meeting
from .people import Person

BATCH = 500
WITH_EMAIL, WITH_PHONE, LIKES_SMS = 0.86, 0.72, 0.15
# An address that no mail reaches, and a country that no call does.
DOMAIN, COUNTRY = "asiakas.example", "+999"
LINK_DAYS = 14
LONGEST_ANSWER_MINUTES = 2 * 24 * 60
# Place -> name, how long after, the ways in order.
OCCASIONS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "phone": ("Puhelun jälkeen", 60, ("sms", "email")),
    "desk": ("Palvelupisteessä käynnin jälkeen", 120, ("email",)),
    "installer": ("Asentajan käynnin jälkeen", 180, ("sms", "email")),
}
# Of those who said nothing what stands of them; the rest was sent and stays silent.
STAYED = (
    ("quarantined", "fatigue", 0.30),
    ("quarantined", "not_in_sample", 0.05),
    ("opened", "", 0.11),
    ("partial", "", 0.03),
    ("bounced", "bad_address", 0.035),
    ("opted_out", "sent", 0.015),
    ("failed", "not_taken", 0.002),
    ("sent", "doubtful", 0.0005),
)


@dataclass(frozen=True, slots=True)
class Stand:
    state: str
    why: str = ""


def contact_of(person: Person) -> IncomingCustomer:
    """A customer's card: most have an e-mail address, many a telephone."""
    rng = Random(f"{SEED}:{person.key}:contact")  # noqa: S311  made-up data, not a secret
    number = person.key.rpartition("-")[2]
    likes_sms = rng.random() < LIKES_SMS
    return IncomingCustomer(
        key=person.key,
        name=person.name,
        segment=person.segment,
        language=person.language,
        email=f"asiakas.{number}@{DOMAIN}" if rng.random() < WITH_EMAIL else "",
        phone=f"{COUNTRY}40{int(number):07}" if rng.random() < WITH_PHONE else "",
        preferred_channel="sms" if likes_sms else "",
        attributes={"paikkakunta": person.town.name},
    )


def ask_the_year(
    meetings: Sequence[Meeting],
    *,
    organisation: Organisation,
    surveys: Mapping[str, Survey],
    encounters: Mapping[str, Encounter],
    ruler: Member,
    today: date,
) -> None:
    """Occasions, limits and hours, and an invitation for each meeting of theirs."""
    change_hours(opens_at=time(9), closes_at=time(20), days=[0, 1, 2, 3, 4, 5], actor=ruler)
    set_limits(rules=limits(organisation), actor=ruler)
    for key, (name, delay, ways) in OCCASIONS.items():
        occasion = save_occasion(
            name=name,
            survey=surveys[key],
            touchpoint=surveys[key].touchpoint,
            delay_minutes=delay,
            ways=list(ways),
            reminders=1,
            expires_after_days=LINK_DAYS,
            actor=ruler,
        )
        start_occasion(occasion=occasion, actor=ruler)
        met = [one for one in meetings if one.place.key == key and one.uid in encounters]
        keep([invited(occasion, one, encounters[one.uid]) for one in met])
    save_occasion(
        name="Suhdekysely kahdesti vuodessa",
        survey=surveys["website"],
        kind=Occasion.Kind.RELATIONSHIP,
        after=Occasion.After.CONTACTS,
        ways=["email"],
        reminders=2,
        actor=ruler,
    )
    remember_leaving(today)


def limits(organisation: Organisation) -> list[FatigueRule]:
    return [
        FatigueRule(organisation=organisation, most=1, days=30),
        FatigueRule(organisation=organisation, counts="answered", most=1, days=60),
    ]


def keep(rows: Sequence[Invitation]) -> None:
    for start in range(0, len(rows), BATCH):
        made = Invitation.objects.bulk_create(rows[start : start + BATCH])
        gone = [one.pk for one in made if one.sent_at is not None]
        if gone:
            record("feedback.invitations_recorded", data={"invitations": gone})


def invited(occasion: Occasion, meeting: Meeting, encounter: Encounter) -> Invitation:
    rng = Random(f"{SEED}:{meeting.uid}:invitation")  # noqa: S311
    customer = encounter.customer
    assert customer is not None  # noqa: S101  Satama knows whom it met
    way, address = way_of(occasion, customer)
    stand = stand_of(rng, meeting, way)
    row = Invitation(
        organisation_id=occasion.organisation_id,
        uid=f"occasion:{occasion.pk}:encounter:{encounter.pk}",
        occasion=occasion,
        survey=occasion.survey,
        kind=occasion.kind,
        touchpoint_id=encounter.touchpoint_id,
        unit_id=encounter.unit_id,
        customer=customer,
        encounter=encounter,
        channel=way,
        address=address,
        language=meeting.person.language,
        token="".join(rng.choices("abcdefghijkmnpqrstuvwxyz23456789", k=20)),
        created_at=encounter.happened_at,
        state=stand.state,
        why=stand.why,
    )
    if stand.state not in {"quarantined", "failed"}:
        went(row, rng, encounter.happened_at)
    return row


def went(row: Invitation, rng: Random, moment: datetime) -> None:
    row.sent_at = row.counts_at = moment
    row.expires_at = moment + timedelta(days=LINK_DAYS)
    row.outcome = {"answered": 1, "bounced": 2, "opted_out": 3}.get(row.state, 0)
    if row.state == "answered":
        row.answered_at = moment + timedelta(minutes=rng.randrange(3, LONGEST_ANSWER_MINUTES))
    elif row.state in {"sent", "opened"}:
        row.reminders = 1


def way_of(occasion: Occasion, customer: Customer) -> tuple[str, str]:
    addresses = {"email": customer.email, "sms": customer.phone}
    for way in sorted(occasion.ways, key=lambda one: one != customer.preferred_channel):
        if addresses[way]:
            return way, addresses[way]
    return "", ""


def stand_of(rng: Random, meeting: Meeting, way: str) -> Stand:
    drawn = rng.random()
    if meeting.heard is not None:
        # who has no address told it by the common link
        return Stand("answered") if way else Stand("quarantined", "no_address")
    if not way:
        return Stand("quarantined", "no_address")
    for state, why, share in STAYED:
        if drawn < share:
            return Stand(state, why)
        drawn -= share
    return Stand("sent")


def remember_leaving(today: date) -> None:
    """Who wants no more has said so, and the newest word holds."""
    for customer in leavers():
        withdraw_consent(customer=customer, source=f"opt_out {today:%Y}")


def leavers() -> Iterator[Customer]:
    rows = Invitation.objects.filter(state="opted_out", customer__isnull=False).select_related("customer")
    seen: dict[int, Customer] = {one.customer.pk: one.customer for one in rows if one.customer}
    yield from seen.values()

"""Who is asked, in which way and when; everybody else is left in peace with a reason that has a name."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.queries import words_on_reaching
from kohtaamo.feedback.channels import SENDING
from kohtaamo.feedback.models import FatigueRule, Invitation, Occasion, SendingHours
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import current_organisation_id

from .asked import Surveys, surveys_of
from .hours import hours_now, next_allowed
from .limits import Asking, is_too_often, longest
from .people import People, hold
from .triggers import Trigger, hidden_values, is_in_sample, is_reason

BATCH = 200
TOKEN_BYTES = 15
# The organisation sends these links in messages of its own.
OWN_LINKS = "personal_link"
State, Why = Invitation.State, Invitation.Why
UNDER_WAY = (State.WAITING, State.SENT, State.OPENED, State.PARTIAL)


def active_occasions(after: str) -> list[Occasion]:
    rows = Occasion.objects.filter(is_active=True, after=after)
    return list(rows.select_related("survey__touchpoint", "touchpoint"))


def invite(triggers: Sequence[Trigger], occasions: Sequence[Occasion], *, now: datetime) -> list[Invitation]:
    """One invitation for each trigger that is a reason for an occasion; the same trigger again makes none.

    The customers must be committed rows: two of one person are told apart by what each transaction can see.
    """
    wanted = [(one, occasion) for one in triggers for occasion in occasions if is_reason(occasion, one, now)]
    made: list[Invitation] = []
    for start in range(0, len(wanted), BATCH):
        made += decide(wanted[start : start + BATCH], now)
    return made


@transaction.atomic
def decide(wanted: Sequence[tuple[Trigger, Occasion]], now: datetime) -> list[Invitation]:
    """Every person of these is held, so what is counted of her is what there is."""
    people = hold(trigger.customer for trigger, _ in wanted)
    uids = {uid_of(trigger, occasion) for trigger, occasion in wanted}
    known = set(Invitation.objects.filter(uid__in=uids).values_list("uid", flat=True))
    desk = Desk.of(people, [occasion for _, occasion in wanted], now)
    made: dict[str, Invitation] = {}
    for trigger, occasion in wanted:
        uid = uid_of(trigger, occasion)
        if uid not in known and uid not in made:
            made[uid] = desk.decided(trigger, occasion)
    Invitation.objects.bulk_create(made.values())
    return list(made.values())


def uid_of(trigger: Trigger, occasion: Occasion) -> str:
    return f"occasion:{occasion.pk}:{trigger.uid}"[:120]


@dataclass(slots=True)
class Desk:
    """All that is known when it is decided about a handful of people."""

    now: datetime
    people: People
    surveys: Surveys
    rules: list[FatigueRule]
    words: dict[str, dict[int, bool]]
    # by the smallest key of a person's rows
    earlier: dict[int, list[Invitation]]
    language: str
    hours: SendingHours

    @classmethod
    def of(cls, people: People, occasions: Sequence[Occasion], now: datetime) -> Desk:
        rows = {row.pk: row for same in people.values() for row in same}
        ways = {way for occasion in occasions for way in occasion.ways}
        rules = list(FatigueRule.objects.all())
        return cls(
            now=now,
            people=people,
            surveys=surveys_of({occasion.survey_id for occasion in occasions}),
            rules=rules,
            words={way: words_on_reaching(rows.values(), way) for way in ways},
            earlier=earlier_of(people, now - longest(rules)),
            language=Organisation.objects.get(pk=current_organisation_id()).language,
            hours=hours_now(),
        )

    def decided(self, trigger: Trigger, occasion: Occasion) -> Invitation:
        made = blank(trigger, occasion, self.now)
        made.language = self._language(trigger, occasion)
        made.hidden = hidden_values(trigger, self.surveys.hidden(occasion.survey_id))
        same = self.people.get(trigger.customer.pk, [trigger.customer])
        made.channel, address, why = self._way(occasion, same, trigger.customer)
        made.address = address
        if occasion.after == Occasion.After.CONTACTS and not occasion.is_active:
            made.state = State.ELIGIBLE
            return made
        self.settle(made, trigger, occasion, why)
        return made

    def settle(self, made: Invitation, trigger: Trigger, occasion: Occasion, why: str) -> None:
        """Waiting for its time, or left in peace."""
        wished = max(self.now, trigger.happened_at + timedelta(minutes=occasion.delay_minutes))
        due = next_allowed(wished, self.hours)
        person = self.earlier[self._person(trigger.customer)]
        reason = self._objection(trigger, occasion, why, due, person)
        if reason:
            made.state, made.why = State.QUARANTINED, reason
            return
        made.state, made.counts_at = State.WAITING, due
        made.due_at = None if made.channel == OWN_LINKS else due
        made.expires_at = due + timedelta(days=occasion.expires_after_days)
        person.append(made)

    def _objection(
        self, trigger: Trigger, occasion: Occasion, why: str, due: datetime, person: list[Invitation]
    ) -> str:
        if not self.surveys.is_open(occasion.survey_id):
            return Why.CLOSED
        if not is_in_sample(occasion, trigger):
            return Why.NOT_IN_SAMPLE
        if why:
            return why
        if any(is_same(one, occasion, self.now) for one in person):
            return Why.DUPLICATE
        if self.surveys.is_full(occasion.survey_id):
            return Why.QUOTA_FULL
        new = Asking(occasion.survey_id, occasion.kind, due)
        return Why.FATIGUE if is_too_often(new, map(asking, person), self.rules) else ""

    def _person(self, customer: Customer) -> int:
        return min(row.pk for row in self.people.get(customer.pk, [customer]))

    def _language(self, trigger: Trigger, occasion: Occasion) -> str:
        offered = self.surveys.languages(occasion.survey_id)
        wishes = (occasion.language, trigger.customer.language, self.language)
        return next((wish for wish in wishes if wish in offered), (*offered, self.language)[0])

    def _way(self, occasion: Occasion, same: list[Customer], customer: Customer) -> tuple[str, str, str]:
        """The key of the way, the address, and why neither; what the person prefers comes first."""
        why = ""
        rows = [customer, *(row for row in same if row.pk != customer.pk)]
        wish = next((row.preferred_channel for row in rows if row.preferred_channel), "")
        for way in sorted(occasion.ways, key=lambda one: one != wish):
            if way not in SENDING and way != OWN_LINKS:
                continue
            said = [self.words[way][row.pk] for row in rows if row.pk in self.words[way]]
            address = address_of(rows, way)
            if False in said:
                why = Why.OPTED_OUT
            elif occasion.needs_consent and not said:
                why = why or Why.NO_CONSENT
            elif address or way == OWN_LINKS:
                return way, address, ""
        return "", "", why or Why.NO_ADDRESS


def address_of(rows: list[Customer], way: str) -> str:
    if way == OWN_LINKS:
        return ""
    return next((found for row in rows if (found := getattr(row, SENDING[way].address))), "")


def blank(trigger: Trigger, occasion: Occasion, now: datetime) -> Invitation:
    return Invitation(
        organisation_id=occasion.organisation_id,
        uid=uid_of(trigger, occasion),
        occasion=occasion,
        survey=occasion.survey,
        kind=occasion.kind,
        touchpoint=trigger.touchpoint or occasion.survey.touchpoint,
        unit=trigger.unit,
        customer=trigger.customer,
        encounter=trigger.encounter,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        created_at=now,
    )


def is_same(one: Invitation, occasion: Occasion, now: datetime) -> bool:
    """Whether she is being asked the same already."""
    if one.survey_id != occasion.survey_id or one.state not in UNDER_WAY:
        return False
    if one.state == State.WAITING:
        return True
    is_list = occasion.after == Occasion.After.CONTACTS and one.occasion_id == occasion.pk
    return is_list and (one.expires_at is None or one.expires_at > now)


def asking(one: Invitation) -> Asking:
    assert one.counts_at is not None  # noqa: S101  only those that count are read
    return Asking(one.survey_id, one.kind, one.counts_at, one.answered_at)


def earlier_of(people: People, since: datetime) -> defaultdict[int, list[Invitation]]:
    """What counts against the limits, and what is under way, of each person."""
    keys = {row.pk: min(each.pk for each in same) for same in people.values() for row in same}
    rows = Invitation.objects.filter(customer__in=list(keys), counts_at__isnull=False)
    found: defaultdict[int, list[Invitation]] = defaultdict(list)
    for row in rows.filter(Q(counts_at__gt=since) | Q(answered_at__gt=since) | Q(state__in=UNDER_WAY)):
        found[keys[row.customer_id or 0]].append(row)
    return found


@transaction.atomic
def ask_the_eligible(occasion: Occasion, *, now: datetime, limit: int = BATCH) -> int:
    """Decide about people of a list who waited for the occasion to be turned on; returns how many were left."""
    rows = list(
        Invitation.objects.select_for_update(of=("self",))
        .filter(occasion=occasion, state=State.ELIGIBLE)
        .select_related("customer", "touchpoint", "unit")
        .order_by("pk")[:limit]
    )
    people = hold(row.customer for row in rows if row.customer is not None)
    desk = Desk.of(people, [occasion], now)
    for row in rows:
        if row.customer is None:
            row.state, row.why = State.QUARANTINED, Why.NO_ADDRESS
            continue
        trigger = Trigger(uid=row.uid.split(":", 2)[-1], customer=row.customer, happened_at=now)
        fresh = desk.decided(replace(trigger, touchpoint=row.touchpoint, unit=row.unit), occasion)
        for name in ("state", "why", "channel", "address", "due_at", "counts_at", "expires_at"):
            setattr(row, name, getattr(fresh, name))
    fields = ["state", "why", "channel", "address", "due_at", "counts_at", "expires_at"]
    Invitation.objects.bulk_update(rows, fields)
    return Invitation.objects.filter(occasion=occasion, state=State.ELIGIBLE).count()

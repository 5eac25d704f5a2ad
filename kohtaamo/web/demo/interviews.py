"""A kiosk at the service desk, and people whom Satama has tried to reach by telephone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.points import Arrived, give_calls, make_kiosk, take_attempt
from kohtaamo.feedback.points.calls import PREFIX, Person, Tried
from kohtaamo.organisation.models import Member, Unit

PEOPLE = 9
# What came of the first ones; the others wait for their call.
CAME = ("no_answer", "call_back", "refused", "wrong_number")
NOTES = {"call_back": "Pyysi soittamaan iltapäivällä, on nyt töissä."}


def make_interviews(
    surveys: Mapping[str, Survey],
    customers: Mapping[str, Customer],
    units: Mapping[str, Unit],
    caller: Member,
    now: datetime,
) -> None:
    unit = next(iter(units.values()))
    make_kiosk(
        survey=surveys["desk"], name="Tabletti tiskillä", channel="face_to_face", unit=unit, actor=caller
    )
    reachable = [customers[key] for key in sorted(customers) if customers[key].phone][:PEOPLE]
    people = [Person(name=str(one), phone=one.phone, customer=one) for one in reachable]
    survey = surveys["phone"]
    for number, (call, outcome) in enumerate(
        zip(give_calls(survey=survey, people=people, interviewer=None, actor=caller), CAME, strict=False)
    ):
        said_at = now - timedelta(hours=len(CAME) - number)
        tried = Tried(
            answer=Arrived(
                uid=f"{PREFIX}demo-{number}",
                version=1,
                language="fi",
                values={},
                said_at=said_at,
                is_complete=False,
            ),
            call_id=call.pk,
            way="phone",
            outcome=outcome,
            consented=False,
            note=NOTES.get(outcome, ""),
            again_at=(said_at + timedelta(days=1)).isoformat(),
        )
        take_attempt(survey=survey, tried=tried, member=caller)

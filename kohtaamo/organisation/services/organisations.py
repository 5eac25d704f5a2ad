from __future__ import annotations

import unicodedata

from django.db import transaction
from django.utils.text import slugify

from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Organisation, Unit
from kohtaamo.organisation.tenancy import current_organisation_id, working_for

from .members import invite_member

# What plain decomposition into letter and accent leaves out.
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "þ": "th"})
LONGEST_SLUG = 50
# With two, each knows what the other answered.
LEAST_PEOPLE = 3


@transaction.atomic
def create_organisation(
    *, name: str, language: str = "fi", email: str = "", person: str = ""
) -> Organisation:
    """With an e-mail address its first administrator is made as well; `make_sign_in_link` lets her in."""
    organisation = Organisation.objects.create(name=name, slug=free_slug(name), language=language)
    with working_for(organisation):
        record("organisation.organisation_created", subject_id=organisation.pk, data={"name": name})
        if email:
            invite_member(
                name=person or email,
                email=email,
                role=Member.Role.ADMINISTRATOR,
                language=language,
                actor=None,
            )
    return organisation


@transaction.atomic
def change_settings(
    *,
    organisation: Organisation,
    name: str,
    language: str,
    minimum_answers: int,
    minimum_people: int,
    minimum_comments: int,
    actor: Member | None,
) -> Organisation:
    """The address keeps its slug: links in letters and on signs must go on working."""
    if minimum_answers < 1:
        raise ValueError("a number needs at least one answer")
    if min(minimum_people, minimum_comments) < LEAST_PEOPLE:
        raise ValueError(f"fewer than {LEAST_PEOPLE} people cannot hide each other")
    wanted = {
        "name": name,
        "language": language,
        "minimum_answers": minimum_answers,
        "minimum_people": minimum_people,
        "minimum_comments": minimum_comments,
    }
    changed = {field: value for field, value in wanted.items() if getattr(organisation, field) != value}
    for field, value in changed.items():
        setattr(organisation, field, value)
    if changed:
        organisation.save(update_fields=list(changed))
        record("organisation.settings_changed", subject_id=organisation.pk, data=changed, actor=actor)
    return organisation


@transaction.atomic
def make_unit(*, name: str, parent: Unit | None = None, actor: Member | None) -> Unit:
    unit = Unit.objects.create(organisation_id=current_organisation_id(), name=name, parent=parent)
    record("organisation.unit_made", subject_id=unit.pk, data={"name": name}, actor=actor)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, actor: Member | None) -> Unit:
    before, unit.name = unit.name, name
    unit.save(update_fields=["name"])
    changed = {"name": name, "was": before}
    record("organisation.unit_renamed", subject_id=unit.pk, data=changed, actor=actor)
    return unit


def free_slug(name: str) -> str:
    """The name as an address: "Pääkaupungin Sähkö" -> "paakaupungin-sahko"; a taken one gets a number."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    wanted = slugify(plain)[:LONGEST_SLUG].strip("-_").replace("_", "-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"

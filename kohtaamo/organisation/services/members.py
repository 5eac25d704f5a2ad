from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Organisation, Unit, User
from kohtaamo.organisation.tenancy import across_organisations, current_organisation_id

from .sign_in import make_sign_in_link, withdraw_sign_in_links


class LastAdministratorError(ValueError):
    """Nobody could rule the organisation afterwards."""


@dataclass(frozen=True, slots=True)
class Invited:
    """`link` is the secret of a one-time sign-in link; None when the person must sign in by her own means."""

    member: Member
    link: str | None


@transaction.atomic
def invite_member(
    *, name: str, email: str, role: str, unit: Unit | None = None, language: str = "", actor: Member | None
) -> Invited:
    """Bring a person in, or back in. `ValueError` when she is a member already."""
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, name=name, language=language)
    else:
        # Another organisation may hold a link that would now open this one too.
        withdraw_sign_in_links(user)
    member = Member.objects.filter(user=user).first()
    if member is None:
        member = Member.objects.create(
            organisation_id=current_organisation_id(), user=user, name=name, role=role, unit=unit
        )
    elif member.is_active:
        raise ValueError("is a member already")
    else:
        member.name, member.role, member.unit, member.is_active = name, role, unit, True
        member.save()
    record("organisation.member_invited", subject_id=member.pk, data=facts(member), actor=actor)
    return Invited(member, make_sign_in_link(user) if belongs_only_here(user) else None)


@transaction.atomic
def renew_sign_in_link(*, member: Member, actor: Member | None) -> str | None:
    """A fresh link for somebody whose own is lost; None when she is known to another organisation as well."""
    if member.user is None or not member.is_active or not belongs_only_here(member.user):
        return None
    withdraw_sign_in_links(member.user)
    record("organisation.link_renewed", subject_id=member.pk, data=facts(member), actor=actor)
    return make_sign_in_link(member.user)


@transaction.atomic
def change_member(*, member: Member, name: str, role: str, unit: Unit | None, actor: Member | None) -> Member:
    if role != Member.Role.ADMINISTRATOR:
        keep_an_administrator(without=member)
    before = facts(member)
    member.name, member.role, member.unit = name, role, unit
    member.save()
    record(
        "organisation.member_changed",
        subject_id=member.pk,
        data={**facts(member), "before": before},
        actor=actor,
    )
    return member


@transaction.atomic
def deactivate_member(*, member: Member, actor: Member | None) -> Member:
    """Take the membership out of use; what she did stays, and she can be brought back."""
    keep_an_administrator(without=member)
    member.is_active = False
    member.save(update_fields=["is_active"])
    if member.user is not None:
        withdraw_sign_in_links(member.user)
    record("organisation.member_deactivated", subject_id=member.pk, data=facts(member), actor=actor)
    return member


@transaction.atomic
def reactivate_member(*, member: Member, actor: Member | None) -> Member:
    member.is_active = True
    member.save(update_fields=["is_active"])
    record("organisation.member_reactivated", subject_id=member.pk, data=facts(member), actor=actor)
    return member


def keep_an_administrator(*, without: Member) -> None:
    # The row of the organisation is the lock: two administrators may not remove each other at once.
    Organisation.objects.select_for_update().get(pk=current_organisation_id())
    rulers = Member.objects.filter(role=Member.Role.ADMINISTRATOR, is_active=True, user__isnull=False)
    if rulers.filter(pk=without.pk).exists() and not rulers.exclude(pk=without.pk).exists():
        raise LastAdministratorError("the last administrator must stay")


def belongs_only_here(user: User) -> bool:
    """Whoever hands out a person's link could sign in as her: only her sole organisation may."""
    here = current_organisation_id()
    with across_organisations():
        elsewhere = Member.objects.filter(user=user).exclude(organisation_id=here).exists()
    return not elsewhere and not user.is_superuser


def facts(member: Member) -> dict[str, object]:
    return {"name": member.name, "role": member.role, "unit_id": member.unit_id}

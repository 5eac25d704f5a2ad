from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kohtaamo.organisation.models import Member, Organisation
from kohtaamo.organisation.tenancy import working_for

from .models import Customer
from .services import erase_customer


@task()
def erase_when_due(organisation_id: int, customer_id: int, member_id: int | None) -> None:
    """Unless she was kept, or asked for anew and not due yet. Safe to start again."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        customer = Customer.objects.filter(pk=customer_id, erase_at__lte=timezone.now()).first()
        if customer is not None:
            erase_customer(customer=customer, actor=Member.objects.filter(pk=member_id or 0).first())

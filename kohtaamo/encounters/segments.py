"""Customers for whom a rule holds: asked of the database, or of one customer at hand."""

from __future__ import annotations

from django.db.models import QuerySet

from kohtaamo.kit.rules import Facts
from kohtaamo.organisation.conditions import Column, Columns, JsonColumn, rows_where

from .models import Customer

# What a rule may ask of a customer, an attribute as "attributes.plan".
COLUMNS: Columns = {
    "key": Column("key", "text"),
    "name": Column("name", "text"),
    "segment": Column("segment", "text"),
    "language": Column("language", "text"),
    "preferred_channel": Column("preferred_channel", "text"),
    "attributes": JsonColumn("attributes"),
}


def customers_where(rule: object) -> QuerySet[Customer]:
    """`BeyondConditionError` for a rule that cannot be asked of the database."""
    return Customer.objects.filter(rows_where(rule, COLUMNS))


def facts_of(customer: Customer) -> Facts:
    return {name: getattr(customer, name) for name in COLUMNS}

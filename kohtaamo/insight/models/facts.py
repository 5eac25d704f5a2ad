"""What the columnar copy knows of itself; the copy itself is files (`insight.facts`)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.organisation.tenancy import Owned


class Copy(Owned):
    """The columnar copy of one organisation's values: how far it reaches, and which state of it is in force."""

    # every measurement up to this id is in a segment, unless it is superseded
    through = models.BigIntegerField(default=0)
    # one more each time the set of segments changes
    version = models.BigIntegerField(default=0)
    # of `ChangedValue`: changes up to this one are in the segments
    changes_through = models.BigIntegerField(default=0)
    # while it is made anew from the tables
    is_rebuilding = models.BooleanField(default=False)
    rows_expected = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_copy_of_an_organisation")]


class Segment(Owned):
    """One immutable file of the copy: the values of one month, sorted."""

    # year × 12 + month − 1, in the zone where the organisation's days begin
    month = models.IntegerField()
    path = models.CharField(max_length=200)
    rows = models.BigIntegerField()
    size_bytes = models.BigIntegerField()
    kinds = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["month", "pk"]
        constraints = [models.UniqueConstraint(fields=["path"], name="one_segment_of_a_path")]


class ChangedValue(Owned):
    """A measurement that was changed or deleted. Written by triggers of the database, whoever makes the change."""

    measurement_id = models.BigIntegerField()
    # when the old value happened, which tells the segment that holds it
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "id"], name="changes_in_order")]


class AttributeSlot(Owned):
    """Which column of the copy holds an attribute; given out in the order in which attributes are met."""

    key = models.CharField(max_length=200)
    slot = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_slot_of_an_attribute"),
            models.UniqueConstraint(fields=["organisation", "slot"], name="one_attribute_of_a_slot"),
        ]

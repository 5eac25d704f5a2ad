from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.organisation.tenancy import Owned

TOKENS_A_DAY = 200_000
TIMEOUT_SECONDS = 20


class ReaderServer(Owned):
    """A reader off this machine, and how it is reached. Off, nothing is sent."""

    address = models.CharField(max_length=500)
    model = models.CharField(max_length=120)
    # sent with each request; never shown again
    key = models.CharField(max_length=500, blank=True)
    is_on = models.BooleanField(default=False)
    timeout_seconds = models.PositiveSmallIntegerField(default=TIMEOUT_SECONDS)
    # The breaker: failures in a row, and until when it is left alone (seconds since 1970).
    failures = models.PositiveIntegerField(default=0)
    until = models.FloatField(null=True, blank=True)
    trouble = models.CharField(max_length=20, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class ReaderSettings(ReaderServer):
    """A reader of texts off this machine, and how far it is let. Without a row, or off, nothing is sent."""

    # {"sentiment": "cascade"}: a task without a policy is read here only
    policies = models.JSONField(default=dict, blank=True)
    tokens_a_day = models.PositiveIntegerField(default=TOKENS_A_DAY)
    # euros for a million tokens
    price = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_reader_settings")]


class ReaderDay(Owned):
    """What was sent and spent on one day. `tokens` holds also what requests underway may take at most."""

    day = models.DateField()
    requests = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    tokens = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    fallbacks = models.PositiveIntegerField(default=0)
    cached = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="one_day_of_a_reader")]


class ReaderReply(Owned):
    """What was answered to a text, known by the digest of what was sent. Holds labels and places, no words."""

    key = models.CharField(max_length=64)
    answer = models.TextField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="one_reply_of_a_text")]
        indexes = [models.Index(fields=["expires_at"], name="replies_by_expiry")]


class OutsideReading(Owned):
    """A comment was to be read off this machine: what was found, or why our own reading stands."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="outside_readings")
    task = models.CharField(max_length=10)
    provider = models.CharField(max_length=40)
    version = models.CharField(max_length=140)
    # [[key, confidence, tone, [[start, end, sign]]]]; null where the reader did not answer
    found = models.JSONField(null=True, blank=True)
    why = models.CharField(max_length=20, blank=True)
    # of the text that was read: an edited comment is read again
    digest = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)
    # Where it did not answer: how often it was asked in vain, and when it is asked again; null is never.
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    again_at = models.DateTimeField(null=True, blank=True)
    # Whether the text has left this machine, at this try or an earlier one.
    is_sent = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "task"], name="one_outside_reading_of_a_task"),
        ]
        indexes = [
            models.Index(fields=["organisation", "at"], name="outside_readings_by_time"),
            models.Index(fields=["organisation", "again_at"], name="outside_readings_again"),
        ]


class EmbeddingSettings(ReaderServer):
    """A reader that turns texts into vectors, by which they are found; without a row, or off, nothing is sent."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_embedding_settings")]


class CommentVector(Owned):
    """Where a comment stands among others by what it says. It goes with its comment."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="vector")
    # of the server and the model: vectors of two spaces are never compared
    space = models.CharField(max_length=16)
    # of the text that was read: an edited comment is read again
    digest = models.CharField(max_length=16)
    # of length 1, in half floats (IEEE 754 binary16), the lowest byte first
    vector = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["organisation", "space", "comment"], name="vectors_of_a_space")]

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .tenancy import Owned


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in; what she may do is said by her membership in an organisation."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    theme = models.CharField(
        pgettext_lazy("light or dark", "theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email


class SignInLink(models.Model):
    """A link that signs one person in, once. Only the digest of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    language = models.CharField(_("language"), max_length=5, default="fi")
    # Below this many answers a metric shows "too few", never a number.
    minimum_answers = models.PositiveSmallIntegerField(_("fewest answers for a number"), default=10)
    # Our own people answer too: no number, and no comments, are ever about fewer of them than this.
    minimum_people = models.PositiveSmallIntegerField(_("fewest employees for a number"), default=5)
    minimum_comments = models.PositiveSmallIntegerField(_("fewest employees for their comments"), default=8)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Look(Owned):
    """What customers see of the organisation: our own colour and no logo where these are empty."""

    # "#RRGGBB" as it was chosen; what is shown is made readable from it
    accent = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True)
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_look")]


class Unit(Owned):
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_unit_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Member(Owned):
    """A person's place in one organisation."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        MANAGER = "manager", _("Customer experience manager")
        DESIGNER = "designer", _("Service designer")
        AGENT = "agent", _("Customer service agent")
        ANALYST = "analyst", _("Analyst")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AGENT)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberMail(Owned):
    """A message to a member, until the mail server has taken it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Event(Owned):
    """Something that happened: audit log, timeline, webhooks and reactions all read this one table."""

    verb = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    happened_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["organisation", "verb", "subject_id"], name="event_of_subject"),
            models.Index(fields=["delivered_at"], name="event_delivered"),
            models.Index(
                fields=["id"],
                name="event_undelivered",
                condition=models.Q(delivered_at__isnull=True),
            ),
        ]


class Webhook(Owned):
    """An outside address that hears of events (Standard Webhooks)."""

    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=100)
    verbs = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)


class WebhookDelivery(Owned):
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="one_delivery_of_an_event"),
        ]


class ApiToken(Owned):
    """A key for programs. Only its digest is kept; the prefix tells people which key it is."""

    name = models.CharField(_("name"), max_length=120)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "pk"]

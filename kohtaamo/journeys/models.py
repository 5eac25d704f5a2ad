from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import Owned


class Service(Owned):
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_service_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Journey(Owned):
    """The path of a customer through a service, as it is or as it should be."""

    class Kind(models.TextChoices):
        CURRENT = "current", _("Current state")
        IDEAL = "ideal", _("Ideal state")

    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", verbose_name=_("service")
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CURRENT)
    ideal_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Stage(Owned):
    class Phase(models.TextChoices):
        PRE = "pre", _("Pre-service")
        CORE = "core", _("Core service")
        POST = "post", _("Post-service")

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(_("name"), max_length=200)
    phase = models.CharField(
        _("part of the service"), max_length=5, choices=Phase.choices, default=Phase.CORE
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Moment(Owned):
    """A service moment: one meeting within a stage. A stage begins with one that has no name of its own."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="moments")
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_moment_of_truth = models.BooleanField(_("moment of truth"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name or self.stage.name


KIND_ICONS = {"channel": "waypoints", "object": "box", "operating_model": "workflow", "person": "user-round"}


class Touchpoint(Owned):
    """Where we meet. The same touchpoint may stand in many moments and journeys; measurements point here."""

    class Kind(models.TextChoices):
        CHANNEL = "channel", _("Channel")
        OBJECT = "object", _("Object")
        OPERATING_MODEL = "operating_model", _("Operating model")
        PERSON = "person", _("Person")

    class Form(models.TextChoices):
        PHYSICAL = "physical", _("Physical")
        DIGITAL = "digital", _("Digital")
        INTANGIBLE = "intangible", _("Intangible")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.CHANNEL)
    form = models.CharField(_("form"), max_length=12, choices=Form.choices, blank=True)
    icon = models.CharField(max_length=40, blank=True)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_touchpoint_of_a_name"),
            models.CheckConstraint(
                name="only_a_channel_has_a_form",
                condition=models.Q(kind="channel") | models.Q(form=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def symbol(self) -> str:
        """The Lucide icon it is drawn with."""
        return self.icon or KIND_ICONS[self.kind]


class Placement(Owned):
    """A touchpoint's place in a moment of a journey."""

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="placements")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="placements")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "touchpoint"], name="a_touchpoint_once_in_a_moment"),
        ]

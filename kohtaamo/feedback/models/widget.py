from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.organisation.tenancy import Owned

from .named_link import NamedLink


class Widget(Owned):
    """A survey on the organisation's own web pages: where it stands, when it opens by itself, on which sites."""

    class Place(models.TextChoices):
        INLINE = "inline", _("Among the text of the page")
        CORNER = "corner", _("A button in the corner")
        BAR = "bar", _("A bar along the bottom")

    # its survey, its name and where its answers come from
    link = models.OneToOneField(NamedLink, on_delete=models.CASCADE, related_name="widget")
    token = models.CharField(max_length=24, unique=True)
    place = models.CharField(_("place"), max_length=8, choices=Place.choices, default=Place.CORNER)
    # origins (https://www.example.org) on whose pages it may be shown
    sites = models.JSONField(default=list)
    # {language: words of the button or the bar}; what is missing has our usual words
    words = models.JSONField(default=dict, blank=True)
    # of a pop-over: see `reaching.rules`; empty: it opens only when it is pressed
    rules = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.link.name

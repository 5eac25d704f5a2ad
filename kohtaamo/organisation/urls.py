from __future__ import annotations

from django.urls import URLPattern, path

from .views import log, looks, me, members, programs, settings

app_name = "organisation"
urlpatterns: list[URLPattern] = [
    path("", settings.settings, name="settings"),
    path("members/", members.members, name="members"),
    path("members/new/", members.invite, name="invite"),
    path("members/<int:pk>/", members.member, name="member"),
    path("members/<int:pk>/link/", members.link, name="member-link"),
    path("members/<int:pk>/deactivation/", members.deactivation, name="member-deactivation"),
    path("members/<int:pk>/activation/", members.activation, name="member-activation"),
    path("units/", settings.units, name="units"),
    path("units/<int:pk>/", settings.unit, name="unit"),
    path("look/", looks.look, name="look"),
    path("tokens/", programs.tokens, name="tokens"),
    path("tokens/<int:pk>/revocation/", programs.token_revocation, name="token-revocation"),
    path("webhooks/", programs.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/removal/", programs.webhook_removal, name="webhook-removal"),
    path("log/", log.log, name="log"),
    path("me/", me.me, name="me"),
]

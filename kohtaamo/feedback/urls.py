from __future__ import annotations

from django.urls import URLPattern, path

from .views import respond

app_name = "feedback"
urlpatterns: list[URLPattern] = []

# Outside organisations and without the namespace: these addresses are read and typed by people.
public_urlpatterns: list[URLPattern] = [
    path("s/<slug:token>/", respond.start, name="respond"),
    path("s/<slug:token>/thanks/", respond.thanks, name="respond-thanks"),
    path("s/<slug:token>/privacy/", respond.privacy, name="respond-privacy"),
    path("s/<slug:token>/<str:ticket>/<int:number>/", respond.step, name="respond-step"),
]

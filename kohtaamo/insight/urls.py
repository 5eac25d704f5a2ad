from __future__ import annotations

from django.urls import URLPattern, path

from .views import comments, explain, metric, overview

app_name = "insight"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("comments/", comments.comments, name="comments"),
    path("metrics/<slug:key>/", metric.show, name="metric"),
    path("metrics/<slug:key>/target/", metric.target, name="target"),
    path("metrics/<slug:key>/explanation/", explain.explain, name="explain"),
]

from __future__ import annotations

from django.urls import URLPattern, path

from .views import comments, dictionary, explain, metric, overview

app_name = "insight"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("comments/", comments.comments, name="comments"),
    path("dictionary/", dictionary.index, name="dictionary"),
    path("dictionary/<slug:key>/", dictionary.settings, name="metric-settings"),
    path("metrics/<slug:key>/", metric.show, name="metric"),
    path("metrics/<slug:key>/target/", metric.target, name="target"),
    path("metrics/<slug:key>/explanation/", explain.explain, name="explain"),
]

"""Addresses of one survey's editing."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import drafts, preview

urlpatterns: list[URLPattern] = [
    path("surveys/<int:pk>/settings/", drafts.settings, name="settings"),
    path("surveys/<int:pk>/check/", drafts.check, name="check"),
    path("surveys/<int:pk>/trial/", drafts.trial, name="trial"),
    path("surveys/<int:pk>/versions/", drafts.versions, name="versions"),
    path("surveys/<int:pk>/versions/<int:number>/return/", drafts.version_return, name="version-return"),
    path("surveys/<int:pk>/preview/", preview.preview, name="preview"),
    path("surveys/<int:pk>/preview/<str:state>/<int:number>/", preview.preview, name="preview-step"),
]

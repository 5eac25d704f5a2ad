from __future__ import annotations

from django.urls import path

from .views import home, palette

urlpatterns = [
    path("", home.home, name="home"),
    path("palette/", palette.palette, name="palette"),
    path("healthz", home.health, name="health"),
]

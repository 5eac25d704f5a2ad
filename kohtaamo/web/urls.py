from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from .views import demo, home, look, palette, preferences

urlpatterns = [
    path("", home.home, name="home"),
    path("palette/", palette.palette, name="palette"),
    path("", include("kohtaamo.web.sign_in_urls")),
    path("language/", preferences.switch_language, name="switch-language"),
    path("theme/", preferences.switch_theme, name="switch-theme"),
    path("demo-removal/", demo.remove, name="demo-removal"),
    path("demo-note-dismissal/", demo.dismiss_note, name="demo-note-dismissal"),
    path("healthz", home.health, name="health"),
]
if settings.DEBUG:
    urlpatterns.append(path("look/", look.look, name="look"))

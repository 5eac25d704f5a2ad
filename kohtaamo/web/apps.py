from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "kohtaamo.web"

    def ready(self) -> None:
        autodiscover_modules("handlers")
        autodiscover_modules("panels")
        autodiscover_modules("chapters")

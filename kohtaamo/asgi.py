"""The one application a server runs: `granian --interface asginl kohtaamo.asgi:application`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohtaamo.settings")
django.setup()

from kohtaamo.web.process.shell import application  # noqa: E402

__all__ = ["application"]

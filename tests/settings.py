"""The product's settings, made quick for tests: memory instead of disk, a weak hasher, no surprises."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("KOHTAAMO_DATA", tempfile.mkdtemp(prefix="kohtaamo-test-"))
os.environ.setdefault("KOHTAAMO_SECRET_KEY", "only-for-tests")

from kohtaamo.settings import *  # noqa: F403
from kohtaamo.settings import DATABASES, STATIC_ROOT

if DATABASES["default"]["ENGINE"] == "kohtaamo.web.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

"""The product's settings, made quick for tests: files in memory, a weak hasher, no surprises."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "KOHTAAMO_DATA" not in os.environ:  # the workers of one run share the folder of the process that began it
    folder = tempfile.mkdtemp(prefix="kohtaamo-test-")
    os.environ["KOHTAAMO_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ.setdefault("KOHTAAMO_SECRET_KEY", "only-for-tests")

from kohtaamo.settings import *  # noqa: F403
from kohtaamo.settings import DATA, DATABASES, STATIC_ROOT

if DATABASES["default"]["ENGINE"] == "kohtaamo.web.sqlite":
    # A file, as in the product: in memory threads share one cache, whose locks no one waits for.
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

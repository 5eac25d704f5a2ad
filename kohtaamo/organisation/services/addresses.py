from __future__ import annotations

from django.conf import settings


def outside_address(path: str) -> str:
    """A whole address for a message: where this installation says it stands, never what a request claimed."""
    begin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "") or host_in_settings()
    return f"{begin.rstrip('/')}/{path.lstrip('/')}"


def host_in_settings() -> str:
    named = [host for host in settings.ALLOWED_HOSTS if host and host[0] not in "*."]
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    return f"{scheme}://{named[0]}" if named else f"{scheme}://localhost:8000"

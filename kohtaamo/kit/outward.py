"""Messages to other servers."""

from __future__ import annotations

from typing import Any
from urllib.request import HTTPRedirectHandler


class NoRedirects(HTTPRedirectHandler):
    """A message goes to the address that somebody gave, nowhere else: its receiver cannot send it on."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None

"""What a program on a page sends: JSON, or nothing that can be read."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, RawPostDataException

LARGEST_BODY = 2 * 2**20


def read_json(request: HttpRequest) -> Any:
    """None where the body is too large or not JSON."""
    try:
        # a form, which no program of ours sends, has been read already when it comes here
        return json.loads(request.body) if len(request.body) <= LARGEST_BODY else None
    except (ValueError, RecursionError, RawPostDataException):
        return None

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from django.test import Client


def content_of(answer: Any) -> bytes:
    """A file is read to its end: closed unread it would end the connection to the database."""
    content: bytes = answer.getvalue() if isinstance(answer, FileResponse) else answer.content
    return content


def whole(client: Client, path: str) -> Any:
    answer = client.get(path)
    if isinstance(answer, FileResponse):
        content_of(answer)
    return answer

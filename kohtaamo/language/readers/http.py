"""One message to a reader and its answer, bounded in time and size."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from kohtaamo.kit.outward import NoRedirects

from .answering import ReaderError

LARGEST_ANSWER = 4_000_000
PIECE = 65_536
TIMEOUT_SECONDS = 20.0
LATER = {408, 425, 429}
SERVER_ILL = 500


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`address` as OpenAI's own programs take it, such as https://host/v1; without a path, /v1 is meant."""

    address: str
    key: str = field(default="", repr=False)
    timeout: float = TIMEOUT_SECONDS

    def url(self, path: str) -> str:
        base = self.address.rstrip("/")
        return f"{base}{path}" if urlsplit(base).path else f"{base}/v1{path}"


def post(endpoint: Endpoint, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Raises `ReaderError`, and nothing else, when no good answer comes in time."""
    try:
        return answer_of(endpoint, request_of(endpoint, path, body))
    except urllib.error.HTTPError as refused:
        with refused:
            raise refusal(refused) from None
    except TimeoutError:
        raise ReaderError("slow") from None
    except urllib.error.URLError as problem:
        is_slow = isinstance(problem.reason, TimeoutError)
        raise ReaderError("slow" if is_slow else "dead", f"{problem.reason}"[:200]) from None
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise ReaderError("dead", f"{type(problem).__name__}: {problem}"[:200]) from None


def request_of(endpoint: Endpoint, path: str, body: dict[str, Any]) -> urllib.request.Request:
    url = endpoint.url(path)
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError("a reader needs an http or https address")
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Kohtaamo"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return urllib.request.Request(url, data=data, method="POST", headers=headers)  # noqa: S310  checked above


def answer_of(endpoint: Endpoint, request: urllib.request.Request) -> dict[str, Any]:
    deadline = time.monotonic() + endpoint.timeout
    with urllib.request.build_opener(NoRedirects).open(request, timeout=endpoint.timeout) as response:
        raw = whole(response, deadline)
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        raise ReaderError("malformed", "not JSON") from None
    if not isinstance(answer, dict):
        raise ReaderError("malformed", "not an object")
    return answer


def whole(response: http.client.HTTPResponse, deadline: float) -> bytes:
    """An answer that drips in, each drop in time, is slow all the same."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise ReaderError("malformed", "too long")
        if time.monotonic() > deadline:
            raise ReaderError("slow")
    return b"".join(pieces)


def refusal(refused: urllib.error.HTTPError) -> ReaderError:
    told = f"{refused.code} {refused.reason}"[:200]
    if refused.code in LATER:
        return ReaderError("busy", told, wait=seconds_of(refused.headers.get("Retry-After")))
    if refused.code >= SERVER_ILL:
        return ReaderError("broken", told, wait=seconds_of(refused.headers.get("Retry-After")))
    return ReaderError("rejected", told)


def seconds_of(retry_after: str | None) -> float | None:
    """Seconds or a date, as RFC 9110 has it; None where it cannot be read."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(int(retry_after)))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())

"""Any provider that takes a message by HTTP: its address and the shape of its request are settings.

`SMS_BODY` is JSON whose texts may have {to}, {text}, {sender} and {id}; with the type
application/x-www-form-urlencoded its members become the fields of a form.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from django.conf import settings

from kohtaamo.feedback.channel import DoubtfulError, NotSentError
from kohtaamo.kit.outward import NoRedirects

from . import TextMessage

TIMEOUT_SECONDS = 15
FORM = "application/x-www-form-urlencoded"
# Too much at once, or asked too early: the same message may go later.
LATER = {408, 425, 429}
UNFIT = range(400, 500)
# The provider does not know us: no fault of the receiver's.
OURS = {401, 402, 403, 404, 405}


class Backend:
    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(NoRedirects)

    def open(self) -> None:
        return

    def close(self) -> None:
        self._opener.close()

    def send_messages(self, messages: list[TextMessage]) -> list[NotSentError | DoubtfulError | None]:
        return [self._send(one) for one in messages]

    def _send(self, message: TextMessage) -> NotSentError | DoubtfulError | None:
        try:
            with self._opener.open(request_of(message), timeout=TIMEOUT_SECONDS):
                return None
        except urllib.error.HTTPError as refused:
            refused.close()
            for_good = refused.code in UNFIT and refused.code not in LATER | OURS
            return NotSentError(f"{refused.code} {refused.reason}"[:200], for_good=for_good)
        except urllib.error.URLError as problem:  # no connection was made, so nothing was handed over
            return NotSentError(f"{problem.reason}"[:200])
        except (OSError, ValueError) as problem:  # sent, and no answer came
            return DoubtfulError(f"{type(problem).__name__}: {problem}"[:200])


def request_of(message: TextMessage) -> urllib.request.Request:
    body = filled(json.loads(settings.SMS_BODY), message)
    headers = {
        "User-Agent": "Kohtaamo",
        "Content-Type": "application/json",
        **json.loads(settings.SMS_HEADERS),
    }
    if headers["Content-Type"] == FORM:
        data = urllib.parse.urlencode(body).encode()
    else:
        data = json.dumps(body, ensure_ascii=False).encode()
    return urllib.request.Request(settings.SMS_URL, data=data, method="POST", headers=headers)  # noqa: S310  the operator's own address


def filled(shape: Any, message: TextMessage) -> Any:
    if isinstance(shape, dict):
        return {key: filled(value, message) for key, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, message) for value in shape]
    if not isinstance(shape, str):
        return shape
    words = {"to": message.to, "text": message.text, "sender": message.sender, "id": message.identity}
    for name, value in words.items():
        if shape == f"{{{name}}}":
            return value
    # one pass, so that braces in a person's text are never read as a place
    return "".join(words.get(part, f"{{{part}}}") if is_place else part for is_place, part in pieces(shape))


def pieces(shape: str) -> list[tuple[bool, str]]:
    found: list[tuple[bool, str]] = []
    for number, part in enumerate(shape.split("{")):
        name, closed, rest = part.partition("}")
        if number and closed:
            found += [(True, name), (False, rest)]
        else:
            found.append((False, ("{" if number else "") + part))
    return found

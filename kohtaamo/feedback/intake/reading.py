"""The JSON of a request as items, each by itself: one that is malformed is refused alone."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext_lazy as _
from msgspec import Meta

from kohtaamo.feedback.direction import Direction
from kohtaamo.feedback.services import GivenValue, Outcome

from .items import MOST_ITEMS, UnreadableError, Wording, check_number, items_of

MOST_VALUES = 200
UID_SHOWN = 200
KEY_LENGTH = 120
PLACE_LENGTH = 60
WHOLE = 2**63 - 1
ANSWERS = Wording(
    too_many=_("At most %(most)s answers fit in one request."),
    none_given=_("There are no answers in the request."),
)

Key = Annotated[str, Meta(max_length=KEY_LENGTH)]
Name = Annotated[str, Meta(max_length=200)]
Moment = Annotated[str, Meta(max_length=64, extra_json_schema={"format": "date-time"})]

IN_WORDS = re.compile(r"^(?P<trouble>.*?)(?: - at `\$?(?P<place>.*)`)?$", re.DOTALL)
OF_FIELD = re.compile(r"field `(.*)`$", re.DOTALL)


class ValueIn(GivenValue, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`kind` may be left out when the survey knows the question, or when the name is itself a kind.

    A value whose `direction` or `scale` (its two ends) contradicts the kind is refused as mislabelled.
    """

    name: Name
    value: Any
    kind: Annotated[str, Meta(max_length=60)] = ""
    direction: Direction | None = None
    scale: tuple[float, float] | None = None


class AnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer. A survey (the code at the end of its link) or a touchpoint (number or name) is needed."""

    uid: str
    values: Annotated[list[ValueIn], Meta(max_length=MOST_VALUES)]
    survey: Annotated[str, Meta(max_length=60)] = ""
    touchpoint: Annotated[int, Meta(ge=1, le=WHOLE)] | Name | None = None
    happened_at: Moment | None = None
    channel: str = ""
    unit: Name = ""
    customer: Key = ""
    encounter: Key = ""
    language: Annotated[str, Meta(max_length=35)] = ""
    attributes: dict[str, Any] = {}
    complete: bool = True


class Given(msgspec.Struct, frozen=True):
    """What one request brought; `uids` as they are told back, empty where there is none."""

    items: list[AnswerIn | Outcome]
    uids: list[str]


def too_large() -> UnreadableError:
    return UnreadableError(413, _("The request is too large. Send the answers in smaller lists."))


read_one = msgspec.json.Decoder(AnswerIn).decode
read_many = msgspec.json.Decoder(list[AnswerIn]).decode


def read_body(body: bytes) -> Given:
    """Nearly every request is well formed and read in one go; the others item by item."""
    items: list[AnswerIn | Outcome]
    try:
        items = [*read_many(body)] if body.lstrip()[:1] == b"[" else [read_one(body)]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return read_each(body)
    check_number(items, ANSWERS)
    return Given(items, [uid_shown(item.uid) for item in items if isinstance(item, AnswerIn)])


def read_each(body: bytes) -> Given:
    items = items_of(body, ANSWERS)
    return Given([read_item(item) for item in items], [uid_of(item) for item in items])


def read_item(item: Any) -> AnswerIn | Outcome:
    try:
        return msgspec.convert(item, AnswerIn)
    except (msgspec.ValidationError, UnicodeError, RecursionError) as problem:
        return malformed(str(problem))


def malformed(said: str) -> Outcome:
    """Says where and what, from words like: Expected `str`, got `int` - at `$.values[0].name`."""
    found = IN_WORDS.match(said)
    trouble, place = (found["trouble"], found["place"] or "") if found else (said, "")
    steps = [step for step in re.split(r"[.\[\]]+", place) if step]
    if field := OF_FIELD.search(trouble):
        steps.append(field[1])
    facts = {"place": ".".join(step[:PLACE_LENGTH] for step in steps), "trouble": trouble[:UID_SHOWN]}
    return Outcome("refused", reason="malformed", facts={name: clean(text) for name, text in facts.items()})


def uid_of(item: Any) -> str:
    uid = item.get("uid") if isinstance(item, dict) else None
    return uid_shown(uid) if isinstance(uid, str) else ""


def uid_shown(uid: str) -> str:
    return clean(uid[:UID_SHOWN])


def clean(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def body_schema() -> dict[str, Any]:
    """The body of a request as OpenAPI describes it, with nothing to look up elsewhere."""
    (_,), parts = msgspec.json.schema_components((AnswerIn,), ref_template="{name}")
    one = parts["AnswerIn"]
    one["properties"]["values"]["items"] = parts["ValueIn"]
    return {"oneOf": [one, {"type": "array", "minItems": 1, "maxItems": MOST_ITEMS, "items": one}]}

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Asked, Question, UnfitError, check_count, parse_short

FILES = 10
KEYS = {"file", "name", "size", "type"}
LARGEST = 10**12


def parse(raw: Any) -> list[dict[str, Any]]:
    """[{"file": where it is kept, "name", "size" in bytes, "type"}]; one alone is a list of one."""
    given = [raw] if isinstance(raw, dict) else raw
    if not isinstance(given, list | tuple):
        raise UnfitError("not_a_file")
    if len(given) > FILES:
        raise UnfitError("too_many_files", most=FILES)
    return [parse_one(one) for one in given]


def parse_one(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict) or set(raw) != KEYS:
        raise UnfitError("not_a_file")
    key, size = raw["file"], raw["size"]
    if isinstance(key, bool) or not isinstance(key, int | str) or type(size) is not int:
        raise UnfitError("not_a_file")
    if not 0 <= size <= LARGEST or key == "":
        raise UnfitError("not_a_file")
    name, kind = parse_short(raw["name"]), parse_short(raw["type"])
    return {
        "file": parse_short(key) if isinstance(key, str) else key,
        "name": name,
        "size": size,
        "type": kind,
    }


def check(value: Any, element: Asked) -> None:
    check_count(len(value), element, few="too_few_files", many="too_many_files")
    for one in value:
        if element.accept and not any(fits(one, accepted) for accepted in element.accept):
            raise UnfitError("file_type_unfit", file=one["name"])


def fits(one: dict[str, Any], accepted: str) -> bool:
    """As a browser reads `accept`: an ending of the name, or a type, or a family of types."""
    if accepted.startswith("."):
        return PurePosixPath(one["name"]).suffix.lower() == accepted
    if accepted.endswith("/*"):
        return str(one["type"]).lower().startswith(accepted[:-1])
    return str(one["type"]).lower() == accepted


question = Question(
    key="file",
    label=_("File"),
    input="file",
    takes=frozenset({"accept", "at_least", "at_most"}),
    parse=parse,
    check=check,
    counted=lambda _: [True],
    title={"fi": "Lisää kuva tai muu tiedosto.", "en": "Add a picture or another file."},
    seconds=30,
)

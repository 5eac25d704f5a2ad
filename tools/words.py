"""The words on screen: gathers every sentence from code and templates, and sees that Finnish has all of them,
in the words of the glossary.

    python tools/words.py            say what is missing; exit 1 if anything is
    python tools/words.py --write    write new sentences into the catalogues, empty, to be translated
    python tools/words.py --merge F  take translations from catalogue fragments
    python tools/words.py --compile  make the .mo files

No gettext on the machine is needed: Babel reads Python, Django's own parser reads templates.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract

from kohtaamo.kit.glossary import terms_named_in

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "kohtaamo" / "locale"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)[^{}]*\}|%[sd]")
CALL = re.compile(r"\b(n?p?gettext|_)\(")
SKIP = {"tests", "migrations", "static"}

Message = tuple[str, int, Any, str | None]


def gather() -> Catalog:
    """Every sentence of the product, with the places it stands in."""
    catalog = Catalog(project="Kohtaamo", charset="utf-8")
    for place, line, message, context in sentences():
        flags = ["python-format"] if "%(" in str(message) else []
        catalog.add(message, locations=[(place, line)], context=context, flags=flags)
    return catalog


def sentences() -> Iterator[Message]:
    for path in sorted((ROOT / "kohtaamo").rglob("*")):
        if SKIP & set(path.relative_to(ROOT).parts) or path.suffix not in {".py", ".html", ".txt"}:
            continue
        place = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            with path.open("rb") as code:
                for line, message, _, context in extract("python", code, keywords=KEYWORDS):
                    yield place, line, message, context
        else:
            yield from from_template(place, path.read_text(encoding="utf-8"))


def from_template(place: str, text: str) -> Iterator[Message]:
    """Django turns a template into gettext calls with filler between; each call is then read as Python."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  needs settings

    calls = templatize(text, origin=place)
    for found in CALL.finditer(calls):
        line = calls.count("\n", 0, found.start()) + 1
        code = io.BytesIO(one_call(calls[found.start() :]).encode())
        for _, message, _, context in extract("python", code, keywords=KEYWORDS):
            yield place, line, message, context


def one_call(text: str) -> str:
    depth = 0
    pieces: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        pieces.append(token.string)
        depth += {"(": 1, ")": -1}.get(token.string, 0)
        if token.string == ")" and depth == 0:
            break
    return " ".join(piece for piece in pieces if piece.strip())


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as text:
        return pofile.read_po(text, locale=language)


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def write(language: str, known: Catalog, template: Catalog, fresh: Iterable[Catalog] = ()) -> None:
    made = Catalog(locale=language, project="Kohtaamo", charset="utf-8", fuzzy=False)
    for message in template:
        if not message.id:
            continue
        text = translation(message, [*fresh, known], language)
        made.add(message.id, text, locations=message.locations, flags=message.flags, context=message.context)
    path = catalogue(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        pofile.write_po(out, made, sort_output=True, omit_header=False, include_lineno=False, width=110)
    stable_header(path)


def stable_header(path: Path) -> None:
    """Dates of the moment would make every run a change."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        one for one in lines if not re.match(r'"(POT-Creation|PO-Revision)-Date|# .*\d{4}|"Generated-By', one)
    ]
    path.write_text("".join(kept), encoding="utf-8")


def translation(message: Any, sources: list[Catalog], language: str) -> Any:
    if language == "en":
        return message.id
    has_plural = isinstance(message.id, tuple)
    for source in sources:
        found = source.get(message.id, context=message.context)
        # a sentence that has become one of two, for one and for many, is to be said anew
        if found is not None and isinstance(found.string, tuple) == has_plural and is_said(found.string):
            return found.string
    return ("", "") if has_plural else ""


def is_said(string: Any) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def faults(language: str, template: Catalog) -> list[str]:
    known = read(catalogue(language), language)
    found = []
    for message in template:
        if not message.id:
            continue
        place = f"{message.locations[0][0]}:{message.locations[0][1]}"
        kept = known.get(message.id, context=message.context)
        texts = as_tuple(kept.string if kept is not None else "")
        if not texts or not all(texts):
            found.append(f"{language}: not translated: {message.id!r} ({place})")
        elif not same_placeholders(as_tuple(message.id), texts):
            found.append(f"{language}: placeholders differ: {message.id!r} ({place})")
        elif language == "fi" and not message.context:
            found += [f"fi: {fault}: {message.id!r} ({place})" for fault in other_words(message.id, texts)]
    return found


def other_words(asked: Any, given: tuple[str, ...]) -> list[str]:
    """Where Finnish uses another word than the glossary. A sentence with a context says itself what it means."""
    english = [PLACEHOLDER.sub(" ", text) for text in as_tuple(asked)]
    finnish = [PLACEHOLDER.sub(" ", text) for text in given]
    found = []
    for term in {term.key: term for text in english for term in terms_named_in(text)}.values():
        is_label = any(text.casefold() == term.en.casefold() for text in english)
        if is_label and any(text.casefold() != term.fi.casefold() for text in finnish):
            found.append(f"{term.en!r} is {term.fi!r}")
        elif not all(term.is_spoken_of_in(text) for text in finnish):
            found.append(f"{term.en!r} is not spoken of as {term.fi!r}")
    return found


def as_tuple(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def same_placeholders(asked: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """A plural form may leave its number out ("one answer"), nothing may be added."""
    names = {name for one in asked for name in PLACEHOLDER.findall(one)}
    if len(asked) == 1:
        return set(PLACEHOLDER.findall(given[0])) == names
    return all(set(PLACEHOLDER.findall(text)) <= names for text in given)


def compile_all() -> None:
    for path in LOCALE.glob("*/LC_MESSAGES/*.po"):
        with path.open("rb") as text, path.with_suffix(".mo").open("wb") as out:
            mofile.write_mo(out, pofile.read_po(text, locale=path.parts[-3]))


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--write", action="store_true")
    options.add_argument("--merge", nargs="*", type=Path, default=[])
    options.add_argument("--compile", action="store_true")
    chosen = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415  after the path is right

    django.setup()
    template = gather()
    if chosen.write or chosen.merge:
        fresh = [read(path, "fi") for path in chosen.merge]
        write("fi", read(catalogue("fi"), "fi"), template, fresh)
        write("en", Catalog(locale="en"), template)
    if chosen.compile:
        compile_all()
        return 0
    missing = [fault for language in ("fi", "en") for fault in faults(language, template)]
    shown = [*missing[:40], f"{len(missing)} faults"]
    print("\n".join(shown) if missing else f"{len(template)} sentences, all in Finnish and English")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

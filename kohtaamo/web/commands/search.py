from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from .json_lines import BadLine, TextRow, read_rows, say_json
from .setup import fail
from .terminal_words import gettext as _
from .terminal_words import ngettext

# So many bad lines are told one by one, the others by their number.
MOST_TOLD = 20
Find = Callable[[str, int], list[tuple[str, float]]]


def search(
    file: Annotated[Path, typer.Option("--in", help="Texts to rank: JSON lines with id and text.")],
    k: Annotated[int, typer.Option("--k", min=1, help="How many texts at most for each query.")] = 5,
    embeddings: Annotated[
        str, typer.Option(help="Rank by meaning with the embeddings server at this address; else by words.")
    ] = "",
    model: Annotated[str, typer.Option(help="The model of that server.")] = "multilingual-e5-small",
) -> None:
    """Rank texts for queries on standard input (JSON lines with id and text); writes JSON lines.

    The key of an embeddings server is read from KOHTAAMO_EMBEDDINGS_KEY.
    """
    rows = texts_in(file)
    find = by_meaning(rows, embeddings, model) if embeddings else by_words(rows)
    ids = {str(row.id): row.id for row in rows}
    for _number, query in read_rows(sys.stdin.buffer):
        if isinstance(query, BadLine):
            say_json(asdict(query))
            continue
        hits = [{"id": ids[key], "score": round(score, 4)} for key, score in find(query.text, k)]
        say_json({"id": query.id, "hits": hits})


def by_words(rows: list[TextRow]) -> Find:
    from kohtaamo.language.search import Index  # noqa: PLC0415  numpy is slow to start; other commands do without

    index = Index.of((str(row.id), row.text) for row in rows)
    return lambda text, k: [(hit.id, hit.score) for hit in index.search(text, k)]


def by_meaning(rows: list[TextRow], address: str, model: str) -> Find:
    """By words from the first failure of the server on, and that is told."""
    from kohtaamo.language.readers import EmbeddingClient, Endpoint, NearTexts, ReaderError  # noqa: PLC0415  as above

    endpoint = Endpoint(address, os.environ.get("KOHTAAMO_EMBEDDINGS_KEY", ""))
    try:
        near = NearTexts.of([(str(row.id), row.text) for row in rows], EmbeddingClient(endpoint, model))
    except ReaderError as problem:
        tell_words_do(problem)
        return by_words(rows)
    instead: list[Find] = []

    def find(text: str, k: int) -> list[tuple[str, float]]:
        if not instead:
            try:
                return near.search(text, k)
            except ReaderError as problem:
                tell_words_do(problem)
                instead.append(by_words(rows))
        return instead[0](text, k)

    return find


def tell_words_do(problem: Exception) -> None:
    told = _("The embeddings server did not answer as it should (%(why)s). Texts are ranked by their words.")
    typer.echo(told % {"why": problem}, err=True)


def texts_in(file: Path) -> list[TextRow]:
    """The good lines; the bad ones are told on standard error. Ends the command where nothing can be ranked."""
    try:
        with file.open("rb") as lines:
            found = list(read_rows(lines))
    except FileNotFoundError:
        fail(_("There is no file %(file)s. Check the name after --in.") % {"file": file})
    except OSError:
        fail(
            _("%(file)s cannot be read. Check that it is a file, and that you may read it.") % {"file": file}
        )
    numbered = [(number, row) for number, row in found if isinstance(row, TextRow)]
    tell_bad_lines(file, [row for _number, row in found if isinstance(row, BadLine)])
    if not numbered:
        fail(
            _("%(file)s has no texts to rank. Each line needs an id and a text, in braces.") % {"file": file}
        )
    first_lines: dict[str, int] = {}
    for number, row in numbered:
        first = first_lines.setdefault(str(row.id), number)
        if first != number:
            same = {"file": file, "first": first, "second": number, "id": row.id}
            fail(
                _(
                    "%(file)s: lines %(first)s and %(second)s have the same id “%(id)s”."
                    " Give each text an id of its own."
                )
                % same
            )
    return [row for _number, row in numbered]


def tell_bad_lines(file: Path, bad: list[BadLine]) -> None:
    for one in bad[:MOST_TOLD]:
        place = {"file": file, "line": one.line, "error": one.error}
        typer.echo(_("%(file)s, line %(line)s: %(error)s") % place, err=True)
    more = len(bad) - MOST_TOLD
    if more > 0:
        told = ngettext("%(count)s more line was left out.", "%(count)s more lines were left out.", more)
        typer.echo(told % {"count": more}, err=True)

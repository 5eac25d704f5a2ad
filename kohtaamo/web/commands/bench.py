from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from .setup import fail, open_data

if TYPE_CHECKING:
    from kohtaamo.web.bench.bench import Bench, Finding


NamesArgument = Annotated[list[str] | None, typer.Argument(help="Which; all when none is named.")]
FactsOption = Annotated[int, typer.Option(min=100, help="How many facts the made-up organisation has.")]
SecondsOption = Annotated[float, typer.Option(min=0.5, help="How long each load lasts.")]
SlowDiskOption = Annotated[
    bool, typer.Option("--slow-disk", help="Let each fsync take 2 ms longer (needs a C compiler).")
]
KeepOption = Annotated[
    Path | None, typer.Option(help="Keep the data in this folder; those of an earlier run are used again.")
]
LanguageDataOption = Annotated[
    Path | None,
    typer.Option(envvar="KOHTAAMO_LANGUAGE_DATA", help="Folder of labelled texts for `language`."),
]
RealDataOption = Annotated[
    Path | None, typer.Option(envvar="KOHTAAMO_REAL_DATA", help="Folder of real comments for `language`.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def bench(
    names: NamesArgument = None,
    facts: FactsOption = 1_000_000,
    seconds: SecondsOption = 6.0,
    slow_disk: SlowDiskOption = False,
    keep: KeepOption = None,
    language_data: LanguageDataOption = None,
    real_data: RealDataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the product beside its limits and peers, on made-up data of its own. Yours is not touched."""
    # A PostgreSQL named for the product is a peer here; the product is measured on a file of its own.
    database_url = os.environ.pop("KOHTAAMO_DATABASE_URL", "")
    # Ended from outside, it still stops the servers it started and removes its data.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(2))
    with folder_of(keep) as folder:
        full = folder / "full"
        full.mkdir(exist_ok=True)
        chosen = opened(full, names)
        from kohtaamo.web.bench.running import Wanted, run_all  # noqa: PLC0415  needs Django started

        wanted = Wanted(
            facts=facts,
            seconds=seconds,
            slow_disk=slow_disk,
            database_url=database_url,
            language_data=language_data,
            real_data=real_data,
        )
        found = []
        with progress(quiet=as_json or not sys.stderr.isatty()) as bar:
            task = bar.add_task("", total=1.0)
            tell = partial(tell_bar, bar, task)
            for finding in run_all(chosen, folder, wanted, tell):
                found.append(finding)
                if as_json:
                    typer.echo(json.dumps(finding.as_json(), ensure_ascii=False))
        if not as_json:
            show(found)


def opened(full: Path, names: list[str] | None) -> list[Bench]:
    """Which are wanted; tables are made only when all of them are known."""
    open_data(full, migrate=False)
    chosen = chosen_benches(names)
    open_data(full)
    return chosen


def tell_bar(bar: Progress, task: TaskID, share: float, text: str) -> None:
    bar.update(task, completed=share, description=text)


def chosen_benches(names: list[str] | None) -> list[Bench]:
    from kohtaamo.web.bench.registry import BENCHES  # noqa: PLC0415  needs Django started

    unknown = [name for name in names or [] if name not in BENCHES]
    if unknown:
        known = {"names": ", ".join(unknown), "known": ", ".join(BENCHES)}
        fail(_("There is no benchmark %(names)s. There are: %(known)s.") % known)
    return [BENCHES[name] for name in names or BENCHES]


@contextmanager
def folder_of(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        folder = keep.expanduser().resolve()
        if folder.exists() and not (folder / "world.json").exists():
            fail(f"{folder} is there already, and holds no data of an earlier run.")
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="kohtaamo-bench-") as made:
        yield Path(made)


def progress(*, quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=quiet,
        transient=True,
    )


def show(found: list[Finding]) -> None:
    table = Table()
    table.add_column(pgettext("benchmark", "name"))
    table.add_column(pgettext("benchmark", "value"), justify="right")
    table.add_column(pgettext("benchmark", "unit"))
    table.add_column(pgettext("benchmark", "target"))
    table.add_column(pgettext("benchmark", "holds"))
    table.add_column(pgettext("benchmark", "beside"))
    words = {True: pgettext("benchmark", "yes"), False: pgettext("benchmark", "no"), None: "–"}
    for one in found:
        beside = "\n".join(f"{name} {plain(value)}" for name, value in one.beside.items())
        table.add_row(one.name, plain(one.value), one.unit, one.target or "–", words[one.holds], beside)
    Console().print(table)


def plain(value: float | str | None) -> str:
    """Three figures that matter, as a person reads them."""
    if value is None or isinstance(value, str):
        return value or "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004

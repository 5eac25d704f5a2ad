"""Runs every simulation and writes docs/simulations.md: `make simulate`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from .row import Row

PAGE = Path("docs/simulations.md")
START = """# Simulations

What the statistics promise, tried on made-up data whose truth is known. `make simulate` runs it all and writes
this page; a small size of each runs with every test run (`tests/simulations/`). Definitions and sources are in
`kohtaamo/kit/statistics`, golden numbers in [statistics.md](statistics.md).

- *Holds* compares the figure itself with what is wanted, without any allowance for the chance of the replays.
- Intervals are asked of one plausible population for each metric (`tests/simulations/populations.py`). Few
  answers take few values, so the coverage of a share jumps with the true share; it is right on average only.
- A row in *italics* shows the usual method beside ours and is held to nothing.
"""


def every_part() -> list[tuple[str, Callable[[], Iterator[Row]]]]:
    """Read only now: the metrics need Django to stand."""
    from .alerts import every_alarm  # noqa: PLC0415
    from .correlations import all_finds  # noqa: PLC0415
    from .coverage import every_coverage  # noqa: PLC0415
    from .looking import every_look  # noqa: PLC0415
    from .news import all_news  # noqa: PLC0415
    from .touchpoints import the_map  # noqa: PLC0415
    from .training import all_effects  # noqa: PLC0415

    return [
        ("Intervals of the metrics", every_coverage),
        ("The journey map", the_map),
        ("Alarms", every_alarm),
        ("Looking again and again", every_look),
        ("What has really changed", all_news),
        ("What goes together", all_finds),
        ("Training", all_effects),
    ]


def main() -> None:
    parts: list[tuple[str, list[Row]]] = []
    for title, rows in every_part():
        print(title, flush=True)
        parts.append((title, list(rows())))
        PAGE.write_text(page(parts), encoding="utf-8")


def page(parts: list[tuple[str, list[Row]]]) -> str:
    held = [row.holds for _, rows in parts for row in rows if not row.contrast]
    summary = f"\nOf {len(held)} rows {sum(held)} hold and {len(held) - sum(held)} miss.\n"
    return START + summary + "".join(table(title, rows) for title, rows in parts)


def table(title: str, rows: list[Row]) -> str:
    lines = [
        f"\n## {title}\n",
        "| What | n | Replays | Result | Wanted | Holds |",
        "|---|---|---|---|---|---|",
    ]
    lines += [line(row) for row in rows]
    return "\n".join(lines) + "\n"


def line(row: Row) -> str:
    mark = "*" if row.contrast else ""
    holds = (
        "" if row.contrast else "yes" if row.holds else f"**no**: {row.reason or 'by chance of the replays'}"
    )
    wanted = "" if row.contrast else wanted_of(row)
    return f"| {mark}{row.what}{mark} | {row.n} | {row.replays:,} | {row.shown} | {wanted} | {holds} |"


def wanted_of(row: Row) -> str:
    if "declared" in row.shown:
        return "within 10 %" if row.least else "at most 10 % later"
    if row.result > row.most * 10 or "estimates" in row.what:
        return f"{row.least:.2f} to {row.most:.2f}"
    if row.least == 0:
        return f"at most {100 * row.most:.0f} %"
    return (
        f"at least {100 * row.least:.0f} %"
        if row.most >= 1
        else f"{100 * row.least:.0f}–{100 * row.most:.0f} %"
    )


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()

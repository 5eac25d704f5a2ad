"""What follows what as SVG: the bands of the page, in pixels instead of percentages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kohtaamo.insight.paths.picture import Flow, Node

from .drawing import COLOURS, box, words

NODE = 6.0


def flowing(flow: Flow, width: float) -> list[str]:
    """Paths are a hundred wide."""
    bands = "".join(
        f'<path d="{one.path}" fill="{COLOURS["meri"]}" fill-opacity="0.22"/>' for one in flow.bands
    )
    marks = [f'<g transform="scale({width / 100:g} 1)">{bands}</g>']
    marks += nodes(flow.left, 0.0, "start")
    marks += nodes(flow.right, width, "end")
    marks += [words(12, float(one.text), one.share, size=11) for one in flow.bands if one.share]
    return marks


def nodes(given: Sequence[Node], x: float, anchor: str) -> Iterator[str]:
    for one in given:
        left = x - (NODE if anchor == "end" else 0.0)
        yield box(left, float(one.top), NODE, float(one.height), COLOURS["meri"], radius=2)
        yield words(x, float(one.text), f"{one.name}  {one.n}", size=12, anchor=anchor)

"""The figure of how the time of a search grows with the number of articles, drawn as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 30, 50

COLOURS = {"archive": "#c0392b", "Whoosh": "#8e8e8e", "FTS5": "#2471a3", "tantivy": "#b9770e"}

Line = Sequence[tuple[float, float]]


def figure(title: str, solid: Mapping[str, Line], dashed: Mapping[str, Line]) -> str:
    """Draw lines of (articles, milliseconds) by engine, both axes logarithmic; medians solid, 95 % dashed."""
    points = [point for lines in (solid, dashed) for line in lines.values() for point in line]
    right = _scale([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _scale([y for _, y in points], HEIGHT - BOTTOM, TOP)
    body = [f'<text x="{LEFT}" y="18" font-weight="bold">{title}</text>']
    for x in _decades([x for x, _ in points]):
        body.append(_grid(right(x), TOP, right(x), HEIGHT - BOTTOM))
        body.append(f'<text x="{right(x):.0f}" y="{HEIGHT - 28}" text-anchor="middle">{x:,.0f}</text>')
    for y in _decades([y for _, y in points]):
        body.append(_grid(LEFT, up(y), WIDTH - RIGHT, up(y)))
        body.append(f'<text x="{LEFT - 8}" y="{up(y) + 4:.0f}" text-anchor="end">{y:g} ms</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    body.append(f'<text x="{middle:.0f}" y="{HEIGHT - 8}" text-anchor="middle">articles</text>')
    body += _lines(solid, right, up, "")
    body += _lines(dashed, right, up, ' stroke-dasharray="5 4"')
    body += _legend(solid)
    inside = "\n".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n'
        f"{inside}\n</svg>\n"
    )


def _lines(lines: Mapping[str, Line], right, up, style: str) -> list[str]:  # type: ignore[no-untyped-def]
    drawn = []
    for name, line in lines.items():
        colour = COLOURS.get(name, "black")
        path = " ".join(f"{right(x):.1f},{up(y):.1f}" for x, y in line)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{style}/>')
        drawn += [f'<circle cx="{right(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>' for x, y in line]
    return drawn


def _legend(names: Mapping[str, Line]) -> list[str]:
    left = WIDTH - RIGHT + 15
    drawn = []
    for row, name in enumerate(names):
        y = TOP + 12 + 20 * row
        colour = COLOURS.get(name, "black")
        drawn.append(
            f'<line x1="{left}" y1="{y}" x2="{left + 24}" y2="{y}" stroke="{colour}" stroke-width="2"/>'
        )
        drawn.append(f'<text x="{left + 32}" y="{y + 4}">{name}</text>')
    below = TOP + 12 + 20 * (len(names) + 1)
    drawn.append(f'<text x="{left}" y="{below}">solid: median</text>')
    drawn.append(f'<text x="{left}" y="{below + 18}">dashed: 95 %</text>')
    return drawn


def _grid(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _decades(values: Sequence[float]) -> list[float]:
    first, last = _bounds(values)
    return [10.0**power for power in range(first, last + 1)]


def _bounds(values: Sequence[float]) -> tuple[int, int]:
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return first, max(last, first + 1)


def _scale(values: Sequence[float], start: float, stop: float):  # type: ignore[no-untyped-def]
    first, last = _bounds(values)
    return lambda value: start + (math.log10(value) - first) / (last - first) * (stop - start)

"""Draws charts as SVG text on the server. Pure: numbers in, markup out; it decides nothing and fetches nothing.

A chart is an image with a title and a description; the page prints the same numbers as a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = (
    360,
    190,
)  # user units; about the width of a phone, so that text stays readable there
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 10, 26


@dataclass(frozen=True)
class Point:
    label: str
    value: int


def ceiling(value: int) -> int:
    """The smallest 1, 2 or 5 times a power of ten that is not below `value`: the top of an axis."""
    step = 1
    while step * 10 < value:
        step *= 10
    return next(step * m for m in (1, 2, 5, 10) if step * m >= value)


def columns(points: Sequence[Point], *, title: str, description: str, name: str) -> str:
    """Upright columns, left to right, from zero. `name` makes the ids of the title unique on the page."""
    top = ceiling(max((p.value for p in points), default=1) or 1)
    floor = HEIGHT - BOTTOM
    slot = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    labelled = max(1, -(-len(points) // 6))  # at most six labels fit
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
        f' aria-labelledby="{name}-t {name}-d" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="{name}-t">{escape(title)}</title>',
        f'<desc id="{name}-d">{escape(description)}</desc>',
    ]
    for part in (1, 0.5):
        y = floor - (floor - TOP) * part
        label = f"{top * part:,.0f}" if top * part == int(top * part) else ""
        parts.append(
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="axis" text-anchor="end" x="{LEFT - 6}" y="{y + 4:.1f}">{label}</text>'
        )
    for i, point in enumerate(points):
        height = (floor - TOP) * max(point.value, 0) / top
        x = LEFT + slot * i
        parts.append(
            f'<rect class="bar" x="{x + slot * 0.18:.2f}" y="{floor - height:.2f}" '
            f'width="{slot * 0.64:.2f}" height="{height:.2f}" rx="1.5"/>'
        )
        if (len(points) - 1 - i) % labelled == 0:
            parts.append(
                f'<text class="axis" text-anchor="middle" x="{x + slot / 2:.1f}" '
                f'y="{HEIGHT - 8}">{escape(point.label)}</text>'
            )
    parts.append(
        f'<line class="base" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{floor}" y2="{floor}"/></svg>'
    )
    return "".join(parts)


def meter(value: int, largest: int) -> str:
    """One bar of a table of bars. Decoration: the number stands beside it."""
    width = 100 * max(value, 0) / max(largest, 1)
    return (
        '<svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><rect class="track" width="100" height="8"/>'
        f'<rect class="bar" width="{width:.2f}" height="8"/></svg>'
    )

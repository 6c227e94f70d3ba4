"""Figures over the years. Years keep their distance, and the axis begins at zero."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from portal.core.charts.chart import Chart, Item, Mark
from portal.core.charts.drawing import (
    EDGE,
    GROUND,
    LINE,
    SEA,
    SIZE,
    SMALL,
    WIDTH,
    heading,
    legend,
    picture,
    rule,
    tag,
    text,
)
from portal.core.charts.lettering import width
from portal.core.charts.scale import place, round_steps
from portal.core.money import format_number

HEIGHT = 180.0
SIDE = 34.0
HEADROOM = 2 * LINE + 4


def draw_line(chart: Chart, *, alone: bool = False) -> str:
    items = [item for item in chart.items if item.value is not None and item.year is not None]
    values = [item.value for item in items if item.value is not None]
    marks = round_steps([*values, chart.goal.value] if chart.goal else values)
    parts, y = heading(chart, alone)
    goal, y = legend(chart, y)
    parts += goal
    top = y + HEADROOM
    left = EDGE + max(width(format_number(mark), SMALL) for mark in marks) + 8

    def height_of(value: Decimal) -> float:
        return place(value, marks, top + HEIGHT, -HEIGHT)

    for mark in marks:
        level = height_of(mark)
        parts += [rule(left, level, WIDTH - EDGE, level), _tick(mark, left, level)]
    spots = [(item, _across(item, items, left), height_of(item.value)) for item in items if item.value is not None]
    wanted = height_of(chart.goal.value) if chart.goal else None
    if wanted is not None:
        parts.append(rule(left, wanted, WIDTH - EDGE, wanted, goal=True))
    if chart.joined:
        parts += _joined(spots)
    for item, x, level in spots:
        parts += _spot(item, x, level, wanted)
    parts += _years(items, left, top + HEIGHT)
    return picture(chart, parts, top + HEIGHT + LINE + 10, alone)


def _tick(mark: Decimal, left: float, level: float) -> str:
    return text(format_number(mark), left - 6, level + 4, quiet=True, anchor="end")


def _across(item: Item, items: list[Item], left: float) -> float:
    years = [one.year for one in items if one.year is not None]
    first, last = min(years), max(years)
    room = WIDTH - EDGE - left - 2 * SIDE
    share = ((item.year or first) - first) / (last - first) if last > first else 0.5
    return left + SIDE + share * room


def _joined(spots: list[tuple[Item, float, float]]) -> Iterator[str]:
    """Only figures of one kind are joined: a line between a report and a target would be a forecast."""
    for (one, x1, y1), (two, x2, y2) in pairwise(spots):
        if one.mark == two.mark:
            yield tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=SEA, stroke_width="2", class_="chart-line")


def _spot(item: Item, x: float, level: float, wanted: float | None) -> Iterator[str]:
    """A full dot is a reported figure, an open diamond a target, an open dot anything else."""
    if item.mark in (Mark.PUBLISHED, Mark.QUOTED):
        yield tag("circle", cx=x, cy=level, r="6", fill=SEA, class_="chart-bar")
    else:
        look = {"fill": GROUND, "stroke": SEA, "stroke_width": "2", "class_": "chart-bar-open"}
        diamond = f"M{x:.1f} {level - 8:.1f}l8 8l-8 8l-8 -8z"
        yield (
            tag("path", d=diamond, **look) if item.mark == Mark.TARGET else tag("circle", cx=x, cy=level, r="6", **look)
        )
    yield from _words(item, x, level, wanted)


def _words(item: Item, x: float, level: float, wanted: float | None) -> Iterator[str]:
    """The value and what it is, above the dot; below it where the line to be reached would run through them."""
    middle = _inside(x, max(width(item.text, SIZE), width(item.word, SMALL)))
    first = level - (14 + LINE if item.word else 14)
    if wanted is not None and first - SIZE < wanted < level - 9:
        first = level + 14 + SIZE / 2
    yield text(item.text, middle, first, bold=True, anchor="middle")
    if item.word:
        yield text(item.word, middle, first + LINE, quiet=True, anchor="middle")


def _inside(x: float, room: float) -> float:
    """The middle of a text of this width that stays within the picture."""
    return min(max(x, EDGE + room / 2), WIDTH - EDGE - room / 2)


def _years(items: list[Item], left: float, bottom: float) -> Iterator[str]:
    for year in sorted({item.year for item in items if item.year is not None}):
        item = next(one for one in items if one.year == year)
        yield text(item.tick or str(year), _across(item, items, left), bottom + LINE, quiet=True, anchor="middle")

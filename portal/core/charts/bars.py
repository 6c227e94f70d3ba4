"""Lying bars: the label above its bar, so that long Chinese and English names fit on a phone."""

from collections.abc import Callable
from decimal import Decimal

from portal.core.charts.chart import Chart, Item, Mark
from portal.core.charts.drawing import (
    EDGE,
    GROUND,
    LINE,
    PARTS,
    SEA,
    SIZE,
    TINT,
    WIDTH,
    heading,
    legend,
    picture,
    rule,
    tag,
    text,
)
from portal.core.charts.lettering import width, wrapped
from portal.core.charts.scale import place, round_steps
from portal.core.money import format_number

BAR, GAP = 16.0, 11.0
LEAST_PLOT = 130.0
LOOKS: dict[Mark, dict[str, str]] = {
    Mark.PUBLISHED: {"fill": SEA, "class_": "chart-bar"},
    Mark.QUOTED: {"fill": SEA, "class_": "chart-bar"},
    Mark.PRELIMINARY: {"fill": TINT, "stroke": SEA, "class_": "chart-bar-soft"},
    Mark.DEMO: {"fill": TINT, "stroke": SEA, "class_": "chart-bar-soft"},
    Mark.TARGET: {"fill": GROUND, "stroke": SEA, "stroke_width": "2", "class_": "chart-bar-open"},
    Mark.DERIVED: {"fill": GROUND, "stroke": SEA, "stroke_dasharray": "4 3", "class_": "chart-bar-open"},
}


def draw_bars(chart: Chart, *, alone: bool = False) -> str:
    known = [item.value for item in chart.items if item.value is not None]
    marks = round_steps([*known, chart.goal.value] if chart.goal else known)
    room = max((width(chart.shown(item), SIZE) for item in chart.items if not item.is_missing), default=0.0) + 12
    plot = max(LEAST_PLOT, WIDTH - 2 * EDGE - room)
    parts, y = heading(chart, alone)
    goal, y = legend(chart, y)
    parts += goal
    top = y + 2
    bars: list[str] = []
    for item in chart.items:
        more, y = _bar(item, chart.shown(item), y, lambda value: place(value, marks, EDGE, plot))
        bars += more
    grid = [rule(x := place(mark, marks, EDGE, plot), top, x, y + 4) for mark in marks]
    ticks = [
        text(format_number(mark), place(mark, marks, EDGE, plot), y + LINE, quiet=True, anchor=_anchor(n))
        for n, mark in enumerate(marks)
    ]
    wanted = [rule(x := place(chart.goal.value, marks, EDGE, plot), top, x, y + 4, goal=True)] if chart.goal else []
    return picture(chart, [*parts, *grid, *bars, *wanted, *ticks], y + LINE + 8, alone)


def _anchor(number: int) -> str:
    """The first tick must not run out of the picture."""
    return "start" if number == 0 else "middle"


def _bar(item: Item, shown: str, y: float, at: Callable[[Decimal], float]) -> tuple[list[str], float]:
    """A label and its bar, or the words that say that there is none; and where the next one begins."""
    lines = wrapped(item.label, WIDTH - 2 * EDGE, SIZE)
    parts = [text(line, EDGE, y + GAP / 2 + LINE * (place + 1) - 5) for place, line in enumerate(lines)]
    y += GAP / 2 + LINE * len(lines)
    if item.value is None:
        parts.append(text(shown, EDGE, y + BAR - 4, quiet=True))
        return parts, y + BAR + GAP / 2
    zero, end = at(item.value * 0), at(item.value)
    left, right = min(zero, end), max(zero, end)
    if item.parts:
        parts += _made_up_of(item, y, at)
    else:
        parts.append(tag("rect", x=left, y=y, width=max(right - left, 1.0), height=BAR, **LOOKS[item.mark]))
    parts.append(text(shown, right + 6, y + BAR - 3, bold=True))
    return parts, y + BAR + GAP / 2


def _made_up_of(item: Item, y: float, at: Callable[[Decimal], float]) -> list[str]:
    """One length behind the other; what is nothing is not drawn."""
    drawn, sum_before = [], Decimal(0)
    for part, look in zip(item.parts, PARTS, strict=True):
        if part:
            left, right = at(sum_before), at(sum_before + part)
            drawn.append(tag("rect", x=left, y=y, width=right - left, height=BAR, **look))
        sum_before += part
    return drawn

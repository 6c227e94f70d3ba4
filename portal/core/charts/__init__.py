"""Charts as our own SVG, made on the server: facts in, text out, no query and no script."""

from portal.core.charts.bars import draw_bars
from portal.core.charts.chart import Chart, Goal, Item, Mark, Shape
from portal.core.charts.lines import draw_line

__all__ = ["Chart", "Goal", "Item", "Mark", "Shape", "draw", "draw_bars", "draw_line"]


def draw(chart: Chart, *, alone: bool = False) -> str:
    """The picture; `alone` for a file of its own, which carries its title, source and ground with it."""
    return draw_line(chart, alone=alone) if chart.shape == Shape.LINE else draw_bars(chart, alone=alone)

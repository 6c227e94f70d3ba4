"""The pieces of a picture. Colours stand as attributes, which a page's stylesheet may overrule by class.

So one drawing serves both: a file of its own has fixed colours, and within a page the classes take the page's colours,
also in the dark scheme. No style attribute is written, because the content policy forbids it.
"""

from html import escape

from portal.core.charts.chart import Chart
from portal.core.charts.lettering import wrapped

WIDTH = 340.0
EDGE = 4.0
SIZE, SMALL = 14.0, 12.5
LINE = 19.0
FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans', sans-serif"
INK, QUIET, GRID, SEA, TINT, TILE, GROUND, SAND, SAND_TINT = (
    "#16202a", "#4a5764", "#d9dfe5", "#0a4a7d", "#e8f1f8", "#b23a24", "#ffffff", "#8a5a00", "#fdf3dd"
)  # fmt: skip
# The parts of a bar, the most urgent first.
PARTS: tuple[dict[str, str], ...] = (
    {"fill": TILE, "class_": "chart-part-urgent"},
    {"fill": SAND_TINT, "stroke": SAND, "class_": "chart-part-soon"},
    {"fill": SEA, "class_": "chart-bar"},
)
SWATCH = 12.0


def number(value: float) -> str:
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def tag(name: str, content: str = "", **attributes: object) -> str:
    """An element; `content` is markup already, attribute values are not."""
    parts = [name]
    for key, value in attributes.items():
        shown = number(value) if isinstance(value, float) else str(value)
        parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(shown)}"')
    return f"<{' '.join(parts)}>{content}</{name}>" if content else f"<{' '.join(parts)}/>"


def text(words: str, x: float, y: float, *, quiet: bool = False, bold: bool = False, anchor: str = "") -> str:
    size = {"font_size": SMALL, "fill": QUIET, "class_": "chart-quiet"} if quiet else {"class_": "chart-ink"}
    weight = {"font_weight": "650"} if bold else {}
    ends = {"text_anchor": anchor} if anchor else {}
    return tag("text", escape(words), x=x, y=y, **size, **weight, **ends)


def rule(x1: float, y1: float, x2: float, y2: float, *, goal: bool = False) -> str:
    """A line of the grid, or the one that is to be reached."""
    if goal:
        look = {"stroke": TILE, "stroke_width": "2", "stroke_dasharray": "7 4", "class_": "chart-goal"}
    else:
        look = {"stroke": GRID, "stroke_width": "1", "class_": "chart-grid"}
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **look)


def paragraph(words: str, y: float, *, quiet: bool = True, bold: bool = False) -> tuple[list[str], float]:
    """Lines of text from the left edge down, and where the next one would begin."""
    lines = wrapped(words, WIDTH - 2 * EDGE, SMALL if quiet else SIZE)
    return [
        text(line, EDGE, y + LINE * (place + 1) - 5, quiet=quiet, bold=bold) for place, line in enumerate(lines)
    ], y + LINE * len(lines)


def heading(chart: Chart, alone: bool) -> tuple[list[str], float]:
    """Title, where the page does not give it, and the unit in words."""
    parts, y = paragraph(chart.title, 0.0, quiet=False, bold=True) if alone else ([], 0.0)
    unit, y = paragraph(chart.unit_text, y)
    return [*parts, *unit], y


def legend(chart: Chart, y: float) -> tuple[list[str], float]:
    """What the parts of the bars and the broken line stand for; above the figures, where it covers none of them."""
    parts: list[str] = []
    for name, look in zip(chart.part_names, PARTS, strict=False):
        parts.append(tag("rect", x=EDGE, y=y + (LINE - SWATCH) / 2, width=SWATCH, height=SWATCH, **look))
        parts.append(text(name, EDGE + SWATCH + 8, y + LINE - 5, quiet=True))
        y += LINE
    if chart.goal is None:
        return parts, y
    middle = y + LINE / 2
    return [
        *parts,
        rule(EDGE, middle, EDGE + 32, middle, goal=True),
        text(chart.goal.text, EDGE + 40, y + LINE - 5, quiet=True),
    ], y + LINE


def picture(chart: Chart, parts: list[str], height: float, alone: bool) -> str:
    """The whole of it, with its title and description for whoever does not see it."""
    if alone:
        height += 6
        for line in chart.footer:
            lines, height = paragraph(line, height)
            parts = [*parts, *lines]
        height += 6
        parts = [tag("rect", width=WIDTH, height=height, fill=GROUND), *parts]
    # Within a page, several pictures have one set of ids each.
    names = f"{chart.slug}-title {chart.slug}-desc"
    about = [
        tag("title", escape(chart.title), id=f"{chart.slug}-title"),
        tag("desc", escape(chart.description), id=f"{chart.slug}-desc"),
    ]
    size = {"width": WIDTH * 2, "height": height * 2} if alone else {}
    box = f"0 0 {number(WIDTH)} {number(height)}"
    return tag(
        "svg", "".join([*about, *parts]), xmlns="http://www.w3.org/2000/svg", viewBox=box,
        **size, role="img", aria_labelledby=names, class_="chart-svg", font_family=FONTS, font_size=SIZE, fill=INK,
    )  # fmt: skip

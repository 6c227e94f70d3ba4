"""How much room a text takes: a server has no fonts, so widths are estimated on the safe side."""

import re
from unicodedata import east_asian_width

WIDE, NARROW = 1.0, 0.58
# A Chinese character may end a line, a Latin word may not be broken, and no line begins with a closing sign.
PIECES = re.compile(r"(?:[^\W\d_a-zA-Z]|[^\s\u3000-\u9fff\uff00-\uffef]+|\s+|.)[，。；：、）》”]*", re.DOTALL)


def width(text: str, size: float) -> float:
    return size * sum(WIDE if east_asian_width(sign) in "WF" else NARROW for sign in text)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Lines that fit into the room; a single word that is longer stands alone."""
    lines: list[str] = []
    line = ""
    for piece in PIECES.findall(text):
        if line.strip() and width((line + piece).rstrip(), size) > room:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines

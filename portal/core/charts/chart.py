"""What a chart shows. The same facts make the picture, the table beside it and the file of the table."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Shape(StrEnum):
    BARS = "bars"
    LINE = "line"


class Mark(StrEnum):
    """What kind of figure it is. Each has a drawing and a word of its own: colour alone says nothing."""

    PUBLISHED = "published"
    TARGET = "target"
    DERIVED = "derived"
    PRELIMINARY = "preliminary"
    QUOTED = "quoted"
    DEMO = "demo"
    MISSING = "missing"


# In the table and the file; and the shorter word inside the picture, where a plain figure needs none.
WORDS = {
    Mark.PUBLISHED: gettext_lazy("Reported figure"),
    Mark.TARGET: gettext_lazy("Target"),
    Mark.DERIVED: gettext_lazy("Derived here, not published"),
    Mark.PRELIMINARY: gettext_lazy("Preliminary figure"),
    Mark.QUOTED: gettext_lazy("Quoted as the source gives it"),
    Mark.DEMO: gettext_lazy("Demo data"),
    Mark.MISSING: gettext_lazy("Not yet supplied"),
}
SHORT = {
    Mark.TARGET: gettext_lazy("target"),
    Mark.DERIVED: gettext_lazy("derived"),
    Mark.PRELIMINARY: gettext_lazy("preliminary"),
    Mark.QUOTED: gettext_lazy("quoted"),
    Mark.DEMO: gettext_lazy("demo"),
}


@dataclass(frozen=True)
class Item:
    """One figure. `text` is the value as people read it, with its sign; `year` places it on a line, where `tick`
    is written below it if that is no year. `parts` are the lengths of which a bar is made up, in the order of the
    chart's `part_names`; the text names them, so that no colour must be told apart."""

    label: str
    value: Decimal | None
    text: str = ""
    mark: Mark = Mark.PUBLISHED
    year: int | None = None
    remark: str = ""
    tick: str = ""
    parts: tuple[Decimal, ...] = ()

    @property
    def is_missing(self) -> bool:
        return self.value is None

    @property
    def kind(self) -> str:
        return str(WORDS[Mark.MISSING if self.is_missing else self.mark])

    @property
    def word(self) -> str:
        return str(SHORT.get(self.mark, ""))


@dataclass(frozen=True)
class Goal:
    """A line across the chart that is to be reached."""

    value: Decimal
    text: str


@dataclass(frozen=True)
class Chart:
    """`unit` is written out; figures of one chart share it, their geography and their scope.

    `remarks` hold for all of its figures and leave the page with its files.
    """

    slug: str
    shape: Shape
    title: str
    unit: str
    label_heading: str
    items: tuple[Item, ...]
    goal: Goal | None = None
    joined: bool = True
    source: str = ""
    remarks: tuple[str, ...] = ()
    is_demo: bool = False
    part_names: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """The whole picture in words, for whoever does not see it."""
        parts = [_(": ").join([str(item.label), str(self.shown(item))]) for item in self.items]
        if self.goal:
            parts.append(self.goal.text)
        return f"{self.unit_text}. {_('; ').join(parts)}"

    def shown(self, item: Item) -> str:
        """The value inside the picture, with the word that it needs there."""
        if item.is_missing:
            return _("not yet supplied")
        return f"{item.text} ({item.word})" if item.word and not self.common_word else item.text

    @property
    def common_word(self) -> str:
        """Said once for all, where every figure is of the same kind and not simply a reported one."""
        words = {item.word for item in self.items if not item.is_missing}
        return words.pop() if len(words) == 1 else ""

    @property
    def unit_text(self) -> str:
        if self.common_word:
            return _("Unit: %(unit)s. All figures: %(word)s") % {"unit": self.unit, "word": self.common_word}
        return _("Unit: %(unit)s") % {"unit": self.unit}

    @property
    def footer(self) -> list[str]:
        """What a picture must carry with it when it leaves its page."""
        lines = [_("Demo data, invented; no statistics")] if self.is_demo else []
        lines += self.remarks
        return [*lines, _("Source: %(source)s") % {"source": self.source}] if self.source else lines

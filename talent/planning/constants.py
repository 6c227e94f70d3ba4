"""Every number that the planner counts with, by code. They come from records that an official can edit."""

from collections.abc import Mapping
from dataclasses import dataclass

HOUR, DAY, WORKDAY, MONTH = "hour", "day", "workday", "month"


@dataclass(frozen=True)
class Constant:
    """So many units of time. `least` alone or `most` alone is both ends of the range."""

    code: str
    unit: str
    least: int | None = None
    most: int | None = None

    @property
    def short(self) -> int:
        """The quickest that can be reckoned with."""
        return self.least if self.least is not None else self.most or 0

    @property
    def long(self) -> int:
        """The longest that must be reckoned with."""
        return self.most if self.most is not None else self.least or 0


class MissingConstant(Exception):
    """The plan rests on a number that no record holds."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Constants:
    """Reads constants and remembers which ones a plan rests on."""

    def __init__(self, known: Mapping[str, Constant]) -> None:
        self.known = known
        self.used: list[str] = []

    def __getitem__(self, code: str) -> Constant:
        if code not in self.known:
            raise MissingConstant(code)
        if code not in self.used:
            self.used.append(code)
        return self.known[code]

    def span(self, *codes: str) -> Constant:
        """From the shortest to the longest of several that are counted in the same unit."""
        several = [self[code] for code in codes]
        if len({one.unit for one in several}) > 1:
            raise MissingConstant(codes[0])
        least, most = min(one.short for one in several), max(one.long for one in several)
        return Constant(codes[0], several[0].unit, least, most)

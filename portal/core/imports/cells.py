"""From the text of a cell to a value, column by column.

A value is what JSON holds without loss and what a database takes as it is: a text, a whole number, yes or no, nothing,
a list of codes. Decimal numbers are texts with all their places, days are `2026-02-28`. So a value can be compared,
stored, shown and written without a further conversion.
"""

import calendar
import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from portal.core.dates import day_text
from portal.core.imports.headings import plain
from portal.core.imports.problems import CellError
from portal.core.sheets import armed

Value = str | int | bool | None | list[str]

REQUIRED = _("is empty; it must be filled in")
CONTROL = _("holds a character that can’t be shown; type the text anew")
BROKEN = _("holds “�”: the text was broken before it came here")
TOO_LONG = _("has %(count)s characters; at most %(most)s fit")
NO_NUMBER = _("“%(text)s” is no number; write it like 1234.5")
NO_WHOLE = _("“%(text)s” is no whole number")
PERCENT = _("“%(text)s” is a percentage; this column wants a plain number")
TOO_MANY_PLACES = _("“%(text)s” has more than %(places)s decimal places")
TOO_LARGE = _("“%(text)s” is too large")
NOT_BETWEEN = _("“%(text)s” is not between %(least)s and %(most)s")
NO_DAY = _("“%(text)s” is no day; write it like 2026-02-28")
NO_SUCH_DAY = _("“%(text)s” does not exist: that month has %(days)s days")
NO_SUCH_MONTH = _("“%(text)s” does not exist: there is no month %(month)s")
HAS_TIME = _("“%(text)s” has a time of day; only a day belongs here")
NO_YES = _("“%(text)s” is neither “yes” nor “no”")
NO_JSON = _("is no JSON: line %(line)s, character %(character)s")
JSON_SHAPE = _("is no %(shape)s in JSON")
OTHER = _("“%(text)s”: %(problem)s")

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:[, ][0-9]{3})+)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?")
DAYS = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]"),
    re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})"),
)
WITH_TIME = re.compile(r"(\S+)[ T]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)")
YES, NO = {"yes", "y", "true", "1", "是", "有", "√", "对"}, {"no", "n", "false", "0", "否", "无", "×", "不"}


def tidy(cell: str) -> str:
    """As it is stored: composed, without blanks around it, lines ended one way, the export's apostrophe taken off."""
    if cell.isascii() and cell.isprintable():
        return armed(cell).strip()
    text = unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))
    if CONTROLS.search(text):
        raise CellError(CONTROL)
    if "\ufffd" in text:
        raise CellError(BROKEN)
    return armed(text).strip("\ufeff\u3000 \t\n\xa0")


class Reader:
    """One column. `empty` is the value of an empty cell; `shape` what `from_row` makes of the database's value."""

    empty: Value = ""
    many = False

    def __init__(self, *, required: bool = False) -> None:
        self.required = required

    def __call__(self, cell: str) -> Value:
        """The value of a cell, raises CellError."""
        text = tidy(cell)
        if text:
            return self.read(text)
        if self.required:
            raise CellError(REQUIRED)
        return self.empty

    def read(self, text: str) -> Value:
        raise NotImplementedError

    def from_row(self, value: Any) -> Value:
        """The value of what the database holds."""
        return value

    def show(self, value: Value) -> str:
        """For people, in their language."""
        return "" if value in (None, "", []) else str(value)

    def show_change(self, old: Value, new: Value) -> tuple[str, str]:
        """Both, as far as the change is seen in them."""
        return self.show(old), self.show(new)


class Text(Reader):
    def __init__(self, longest: int = 0, *, check: Any = None, required: bool = False) -> None:
        """`check` is a validator of the house: it returns the text in its written form, or raises ValidationError."""
        super().__init__(required=required)
        self.longest, self.check = longest, check

    def read(self, text: str) -> Value:
        if self.longest and len(text) > self.longest:
            raise CellError(TOO_LONG, count=len(text), most=self.longest)
        if self.check is not None:
            try:
                return self.check(text) or text
            except ValidationError as error:
                raise CellError(OTHER, text=text[:60], problem=_untranslated(error)) from error
        return text

    def from_row(self, value: Any) -> Value:
        if not value or (value.isascii() and value.isprintable()):
            return value or self.empty
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip("\ufeff\u3000 \t\n\xa0")


def _untranslated(error: ValidationError) -> dict[str, Any]:
    """The validator's sentence as it stands in the catalogue: whoever reads the errors does so in their language."""
    first = error.error_list[0]
    with translation.override(None):
        return {"text": str(first.message), "params": first.params or {}}


class OptionalText(Text):
    """Where the database holds nothing instead of an empty text."""

    empty = None


class Number(Reader):
    """A decimal number, as a text with all its places."""

    empty = None

    def __init__(self, digits: int, places: int, *, percent: bool = False, required: bool = False) -> None:
        super().__init__(required=required)
        self.places, self.percent = places, percent
        self.limit = Decimal(10) ** (digits - places)
        self.step = Decimal(1).scaleb(-places)

    def read(self, text: str) -> Value:
        number = self.number(text)
        if abs(number) >= self.limit:
            raise CellError(TOO_LARGE, text=text[:40])
        exact = number.quantize(self.step)
        if exact != number:
            raise CellError(TOO_MANY_PLACES, text=text[:40], places=self.places)
        return self.from_row(exact)

    def number(self, text: str) -> Decimal:
        written = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("−", "-")
        if written.endswith("%"):
            if not self.percent:
                raise CellError(PERCENT, text=text[:40])
            written = written[:-1].rstrip()
        if len(written) > 60 or not NUMBER.fullmatch(written):
            raise CellError(NO_NUMBER, text=text[:40])
        try:
            return Decimal(written.replace(",", "").replace(" ", ""))
        except InvalidOperation as error:
            raise CellError(NO_NUMBER, text=text[:40]) from error

    def from_row(self, value: Any) -> Value:
        # Adding nothing makes a plain zero of a negative one.
        return None if value is None else f"{value + 0:.{self.places}f}"

    def show(self, value: Value) -> str:
        if value is None:
            return ""
        return number_format(Decimal(str(value)).normalize(), force_grouping=True)


class Whole(Number):
    def __init__(self, least: int, most: int, *, required: bool = False) -> None:
        super().__init__(20, 0, required=required)
        self.least, self.most = least, most

    def read(self, text: str) -> Value:
        number = self.number(text)
        if abs(number) >= self.limit or number != number.to_integral_value():
            raise CellError(NO_WHOLE, text=text[:40])
        if not self.least <= number <= self.most:
            raise CellError(NOT_BETWEEN, text=text[:40], least=self.least, most=self.most)
        return int(number)

    def from_row(self, value: Any) -> Value:
        return value

    def show(self, value: Value) -> str:
        return "" if value is None else str(value)


class Fen(Number):
    """Yuan in the file, whole fen in the database."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(17, 2, required=required)

    def read(self, text: str) -> Value:
        yuan = Decimal(str(super().read(text)))
        if yuan < 0:
            raise CellError(NOT_BETWEEN, text=text[:40], least=0, most=f"{self.limit - self.step:,}")
        return int(yuan * 100)

    def from_row(self, value: Any) -> Value:
        return value if isinstance(value, int) else super().from_row(value)

    def show(self, value: Value) -> str:
        return "" if value is None else number_format(Decimal(int(str(value))) / 100, 2, force_grouping=True)


class Day(Reader):
    empty = None

    def read(self, text: str) -> Value:
        written = text if text.isascii() else unicodedata.normalize("NFKC", text)
        timed = WITH_TIME.fullmatch(written)
        if timed:
            if timed[2].strip("0:"):
                raise CellError(HAS_TIME, text=text[:40])
            written = timed[1]
        squeezed = written.replace(" ", "")
        found = next((match for pattern in DAYS if (match := pattern.fullmatch(squeezed))), None)
        if found is None:
            raise CellError(NO_DAY, text=text[:40])
        year, month, day = map(int, found.groups())
        if not 1 <= month <= 12:
            raise CellError(NO_SUCH_MONTH, text=text[:40], month=month)
        if year < 1:
            raise CellError(NO_DAY, text=text[:40])
        days = calendar.monthrange(year, month)[1]
        if not 1 <= day <= days:
            raise CellError(NO_SUCH_DAY, text=text[:40], days=days)
        return f"{year:04}-{month:02}-{day:02}"

    def from_row(self, value: Any) -> Value:
        return value.isoformat() if isinstance(value, dt.date) else value

    def show(self, value: Value) -> str:
        return day_text(dt.date.fromisoformat(str(value))) if value else ""


class YesNo(Reader):
    empty = False

    def read(self, text: str) -> Value:
        word = plain(text)
        if word in YES or word in NO:
            return word in YES
        raise CellError(NO_YES, text=text[:40])

    def show(self, value: Value) -> str:
        return gettext("yes") if value else gettext("no")


class Json(Reader):
    """Data as one JSON text, with sorted keys, so that two ways to write the same data are equal."""

    def __init__(self, shape: type, *, required: bool = False) -> None:
        super().__init__(required=required)
        self.shape = shape
        self.empty = canonical(shape())

    def read(self, text: str) -> Value:
        try:
            data = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
        except json.JSONDecodeError as error:
            raise CellError(NO_JSON, line=error.lineno, character=error.colno) from error
        except (ValueError, RecursionError) as error:
            raise CellError(NO_JSON, line=1, character=1) from error
        if not isinstance(data, self.shape):
            raise CellError(JSON_SHAPE, shape="object" if self.shape is dict else "list")
        return canonical(data)

    def from_row(self, value: Any) -> Value:
        return canonical(self.shape() if value is None else value)


class Lines(Reader):
    """A list of texts, one a line; kept as JSON."""

    empty = "[]"

    def read(self, text: str) -> Value:
        return canonical([line.strip() for line in text.split("\n") if line.strip()])

    def from_row(self, value: Any) -> Value:
        return canonical(value or [])

    def show(self, value: Value) -> str:
        return "\n".join(json.loads(str(value or "[]")))


def canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def read_column(
    reader: Reader, texts: Iterable[str], memory: dict[str, Value]
) -> tuple[list[Value], Mapping[int, CellError]]:
    """The values of a column, and the errors by place in it. `memory` holds what was read before, a little of it."""
    values: list[Value] = []
    errors: dict[int, CellError] = {}
    for number, text in enumerate(texts):
        if text in memory:
            values.append(memory[text])
            continue
        try:
            value = reader(text)
        except CellError as error:
            errors[number] = error
            values.append(reader.empty)
            continue
        if len(memory) < 2000 and len(text) < 100:
            memory[text] = value
        values.append(value)
    return values, errors

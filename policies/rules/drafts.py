"""The amount while it is being worked out: lines so far, and what stands in its way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext_lazy as _

from .facts import Facts
from .fields import Field
from .texts import Quantity, Text


@dataclass(frozen=True)
class Step:
    """One line of the calculation. `kind`: base, line, ceiling, note, total or payment."""

    label_text: object
    value: Decimal | None = None
    detail_text: object = ""
    kind: str = "line"
    unit: str = "CNY"
    within: bool = False

    @property
    def label(self) -> str:
        return str(self.label_text)

    @property
    def detail(self) -> str:
        return str(self.detail_text)

    @property
    def display(self) -> str:
        """The value as it is shown; a ceiling that changes nothing says so."""
        if self.within:
            return str(_("within the ceiling"))
        return "" if self.value is None else str(Quantity(self.value, self.unit))


@dataclass(frozen=True)
class NextTier:
    field: Field
    threshold: Decimal
    amount_cny: Decimal
    gain_cny: Decimal
    lacking: Decimal

    @property
    def sentence(self) -> str:
        pattern = _("%(label)s: %(used)s now; %(threshold)s would give %(amount)s, %(gain)s more.")
        unit = self.field.unit
        return str(Text(
            pattern, label=self.field.label, used=Quantity(self.threshold - self.lacking, unit),
            threshold=Quantity(self.threshold, unit), amount=Quantity(self.amount_cny, "CNY"),
            gain=Quantity(self.gain_cny, "CNY"),
        ))  # fmt: skip

    def __str__(self) -> str:
        return self.sentence


def whole_yuan(amount: Decimal) -> Decimal:
    return amount.to_integral_value(rounding=ROUND_FLOOR)


@dataclass
class Draft:
    amount: Decimal | None = None
    steps: list[Step] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    official: bool = False
    open_ended: bool = False  # a ceiling is still to be checked
    next_tier: NextTier | None = None

    def add(self, label: object, value: Decimal | None = None, detail: object = "", **more: object) -> None:
        self.steps.append(Step(label, value, detail, **more))

    def leave_to_official(self, reason: object) -> None:
        self.official = True
        self.add(reason, kind="note")

    def take(self, facts: Facts, fields: Iterable[Field]) -> list | None:
        """The values of these fields, each shown as a line; None while one is missing."""
        found = [(field, facts.look_up(field.code)) for field in fields]
        for field_, fact in found:
            if fact.official:
                self.leave_to_official(
                    fact.reason or Text(_("%(label)s: an official will judge this."), label=field_.label)
                )
            self.missing += [code for code in fact.missing if code not in self.missing]
        if not all(fact.known for _field, fact in found):
            return None
        for field_, fact in found:
            if isinstance(fact.value, Decimal):
                self.add(field_.label, fact.value, kind="base", unit=field_.unit)
        return [fact.value for _field, fact in found]

    def limit(self, ceiling: Decimal, label: object, detail: object = "") -> None:
        """Apply a ceiling; the line says whether it changed anything."""
        within = self.amount <= ceiling
        self.amount = min(self.amount, ceiling)
        self.add(label, self.amount, detail, kind="ceiling", within=within)

    def convert(self, unit: str, usd_cny: Decimal | None) -> None:
        """From dollars into yuan at the rate fixed for the call."""
        if usd_cny is None:
            self.amount = None
            self.leave_to_official(
                _("The exchange rate of this call is not fixed yet. An official will work out the amount.")
            )
            return
        dollars, self.amount = self.amount, self.amount * usd_cny
        detail = Text("%(dollars)s × %(rate)s", dollars=Quantity(dollars, unit), rate=f"{usd_cny.normalize():f}")
        self.add(_("Converted at the exchange rate fixed for the call"), self.amount, detail)

    def round_down(self) -> None:
        whole = whole_yuan(self.amount)
        if whole != self.amount:
            self.amount = whole
            self.add(_("Rounded down to whole yuan"), whole)

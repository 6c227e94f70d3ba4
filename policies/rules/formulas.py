"""Formulas that follow a figure in proportion: rate, per_unit, increment."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .drafts import Draft, whole_yuan
from .errors import Path, RuleError
from .facts import OFFICIAL, Facts, no_base
from .fields import Field
from .parsing import check_keys, number_value, parse_label, whole_value
from .texts import Inner, Opening, Quantity, Text
from .vocabulary import ITEM_FIELD, ITEMS, Vocabulary

CONVERTED = [Text(_("Dollars are converted at the exchange rate fixed for the call"))]


MONEY = ("CNY", "USD")


def numeric_field(data: Mapping, key: str, path: Path, vocabulary: Vocabulary) -> Field:
    field = vocabulary.field(data[key], (*path, key))
    if not field.numeric:
        raise RuleError((*path, key), Text(_("%(field)s is not a number."), field=field.code))
    return field


def _check_currency(data: Mapping, path: Path, **fields: Field) -> None:
    """A share is one of money: of dollars it must be converted, of yuan it must not."""
    convert = data.get("convert")
    if convert not in (None, "USD_CNY"):
        raise RuleError((*path, "convert"), _("Only USD_CNY can be converted."))
    for key, field in fields.items():
        if field.unit not in MONEY:
            raise RuleError((*path, key), Text(_("%(field)s is not an amount of money."), field=field.code))
        if field.unit == "USD" and not convert:
            raise RuleError(path, Text(_("%(field)s is in dollars: convert is missing."), field=field.code))
        if field.unit != "USD" and convert:
            raise RuleError((*path, "convert"), Text(_("%(field)s is not in dollars."), field=field.code))


def _percent(data: Mapping, path: Path) -> Decimal:
    return number_value(data, "pct", path, upto=100)


@dataclass(frozen=True)
class Rate:
    """amount = base × pct / 100, for each item on its own where items have a ceiling."""

    base: Field
    pct: Decimal
    convert: bool
    item_cap: Decimal | None = None
    most_items: int | None = None
    item: object = None
    asks_people = False

    @classmethod
    def parse(cls, data: Mapping, path: Path, vocabulary: Vocabulary) -> "Rate":
        optional = ("convert", "per_item_cap_cny", "max_items", "item")
        check_keys(data, path, required=("base", "pct"), allowed=("base", "pct", *optional))
        base = numeric_field(data, "base", path, vocabulary)
        _check_currency(data, path, base=base)
        for key in ("per_item_cap_cny", "max_items"):
            if key in data and base.code != ITEM_FIELD:
                raise RuleError((*path, key), Text(_("Items can only be listed for %(field)s."), field=ITEM_FIELD))
        return cls(
            base=base,
            pct=_percent(data, path),
            convert=bool(data.get("convert")),
            item_cap=whole_value(data, "per_item_cap_cny", path) if "per_item_cap_cny" in data else None,
            most_items=int(whole_value(data, "max_items", path)) if "max_items" in data else None,
            item=parse_label(data["item"], (*path, "item")) if "item" in data else Text(_("cost item")),
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.base,)

    @property
    def asks_items(self) -> bool:
        return self.item_cap is not None or self.most_items is not None

    def share(self, amount: Decimal) -> Decimal:
        """Never below zero: what is worked out from other figures may be a loss."""
        return max(Decimal(0), amount) * self.pct / 100

    def calculate(self, facts: Facts, usd_cny: Decimal | None) -> Draft:
        draft = Draft()
        values = draft.take(facts, self.fields)
        if values is None:
            return draft
        items = facts.values.get(ITEMS)
        if self.asks_items and items == OFFICIAL:
            draft.leave_to_official(Text(_("%(label)s: an official will judge this."), label=self.base.label))
        if self.asks_items and isinstance(items, tuple):
            self._add_items(draft, items, values[0])
            return draft
        draft.amount = self.share(values[0])
        label = Text(_("%(pct)s of it"), pct=Quantity(self.pct, "pct"))
        draft.add(label, draft.amount, unit=self.base.unit)
        if self.asks_items:
            draft.open_ended = True
            pattern = _("The ceiling for each %(item)s is checked once the costs are listed one by one.")
            draft.add(Text(pattern, item=self.item), kind="note")
        if self.convert:
            draft.convert(self.base.unit, usd_cny)
        return draft

    def _add_items(self, draft: Draft, items: tuple[Decimal, ...], cost: Decimal) -> None:
        """Each item is rounded and capped alone; only the best ones count, in the order given."""
        gives = [whole_yuan(self.share(one)) for one in items]
        gives = [min(one, self.item_cap) for one in gives] if self.item_cap else gives
        best = sorted(range(len(items)), key=lambda index: -gives[index])[: self.most_items]
        for index, (one, give) in enumerate(zip(items, gives, strict=True)):
            label = Text(_("%(item)s %(number)s"), item=Opening(self.item), number=index + 1)
            if index in best:
                draft.add(label, give, self._item_detail(one, give))
            else:
                pattern = _("Not counted: at most %(number)s are supported.")
                draft.add(label, Decimal(0), Text(pattern, number=self.most_items))
        draft.amount = sum((gives[index] for index in best), Decimal(0))
        if cost < sum(items):  # the audited total is lower than the vouchers
            label = Text(_("At most %(pct)s of it in all"), pct=Quantity(self.pct, "pct"))
            draft.limit(self.share(cost), label)

    def _item_detail(self, cost: Decimal, give: Decimal) -> Text:
        values = {"cost": Quantity(cost, "CNY"), "pct": Quantity(self.pct, "pct")}
        if give == self.item_cap:
            pattern = _("%(pct)s of %(cost)s, at most %(cap)s")
            return Text(pattern, cap=Quantity(self.item_cap, "CNY"), **values)
        return Text(_("%(pct)s of %(cost)s"), **values)

    def standards(self) -> list[Text]:
        standard = Text(_("%(pct)s of %(base)s"), pct=Quantity(self.pct, "pct"), base=Inner(self.base.label))
        if self.item_cap:
            pattern = _("%(standard)s, at most %(cap)s for each %(item)s")
            standard = Text(pattern, standard=standard, cap=Quantity(self.item_cap, "CNY"), item=self.item)
        return [standard]

    def further(self) -> list[Text]:
        lines = []
        if self.most_items:
            pattern = _("Not more than %(number)s of them count (%(item)s)")
            lines.append(Text(pattern, number=self.most_items, item=self.item))
        return lines + (CONVERTED if self.convert else [])


@dataclass(frozen=True)
class PerUnit:
    """amount = floor(base / unit) × amount_per_unit: a part of a unit counts for nothing."""

    base: Field
    unit: Decimal
    amount: Decimal
    asks_items = False
    asks_people = False

    @classmethod
    def parse(cls, data: Mapping, path: Path, vocabulary: Vocabulary) -> "PerUnit":
        keys = ("base", "unit", "amount_per_unit_cny")
        check_keys(data, path, required=keys, allowed=keys)
        return cls(
            base=numeric_field(data, "base", path, vocabulary),
            unit=number_value(data, "unit", path),
            amount=number_value(data, "amount_per_unit_cny", path),
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.base,)

    def calculate(self, facts: Facts, usd_cny: Decimal | None) -> Draft:
        draft = Draft()
        values = draft.take(facts, self.fields)
        if values is None:
            return draft
        units = max(Decimal(0), whole_yuan(values[0] / self.unit))
        label = Text(_("Full units of %(unit)s"), unit=Quantity(self.unit, self.base.unit))
        draft.add(label, units, unit="")
        draft.amount = units * self.amount
        detail = Text("%(units)s × %(amount)s", units=Quantity(units), amount=Quantity(self.amount, "CNY"))
        draft.add(Text(_("%(amount)s for each"), amount=Quantity(self.amount, "CNY")), draft.amount, detail)
        return draft

    def standards(self) -> list[Text]:
        return [Text(
            _("%(amount)s for each full %(unit)s of %(base)s"), amount=Quantity(self.amount, "CNY"),
            unit=Quantity(self.unit, self.base.unit), base=Inner(self.base.label),
        )]  # fmt: skip

    def further(self) -> list[Text]:
        return []


@dataclass(frozen=True)
class Increment:
    """amount = max(0, current − previous) × pct / 100; without a previous figure there is no growth."""

    current: Field
    previous: Field
    pct: Decimal
    convert: bool
    asks_items = False
    asks_people = False

    @classmethod
    def parse(cls, data: Mapping, path: Path, vocabulary: Vocabulary) -> "Increment":
        keys = ("current", "previous", "pct")
        check_keys(data, path, required=keys, allowed=(*keys, "convert"))
        current = numeric_field(data, "current", path, vocabulary)
        previous = numeric_field(data, "previous", path, vocabulary)
        if current.code == previous.code:
            raise RuleError((*path, "previous"), _("The current and the previous figure are the same field."))
        _check_currency(data, path, current=current, previous=previous)
        return cls(current, previous, _percent(data, path), bool(data.get("convert")))

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.current, self.previous)

    def calculate(self, facts: Facts, usd_cny: Decimal | None) -> Draft:
        draft = Draft()
        values = draft.take(facts, self.fields)
        if values is None:
            return draft
        current, previous = values
        if previous <= 0:
            draft.leave_to_official(no_base(_("The increase"), previous))
            return draft
        increase = max(Decimal(0), current - previous)
        draft.add(_("The increase"), increase, unit=self.current.unit)
        draft.amount = increase * self.pct / 100
        label = Text(_("%(pct)s of it"), pct=Quantity(self.pct, "pct"))
        draft.add(label, draft.amount, unit=self.current.unit)
        if self.convert:
            draft.convert(self.current.unit, usd_cny)
        return draft

    def standards(self) -> list[Text]:
        return [Text(
            _("%(pct)s of the amount by which %(current)s exceed %(previous)s"), pct=Quantity(self.pct, "pct"),
            current=Inner(self.current.label), previous=Inner(self.previous.label),
        )]  # fmt: skip

    def further(self) -> list[Text]:
        return CONVERTED if self.convert else []

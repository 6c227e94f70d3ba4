"""Lists that an import writes at once: figures, bases and entries of the negative list."""

from policies.enums import Comparison, Flow, Geography, ImportNoun, IndicatorKind, PolicyLevel
from policies.imports.noun import SEPARATOR, Column, Values
from policies.imports.references import Reference, References
from policies.imports.writing import DirectNoun
from policies.models import Base, Dimension, Indicator, NegativeList, NegativeListEntry, Sector, SupplyMode
from policies.resources import BaseResource, IndicatorResource, NegativeListEntryResource
from portal.core.imports.cells import Lines, Number, Text, Whole, YesNo
from portal.core.imports.known import Choice

SMALL_INTEGER, INTEGER = 32_767, 2_147_483_647


def _share() -> Number:
    return Number(9, 3, percent=True)


class Indicators(DirectNoun):
    code = ImportNoun.INDICATORS
    model, resource = Indicator, IndicatorResource
    key_columns = ("code", "geo", "year", "kind")
    columns = (
        Column("code", lambda: Text(60, required=True), heading=True),
        Column("title_zh", lambda: Text(200, required=True), heading=True),
        Column("title_en", lambda: Text(300, required=True), heading=True),
        Column("geo", lambda: Choice(Geography, required=True), heading=True),
        Column("year", lambda: Whole(1950, 2100), heading=True),
        Column("kind", lambda: Choice(IndicatorKind, required=True), heading=True),
        Column("operator", lambda: Choice(Comparison)),
        Column("value", lambda: Number(16, 4, required=True), heading=True),
        Column("unit", lambda: Text(20, required=True), heading=True),
        Column("approx", YesNo),
        Column("flow", lambda: Choice(Flow)),
        Column("yoy_pct", _share),
        Column("vs_national_pp", _share),
        Column("share_of_national_pct", _share),
        Column("avg_growth_pct", _share),
        Column("source", lambda: Text(200)),
        Column("note", lambda: Text(300)),
    )

    def keys(self, values: Values) -> list[str]:
        return [f"{values['code']}{SEPARATOR}{values['geo']}{SEPARATOR}{values['year']}{SEPARATOR}{values['kind']}"]


class Bases(DirectNoun):
    code = ImportNoun.BASES
    model, resource = Base, BaseResource
    key_columns = ("code",)
    columns = (
        Column("code", lambda: Text(40, required=True), heading=True),
        Column("level", lambda: Choice(PolicyLevel, required=True), heading=True),
        Column("title_zh", lambda: Text(200)),
        Column("title_en", lambda: Text(300)),
        Column("kind_zh", lambda: Text(100)),
        Column("kind_en", lambda: Text(100)),
        Column("tenants", lambda: Whole(0, INTEGER)),
        Column("export_usd", lambda: Number(16, 2)),
        Column("period", lambda: Text(40)),
        Column("award_zh", lambda: Text(200)),
        Column("award_en", lambda: Text(200)),
        Column("orders_zh", Lines),
        Column("orders_en", Lines),
        Column("note", lambda: Text(300)),
    )

    def keys(self, values: Values) -> list[str]:
        return [str(values["code"])]


class Entries(DirectNoun):
    """Told apart by their number in the edition or, where no source gives it, by their text."""

    code = ImportNoun.ENTRIES
    model, resource = NegativeListEntry, NegativeListEntryResource
    key_columns = ("edition", "number", "text_zh")
    match = 2
    columns = (
        Column("edition", lambda: Reference(NegativeList, required=True), heading=True),
        Column("number", lambda: Whole(1, SMALL_INTEGER), heading=True),
        Column("sector", lambda: Reference(Sector, required=True), heading=True),
        Column("text_zh", lambda: Text(500, required=True), heading=True),
        Column("text_en", lambda: Text(700)),
        Column("modes", lambda: References(SupplyMode)),
        Column("dimensions", lambda: References(Dimension)),
        Column("source", lambda: Text(200)),
    )

    def keys(self, values: Values) -> list[str]:
        number = values["number"]
        edition = f"{values['edition']}{SEPARATOR}"
        return ["" if number is None else f"{edition}{number}", f"{edition}{SEPARATOR}{values['text_zh']}"]

    def key_name(self, number: int) -> str:
        return ("number", "text_zh")[number]

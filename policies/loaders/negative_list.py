"""Loads the negative lists (shape of negative_list.yaml): editions, sectors, entries, easings."""

import datetime as dt
import re
from typing import Any

from policies.loaders.library import named
from policies.loaders.places import load_titled
from policies.loaders.reading import Entry, relate
from policies.models import Dimension, FtzDifference, NegativeList, NegativeListEntry, Sector, SupplyMode
from portal.core.loading import Document, Report, loader, upsert


@loader("negative list", keys={"lists", "entries"})
def load_negative_list(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("lists", "modes", "dimensions", "sectors", "entries", "ftz_differences")
    for key in ("lists", "entries"):
        document.need((key,), list)
    first = _load_editions(root, report)
    load_titled(root, report, "modes", SupplyMode)
    load_titled(root, report, "dimensions", Dimension)
    load_titled(root, report, "sectors", Sector)
    _load_entries(root, report, first)
    for order, entry in enumerate(root.entries("ftz_differences")):
        entry.only("zh", "en")
        values = {"text_en": entry.text("en", required=False), "order": order}
        upsert(report, FtzDifference, {"text_zh": entry.text("zh")}, values, where=entry.where)
    return report


def _load_editions(root: Entry, report: Report) -> NegativeList | None:
    """The first edition of the file is the one that its entries belong to unless they name another."""
    first = None
    seen: set[str] = set()
    for order, entry in enumerate(root.entries("lists")):
        entry.only(
            "code", "zh", "en", "issuer_zh", "issuer_en", "doc", "promulgated", "effective", "items", "categories",
            "applies", "superseded_by",
        )  # fmt: skip
        values: dict[str, Any] = {
            **entry.pair("title"),
            **entry.pair("issuer", "issuer_zh", "issuer_en", required=False),
            "document": entry.text("doc", required=False),
            "promulgated_on": entry.date("promulgated") if entry.has("promulgated") else None,
            "item_count": entry.whole("items") if entry.has("items") else None,
            "category_count": entry.whole("categories") if entry.has("categories") else None,
            "applies": entry.text("applies", required=False),
            "order": order,
            **_effective(entry),
        }
        if entry.has("superseded_by"):
            values["superseded_by"] = named(entry, "superseded_by", NegativeList, entry.text("superseded_by"))
        row = upsert(report, NegativeList, {"code": entry.once(seen, "code")}, values, where=entry.where)
        first = first or row
    return first


def _effective(entry: Entry) -> dict[str, Any]:
    """A day, or only the month where the source gives no day."""
    value = entry.data.get("effective")
    if value is None or type(value) is dt.date:
        return {"effective_on": value, "effective_month": value.strftime("%Y-%m") if value else ""}
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(value)):
        entry.fail("effective", f"“effective” must be written YYYY-MM-DD or YYYY-MM, not “{value}”")
    return {"effective_on": None, "effective_month": str(value)}


def _load_entries(root: Entry, report: Report, first: NegativeList | None) -> None:
    seen: set[Any] = set()
    for order, entry in enumerate(root.entries("entries")):
        entry.only("no", "list", "sector", "zh", "en", "modes", "dims", "src")
        edition = named(entry, "list", NegativeList, entry.text("list")) if entry.has("list") else first
        if edition is None:
            entry.fail(None, "the file names no negative list that this entry could belong to")
        number = entry.whole("no", 1) if entry.has("no") else None
        _refuse_twice(entry, seen, edition, number)
        values = {
            "sector": named(entry, "sector", Sector, entry.text("sector")),
            "text_en": entry.text("en"),
            "source": entry.text("src", required=False),
            "order": order,
        }
        text = entry.text("zh")
        # A numbered entry is known by its number, so that its wording can be mended.
        key = {"number": number} if number else {"text_zh": text}
        values |= {"text_zh": text} if number else {"number": None}
        row = upsert(report, NegativeListEntry, {"edition": edition, **key}, values, where=entry.where)
        relate(report, row, "modes", [named(entry, "modes", SupplyMode, one) for one in entry.texts("modes")])
        relate(report, row, "dimensions", [named(entry, "dims", Dimension, one) for one in entry.texts("dims")])


def _refuse_twice(entry: Entry, seen: set[Any], edition: NegativeList, number: int | None) -> None:
    if number is not None and (edition.pk, number) in seen:
        entry.fail("no", f"number {number} stands in this list twice")
    text = (edition.pk, entry.text("zh"))
    if text in seen:
        entry.fail("zh", "this text stands in the list twice")
    seen.update({text, (edition.pk, number)} if number is not None else {text})

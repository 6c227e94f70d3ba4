"""The part of the talent file on visas, entry without one, permanent residence and fines."""

from __future__ import annotations

import datetime as dt
import re

from portal.core.loading import Document, Report, upsert
from talent.entries import Entry, both, entries, section
from talent.models import EntryWithoutVisa, Penalty, ResidenceRoute, VisaType

VISA_TEXTS = ("needs", "condition", "leads_to", "validity", "entries", "fee", "family", "warning")
ENTRY_TEXTS = ("qingdao_ports", "area", "allowed", "not_allowed", "grounds", "papers", "basis", "note")


def load(document: Document, report: Report) -> None:
    for order, path in enumerate(entries(document, "visa_types")):
        _load_visa(Entry(document, path, section(document, "visa_types")), report, order)
    for order, path in enumerate(entries(document, "entry_without_visa")):
        _load_without_visa(Entry(document, path, section(document, "entry_without_visa")), report, order)
    if "permanent_residence" in document.data:
        _load_residence(document, report)
    for order, path in enumerate(entries(document, "penalties")):
        _load_penalty(Entry(document, path, section(document, "penalties")), report, order)


def _load_visa(entry: Entry, report: Report, order: int) -> None:
    whole, truth = ("stay_days", "confirm_letter_workdays"), ("employer_needed", "work_allowed")
    entry.only({"code", "zh", "en", "since", *whole, *truth} | both(*VISA_TEXTS))
    values = {"order": order} | entry.titles()
    texts = entry.texts(*VISA_TEXTS)
    if "needs" in entry.data and "needs_zh" not in entry.data:
        texts["needs_zh"] = "；".join(entry.data["needs"])  # the list holds official Chinese names
    values |= texts | entry.plain(int, *whole) | entry.plain(bool, *truth) | entry.plain(dt.date, "since")
    upsert(report, VisaType, {"code": entry.need("code")}, values | entry.checked(), (entry.document, entry.path))


def _load_without_visa(entry: Entry, report: Report, order: int) -> None:
    whole = ("countries", "ports", "provinces", "stay_days_max")
    entry.only({"code", "zh", "en", "as_of", "since", "single_entry", *whole} | both("airports", *ENTRY_TEXTS))
    values = {"order": order} | entry.titles() | entry.texts(*ENTRY_TEXTS)
    values |= {name.replace("airports", "qingdao_ports"): text for name, text in entry.texts("airports").items()}
    values |= entry.plain(int, *whole) | entry.plain(bool, "single_entry") | entry.plain(dt.date, "as_of", "since")
    where = (entry.document, entry.path)
    upsert(report, EntryWithoutVisa, {"code": entry.need("code")}, values | entry.checked(), where)


def _load_residence(document: Document, report: Report) -> None:
    whole = Entry(document, ("permanent_residence",))
    whole.only({"routes"} | both("basis"))
    basis = whole.texts("basis")
    for order in range(len(whole.need("routes", list))):
        entry = Entry(document, (*whole.path, "routes", order))
        entry.only({"code", "zh", "en"} | both("detail"))
        titles = entry.titles()
        name, _dash, detail = titles["name_en"].partition(" - ")
        values = {"order": order, **titles, **basis, "name_en": name}
        values |= ({"detail_en": detail} if detail else {}) | entry.texts("detail")
        key = {"code": entry.need("code")}
        upsert(report, ResidenceRoute, key, values | entry.checked(), (document, entry.path))


def _load_penalty(entry: Entry, report: Report, order: int) -> None:
    entry.only({"zh", "en", "cny", "max"} | both("note", "fine", "basis"))
    values = {"order": order} | entry.titles()
    name = values.pop("name_zh")
    fine = f"CNY {_grouped(str(entry.need('cny', (str, int))))}"
    if "max" in entry.data:
        fine += f", at most CNY {_grouped(str(entry.need('max', (str, int))))}"
    values |= {"fine_en": fine} | entry.texts("note", "fine", "basis") | entry.checked()
    upsert(report, Penalty, {"name_zh": name}, values, (entry.document, entry.path))


def _grouped(text: str) -> str:
    """Thousands with commas, and "to" for the dash of a range."""
    text = re.sub(r"(?<=\d)-(?=\d)", " to ", text)
    return re.sub(r"\d{4,}", lambda number: f"{int(number[0]):,}", text)

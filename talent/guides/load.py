"""Loads service guides (shape of guides.yaml): texts in four languages, what several guides share said once."""

from __future__ import annotations

from typing import Any

from portal.core.loading import Document, Report, loader, upsert
from talent.entries import checks
from talent.enums import Actor, Asked, FactElement, GuideGroup, SourceKind
from talent.guides.publishing import publish
from talent.models import Agency, Guide, GuideFact, GuidePaper, GuideStep
from talent.models.words import digest

LANGUAGES = ("zh", "en", "ko", "ja")
FORMS = ("original", "copy", "translation", "seal")
GUIDE_KEYS = {
    "slug",
    "group",
    "most_used",
    "agency",
    "name",
    "who",
    "result",
    "papers",
    "steps",
    "source",
    "check_every",
}
Path = tuple[Any, ...]


@loader("guides", keys={"guides", "common"})
def load_guides(document: Document) -> Report:
    document.only((), {"checked_on", "checked_by", "common", "papers", "guides"})
    report = Report()
    for order in range(len(document.need(("guides",), list))):
        _load_guide(document, ("guides", order), report, order)
    return report


def _load_guide(document: Document, path: Path, report: Report, order: int) -> None:
    document.only(path, GUIDE_KEYS | set(FactElement.values))
    data = document.need(path, dict)
    values = {"order": order, "group": _choice(document, (*path, "group"), GuideGroup.values)}
    values |= {"most_used": bool(data.get("most_used")), "agency": _agency(document, path)}
    values |= texts(document, path, "name", "who", "result") | _source(document, path)
    guide = upsert(report, Guide, {"slug": document.need((*path, "slug"), str)}, values, (document, path))
    _load_facts(document, path, report, guide)
    _load_papers(document, path, report, guide)
    _load_steps(document, path, report, guide)
    guide.refresh_from_db()
    if guide.version == 0 and not guide.missing:
        publish(guide)


def texts(document: Document, path: Path, *names: str) -> dict[str, Any]:
    """Columns and `words` of the texts that are present."""
    columns: dict[str, Any] = {"words": {}}
    for name in names:
        if name in document.need(path, dict):
            _add(columns, name, _said(document, (*path, name)))
    return columns


def _said(document: Document, place: Path) -> dict[str, str]:
    """A text in all four languages; none may be left out."""
    document.only(place, {*LANGUAGES, "known", "source", "check_every"})
    return {language: document.need((*place, language), str) for language in LANGUAGES}


def _add(columns: dict[str, Any], name: str, said: dict[str, str]) -> None:
    for language, text in said.items():
        if language in ("zh", "en"):
            columns[f"{name}_{language}"] = text
        if language != "zh":
            kept = {} if language == "en" else {"text": text}
            columns["words"].setdefault(language, {})[name] = kept | {"of": digest(said["zh"])}


def _load_facts(document: Document, path: Path, report: Report, guide: Guide) -> None:
    """Each element is a sentence, or a list of them, or the name of a sentence in `common`."""
    for element in FactElement.values:
        if element not in document.need(path, dict):
            continue
        given = document.need((*path, element), (list, dict, str))
        places = [(*path, element, n) for n in range(len(given))] if isinstance(given, list) else [(*path, element)]
        for order, place in enumerate(places):
            place = _common(document, place, "common")
            values = _source(document, place, guide.source_kinds) | {"known": _known(document, place), "words": {}}
            _add(values, "text", _said(document, place))
            key = {"guide": guide, "element": element, "order": order}
            upsert(report, GuideFact, key, values, (document, place))
        for surplus in guide.facts.filter(element=element, order__gte=len(places)):
            surplus.delete()


def _known(document: Document, place: Path) -> bool:
    return bool(document.need(place, dict).get("known", True))


def _common(document: Document, place: Path, shelf: str) -> Path:
    """Where the thing stands: here, or under its name on the shelf that guides share."""
    given = document.need(place, (dict, str))
    if isinstance(given, dict):
        return place
    document.need((shelf, given), dict)
    return (shelf, given)


def _load_papers(document: Document, path: Path, report: Report, guide: Guide) -> None:
    given = document.need((*path, "papers"), list)
    for order in range(len(given)):
        place = _common(document, (*path, "papers", order), "papers")
        document.only(place, {"name", "validity", "note", "source", "check_every", *FORMS})
        data = document.need(place, dict)
        values = texts(document, place, "name", "validity", "note") | _source(document, place, guide.source_kinds)
        for form in FORMS:
            values[form] = _choice(document, (*place, form), Asked.values) if form in data else Asked.ASK
        upsert(report, GuidePaper, {"guide": guide, "order": order}, values, (document, place))
    for surplus in guide.papers.filter(order__gte=len(given)):
        surplus.delete()


def _load_steps(document: Document, path: Path, report: Report, guide: Guide) -> None:
    given = document.need((*path, "steps"), list)
    for order in range(len(given)):
        place = _common(document, (*path, "steps", order), "common")
        document.only(place, {"actor", "name", "place", "days", "result", "source", "check_every"})
        values = texts(document, place, "name", "place", "days", "result")
        values |= _source(document, place, guide.source_kinds)
        values |= {"actor": _choice(document, (*place, "actor"), Actor.values)}
        upsert(report, GuideStep, {"guide": guide, "order": order}, values, (document, place))
    for surplus in guide.steps.filter(order__gte=len(given)):
        surplus.delete()


def _source(document: Document, path: Path, inherited: str = "") -> dict[str, Any]:
    """Letters of the source, the day of the check and the interval."""
    data = document.need(path, dict)
    letters = document.need((*path, "source"), str) if "source" in data else inherited
    if ",".join(SourceKind.read(letters)) != letters.replace(" ", ""):
        document.fail((*path, "source"), f"“{letters}” must be letters of sources in their order: S, L, GK, A, R, D")
    interval = {"check_every": document.need((*path, "check_every"), int)} if "check_every" in data else {}
    return {"source_kinds": letters.replace(" ", "")} | interval | checks(document, path)


def _choice(document: Document, path: Path, values: list[str]) -> str:
    value = document.need(path, str)
    if value not in values:
        document.fail(path, f"“{value}” is not known here; known are {', '.join(values)}")
    return value


def _agency(document: Document, path: Path) -> Agency | None:
    if "agency" not in document.need(path, dict):
        return None
    code = document.need((*path, "agency"), str)
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        document.fail((*path, "agency"), f"no authority “{code}” is known; load talent.yaml first")
    return agency

"""Loads the words that rules are written in (shape of rules.yaml): fields, operators, papers, common conditions."""

from typing import Any

from policies.enums import PaperFormat
from policies.loaders.reading import Entry, plain
from policies.models import Measure, PaperType, RuleBook
from policies.rulebook import read_rules
from policies.rules import RuleError, Vocabulary
from portal.core.loading import Document, Report, loader, upsert

KEYS = ("rule_fields", "operators", "formula_kinds", "common_eligibility", "documents", "baseline_documents")


@loader("rules", keys={"rule_fields"})
def load_rules(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only(*KEYS)
    for key in ("operators", "documents"):
        document.need((key,), list)
    baseline = _load_papers(root, report)
    data = plain(document.data)
    words = _vocabulary(document, data)
    held = RuleBook.objects.filter(pk=1).first()
    version = 1 if held is None else held.version + (held.data != data)
    upsert(report, RuleBook, {"pk": 1}, {"version": version, "data": data})
    PaperType.objects.filter(baseline=True).exclude(code__in=baseline).update(baseline=False)
    _check_measures(document, words)
    return report


def _load_papers(root: Entry, report: Report) -> list[str]:
    baseline = root.texts("baseline_documents")
    seen: set[str] = set()
    for number, entry in enumerate(root.entries("documents")):
        entry.only("code", "zh", "en", "format", "sensitive")
        code = entry.once(seen, "code")
        values = {
            **entry.pair("title"),
            "format": entry.choice("format", PaperFormat),
            "sensitive": entry.flag("sensitive"),
            "baseline": code in baseline,
            "order": number,
        }
        upsert(report, PaperType, {"code": code}, values, where=entry.where)
    for number, code in enumerate(baseline):
        if code not in seen:
            root.document.fail(("baseline_documents", number), f"no paper “{code}” stands in this file")
    return baseline


def _vocabulary(document: Document, data: dict[str, Any]) -> Vocabulary:
    try:
        words = Vocabulary.from_data(data)
    except RuleError as error:
        document.fail(error.path, error.message)
    for number, entry in enumerate(data["rule_fields"]):
        paper = entry.get("source_doc") or "auto"
        if paper != "auto" and paper not in words.documents:
            document.fail(("rule_fields", number, "source_doc"), f"no paper “{paper}” stands in this file")
    return words


def _check_measures(document: Document, words: Vocabulary) -> None:
    """Words that measures in the database use must not disappear beneath them."""
    for measure in Measure.objects.all():
        try:
            read_rules(measure, words)
        except RuleError as error:
            where = ".".join(str(step) for step in error.path)
            document.fail(
                ("rule_fields",), f"measure {measure.code} could no longer be read ({where}: {error.message})"
            )

"""The part of the talent file on the path: papers, steps, their limits and fees."""

from __future__ import annotations

import re
from typing import Any

from portal.core import money
from portal.core.loading import Document, Report, upsert
from talent import limits, sources
from talent.entries import Entry, both, checks, entries, section
from talent.enums import Actor, FeeBand, LimitKind, LimitSubject, SourceKind
from talent.models import Agency, Paper, PathStep, StepFee, StepLimit, StepPaper

STEP_KEYS = {"no", "who", "zh", "en", "limit", "decision", "kind", "docs", "agency", "fees_cny"}
STEP_KEYS |= {"limit_sources", "limit_words_zh", "limit_words_en"} | both("where", "validity", "basis", "note")
CODE = re.compile(r"^[A-Z]+\d+$")
# The file's words for how binding a limit is.
KINDS = {"legal": LimitKind.LEGAL, "commit": LimitKind.PROMISED, "typical": LimitKind.USUAL}


def load(document: Document, report: Report) -> None:
    papers: dict[str, Paper] = {}
    for path in entries(document, "permit_documents") + entries(document, "other_documents"):
        entry = Entry(document, path, section(document, str(path[0])))
        paper = _load_paper(entry, report)
        papers[paper.code] = paper
    numbers: set[int] = set()
    for path in entries(document, "procedure"):
        entry = Entry(document, path, section(document, "procedure"))
        number = entry.need("no", int)
        if number in numbers:
            entry.fail("no", f"step {number} stands here twice")
        numbers.add(number)
        _load_step(entry, report, papers)
    for orphan in Paper.objects.filter(code__startswith="step", steps=None):
        orphan.delete()


def _load_paper(entry: Entry, report: Report) -> Paper:
    entry.only({"code", "zh", "en"} | both("rule", "who", "when"))
    values = entry.titles() | entry.texts("rule", "who", "when") | entry.checked()
    return upsert(report, Paper, {"code": entry.need("code")}, values, (entry.document, entry.path))


def _load_step(entry: Entry, report: Report, papers: dict[str, Paper]) -> None:
    entry.only(STEP_KEYS)
    titles = entry.titles()
    values = {"actor": entry.choice("who", Actor.values)}
    values |= {"title_zh": titles["name_zh"], "title_en": titles["name_en"]}
    where = entry.texts("where")
    values |= {name.replace("where", "place"): text for name, text in where.items()}
    values |= entry.texts("validity", "basis") | entry.checked() | _note(entry)
    step = upsert(report, PathStep, {"number": entry.data["no"]}, values, (entry.document, entry.path))
    if "kind" in entry.data:
        entry.choice("kind", KINDS)
    if "agency" in entry.data:
        _set_agencies(entry, step)
    if "limit" in entry.data or "decision" in entry.data:
        _load_limits(entry, report, step)
    if "docs" in entry.data:
        _load_docs(entry, report, step, papers)
    if "fees_cny" in entry.data:
        _load_fees(entry, report, step)


def _note(entry: Entry) -> dict[str, Any]:
    """The note with the letters of its own sources, which say nothing of the step as a whole."""
    own = Entry(entry.document, entry.path)
    columns = own.texts("note")
    return columns | ({"note_kinds": sources.join_kinds(own.kinds)} if columns else {})


def _set_agencies(entry: Entry, step: PathStep) -> None:
    codes = entry.need("agency", (str, list))
    codes = [codes] if isinstance(codes, str) else codes
    found = {agency.code: agency for agency in Agency.objects.filter(code__in=codes)}
    for code in codes:
        if code not in found:
            entry.fail("agency", f"no authority “{code}” stands in this file")
    if set(step.agencies.values_list("code", flat=True)) != set(codes):
        step.agencies.set(found.values())
        step.save()


def _load_limits(entry: Entry, report: Report, step: PathStep) -> None:
    zh, en, own = (entry.get(key, dict) or {} for key in ("limit_words_zh", "limit_words_en", "limit_sources"))
    check = checks(entry.document, entry.path)
    terms = _terms(entry)
    for order, term in enumerate(terms):
        kinds = term.kinds or own.get(term.subject, "") or step.source_kinds
        letters = [letter.strip() for letter in kinds.split(",")]
        kind = term.kind or (LimitKind.LEGAL if SourceKind.LAW in letters else "")
        values = {name: getattr(term, name) for name in ("subject", "least", "most", "unit", "anchor")}
        values |= {"kind": kind, "source_kinds": sources.join_kinds(letters)}
        values |= {"text_en": en.get(term.text, term.text), "text_zh": zh.get(term.text, "")}
        values |= {"source_en": en.get(term.remark, term.remark), "source_zh": zh.get(term.remark, "")}
        upsert(report, StepLimit, {"step": step, "order": order}, values | check, (entry.document, entry.path))
    for surplus in step.limits.filter(order__gte=len(terms)):
        surplus.delete()


def _terms(entry: Entry) -> list[limits.Term]:
    terms: list[limits.Term] = []
    limit = entry.get("limit", (str, dict))
    if isinstance(limit, str):
        terms += limits.read(limit)
    for subject in limit if isinstance(limit, dict) else ():
        path = (*entry.path, "limit", subject)
        if subject not in LimitSubject.values:
            entry.document.fail(path, f"“{subject}” is not known here; known are {', '.join(LimitSubject.values)}")
        terms += limits.read(entry.document.need(path, str), subject)
    if "decision" in entry.data:
        terms += limits.read(entry.need("decision"), LimitSubject.DECISION)
    if "kind" in entry.data:
        terms = [limits.with_kind(term, KINDS[entry.data["kind"]]) for term in terms]
    return terms


def _load_docs(entry: Entry, report: Report, step: PathStep, papers: dict[str, Paper]) -> None:
    """Codes of papers, or Chinese names: a name that no paper bears yet becomes a paper of this step."""
    kept = []
    for order, item in enumerate(entry.need("docs", list)):
        path = (*entry.path, "docs", order)
        paper = papers.get(item) or next((p for p in papers.values() if p.name_zh == item), None)
        if paper is None and (not isinstance(item, str) or CODE.match(item)):
            entry.document.fail(path, f"no paper “{item}” stands in this file")
        if paper is None:
            paper = Paper.objects.filter(name_zh=item).first()
        if paper is None:
            check = checks(entry.document, entry.path)
            key = {"code": f"step{step.number}-{order + 1}"}
            paper = upsert(report, Paper, key, {"name_zh": item, **check}, (entry.document, path))
        upsert(report, StepPaper, {"step": step, "paper": paper}, {"order": order}, (entry.document, path))
        kept.append(paper.pk)
    for surplus in step.step_papers.exclude(paper__in=kept):
        surplus.delete()


def _load_fees(entry: Entry, report: Report, step: PathStep) -> None:
    fees = entry.need("fees_cny", dict)
    check = checks(entry.document, entry.path)
    for order, band in enumerate(fees):
        path = (*entry.path, "fees_cny", band)
        if band not in FeeBand.values:
            entry.document.fail(path, f"“{band}” is not known here; known are {', '.join(FeeBand.values)}")
        amount = entry.document.need(path, int)
        if amount < 0:
            entry.document.fail(path, "a fee can’t be below zero")
        values = {"order": order, "amount_fen": money.fen(amount), **check}
        upsert(report, StepFee, {"step": step, "band": band}, values, (entry.document, path))
    for surplus in step.fees.exclude(band__in=fees):
        surplus.delete()

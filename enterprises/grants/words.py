"""A line in words, for the desk, the enterprise and the sheets: why, from what, how much."""

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from enterprises.credit.enums import CreditCategory
from enterprises.enums import FactSource
from enterprises.grants.frozen import rules_of
from enterprises.grants.judging import (
    APPLIED,
    CAP,
    CREDIT,
    EXCLUSIVE,
    NOTHING,
    OFFERED,
    OFFICER,
    RECORD,
    Known,
    Outcome,
)
from enterprises.models import GrantLine
from policies.forms import shown_fact
from policies.rules import Verdict
from policies.rules.questions import question_of
from portal.core.money import format_cny, yuan


def reason_text(reason: dict[str, Any]) -> str:
    """Why somebody is left out whatever the rules say."""
    kind = reason["kind"]
    if kind == CREDIT:
        words = {
            "category": CreditCategory(reason["category"]).label,
            "source": reason["source"],
            "ref": reason["reference"],
        }
        return _("On a credit list: %(category)s (%(source)s %(ref)s)") % words
    if kind == APPLIED:
        return _("Has application %(number)s under this call already") % {"number": reason["number"]}
    if kind == EXCLUSIVE:
        text = _("Supported this year under %(measure)s, which excludes this one (application %(number)s)")
        return text % {"measure": reason["measure"], "number": reason["number"]}
    if kind == OFFERED:
        return _("Has an offer of run %(run)s of this call") % {"run": reason["run"]}
    if kind == CAP:
        words = {"cap": format_cny(yuan(reason["cap_fen"])), "granted": format_cny(yuan(reason["granted_fen"]))}
        return _("The yearly cap of %(cap)s is used up: %(granted)s was granted this year") % words
    if kind == NOTHING:
        return _("The rule gives an amount of nothing")
    return str(reason["kind"])


def why(outcome: Outcome) -> list[str]:
    """What keeps a line out or unclear: reasons first, then each condition with its clause."""
    found = [reason_text(one) for one in outcome.reasons]
    for one in outcome.result.conditions:
        if one.verdict == Verdict.NOT_MET:
            found.append(_("%(sentence)s (clause %(clause)s): %(detail)s") % _said(one))
    if found:
        return found
    for one in outcome.result.conditions:
        if one.verdict in (Verdict.UNANSWERED, Verdict.OFFICIAL):
            found.append(_("%(sentence)s (clause %(clause)s): %(detail)s") % _said(one))
    return found


def _said(one: Any) -> dict[str, str]:
    return {"sentence": one.sentence, "clause": one.clause or "–", "detail": one.detail.rstrip(".。")}


def conditions(outcome: Outcome) -> list[dict[str, str]]:
    """For components/condition_line.html. Where one of several is enough and is met, the others say nothing."""
    settled = outcome.result.verdict == Verdict.MET
    return [
        {
            "title": one.sentence,
            "verdict": str(one.verdict),
            "clause": _("clause %(number)s") % {"number": one.clause} if one.clause else "",
            "detail": one.detail,
        }
        for one in outcome.result.conditions
        if not (settled and one.group == "any" and one.verdict != Verdict.MET)
    ]


def steps(outcome: Outcome, line: GrantLine) -> list[dict[str, Any]]:
    """For components/amount_table.html: the rule's own steps, then what the call or the budget makes of it."""
    rows = [
        {"label": step.label, "value": step.display, "note": step.detail, "total": step.kind == "total"}
        for step in outcome.result.steps
    ]
    rule = outcome.result.amount_cny
    if line.computed_cny is not None and rule is not None and line.computed_cny != rule:
        label = _("Left of the call’s yearly cap")
        rows.append({"label": label, "value": format_cny(line.computed_cny), "note": "", "total": True})
    if line.amount_fen is not None and line.amount_fen != line.computed_fen:
        note = _("All awards are cut by the same factor, because the budget does not cover them.")
        rows.append({"label": _("Offered"), "value": format_cny(line.amount_cny), "note": note, "total": True})
    return rows


def facts(line: GrantLine, known: Known) -> list[dict[str, str]]:
    """Each fact that counts: name, value, where it came from."""
    rules = rules_of(line.run)
    found = []
    for name, value in known.values.items():
        known_name = name in rules.asked_codes or name in rules.vocabulary.fields
        if known_name:
            question = question_of(rules, name)
            found.append(
                {
                    "code": name,
                    "label": question.label,
                    "value": shown_fact(question, value),
                    "source": source_text(known.sources.get(name, {}), line),
                }
            )
    return found


def source_text(source: dict[str, str], line: GrantLine) -> str:
    kind = source.get("kind")
    if kind == RECORD:
        day = formats.date_format(date.fromisoformat(source["on"]))
        if not source["ref"]:
            return _("The enterprise’s file, as of %(day)s") % {"day": day}
        return _("The enterprise’s file: %(source)s, as of %(day)s") % {
            "source": _source_name(source["ref"]),
            "day": day,
        }
    if kind == OFFICER:
        return _("Entered by an official, resting on: %(ref)s") % {"ref": source.get("ref", "")}
    return _("Roster of the division, row %(row)s, of %(day)s") % {
        "row": line.row, "day": formats.date_format(line.run.as_of),
    }  # fmt: skip


def _source_name(code: str) -> str:
    return str(dict(FactSource.choices).get(code, code))


def corrections(line: GrantLine) -> list[dict[str, Any]]:
    """What the enterprise said is wrong, newest last."""
    rules = rules_of(line.run)
    return [
        {
            "label": question_of(rules, one.field).label,
            "statement": one.statement,
            "paper": one.paper,
            "by": one.by,
            "at": one.at,
        }
        for one in line.corrections.select_related("by", "paper")
    ]

"""The contexts of the pages: all runs, one run, one line."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from enterprises.desk.grants import lines as listed
from enterprises.desk.grants.forms import SettleForm
from enterprises.desk.grants.query import KINDS, LineQuery
from enterprises.enums import GrantPhase, GrantVerdict
from enterprises.grants.columns import columns
from enterprises.grants.computing import outcome_of
from enterprises.grants.frozen import rules_of
from enterprises.grants.permissions import may_prepare_grants, may_release_grants
from enterprises.grants.releasing import Standing, standing, waiting
from enterprises.grants.settling import may_settle
from enterprises.grants.words import conditions, corrections, facts, reason_text, steps
from enterprises.models import GrantLine, GrantRun
from portal.accounts.models import User
from portal.core.imports.problems import place
from portal.core.imports.texts import NOTES, sentence
from portal.core.money import format_cny, yuan

RECENT = 100
ERRORS = 200
TONES = {
    GrantPhase.READING: "sand",
    GrantPhase.COMPUTING: "sand",
    GrantPhase.READY: "sea",
    GrantPhase.RELEASED: "pine",
    GrantPhase.FAILED: "tile",
    GrantPhase.DROPPED: "plain",
}
Context = dict[str, Any]


def all_runs(user: User) -> Context:
    runs = GrantRun.objects.visible_to(user).select_related("call__measure", "prepared_by").defer("frozen", "problems")
    found = list(runs.order_by("-pk")[:RECENT])
    titles = (_("Measure"), _("Stage"), _("In"), _("Sum"), _("Unclear"), _("Prepared by"))
    return {
        "title": capfirst(str(GrantRun._meta.verbose_name_plural)),
        "columns": [{"title": title, "numeric": title in (_("In"), _("Sum"), _("Unclear"))} for title in titles],
        "rows": [_run_row(run) for run in found],
        "may_prepare": may_prepare_grants.test(user),
        "demo": any(run.is_demo for run in found),
    }


def _run_row(run: GrantRun) -> Context:
    return {
        "pk": run.pk,
        "number": str(run),
        "url": reverse("admin:enterprises_grantrun_change", args=[run.pk]),
        "cells": [
            {"text": run.call.measure.title, "cut": True},
            {"text": str(GrantPhase(run.phase).label), "chip": True, "tone": TONES[GrantPhase(run.phase)]},
            {"text": f"{run.in_count:,}", "numeric": True},
            {"text": format_cny(run.in_cny), "numeric": True},
            {"text": f"{run.unclear_count:,}", "numeric": True},
            {"text": str(run.prepared_by)},
        ],
    }


def run_page(run: GrantRun, user: User, query: LineQuery) -> Context:
    context = {
        "title": str(run),
        "run": run,
        "phase": str(GrantPhase(run.phase).label),
        "tone": TONES[GrantPhase(run.phase)],
        "may_prepare": may_prepare_grants.test(user),
        "self_url": reverse("admin:enterprises_grantrun_change", args=[run.pk]),
    }
    if run.is_at_work:
        return context | {"done": run.rows_done, "maximum": run.rows_total}
    if run.phase == GrantPhase.FAILED:
        return context | _failure(run)
    found, pager = listed.page(run, query)
    return context | {
        "figures": _figures(run),
        "notes": notes(run),
        "money": money(run, user),
        "facts": _facts(run),
        "tabs": _tabs(run, query),
        "kinds": _kinds(query) if query.list == "changes" else [],
        "query": query,
        "hidden": [{"name": "list", "value": query.list}]
        + ([{"name": "kind", "value": query.kind}] if query.list == "changes" else []),
        "columns": listed.columns(query),
        "rows": listed.rows_of(run, query, found),
        "pager": pager,
        "export_url": reverse("admin:enterprises_grantrun_export", args=[run.pk, query.list]) + f"?kind={query.kind}",
    }


def _figures(run: GrantRun) -> list[Context]:
    rows = (
        (_("In"), f"{run.in_count:,}", "pine"),
        (_("Sum of the amounts"), format_cny(run.in_cny), ""),
        (_("Unclear"), f"{run.unclear_count:,}", "sand" if run.unclear_count else ""),
        (_("Out by the rules"), f"{run.out_count:,}", ""),
        (_("Excluded"), f"{run.excluded_count:,}", "tile" if run.excluded_count else ""),
    )
    return [{"label": label, "value": value, "tone": tone} for label, value, tone in rows]


def money(run: GrantRun, user: User) -> Context:
    """What a release would take of what is left, and whether this person may release."""
    sums = standing(run)
    waits = waiting(run).exists() and run.phase in (GrantPhase.READY, GrantPhase.RELEASED)
    return {
        "rows": _sums(sums),
        "fits": sums.fits or sums.pro_rata,
        "cut": sums.factor != 1,
        "percent": f"{float(sums.factor) * 100:.2f}",
        "waits": waits,
        "may_release": waits and may_release_grants.test(user, run),
        "prepared_it": run.prepared_by_id == user.pk and may_release_grants.test(user),
    }


def _sums(sums: Standing) -> list[Context]:
    rows = [
        (_("Budget of the call"), sums.budget, False),
        (_("Committed"), -sums.committed, False),
        (_("Offered and not answered"), -sums.offered, False),
        (_("Free"), sums.free, True),
        (_("To be released now"), sums.wanted, True),
    ]
    return [{"label": label, "value": _signed(value), "total": total} for label, value, total in rows]


def _signed(fen: int) -> str:
    return f"− {format_cny(yuan(-fen))}" if fen < 0 else format_cny(yuan(fen))


def _facts(run: GrantRun) -> list[Context]:
    released = f"{run.released_by} · {run.released_at:%Y-%m-%d}" if run.released_at else "–"
    rows = [
        (_("Call"), run.call.code, reverse("admin:enterprises_call_change", args=[run.call_id])),
        (_("Prepared by"), str(run.prepared_by), ""),
        (_("Released by"), released, ""),
        (_("Judged as of"), run.as_of.isoformat(), ""),
        (_("Working days to answer"), str(run.answer_days), ""),
        (_("Roster"), run.file_name, ""),
        (_("Rules of the measure"), _("version %(number)s") % {"number": run.frozen.get("version", "")}, ""),
        (_("Run before it"), str(run.previous) if run.previous else "–", _previous(run)),
        (_("SHA-256 of the file"), run.sha256, ""),
        (_("SHA-256 of the rules"), run.frozen_sha256, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows]


def _previous(run: GrantRun) -> str:
    return reverse("admin:enterprises_grantrun_change", args=[run.previous_id]) if run.previous_id else ""


def _tabs(run: GrantRun, query: LineQuery) -> list[Context]:
    rows: list[tuple[str, str, int | None]] = [
        ("in", _("In"), run.in_count),
        ("unclear", _("Unclear"), run.unclear_count),
        ("out", _("Out by the rules"), run.out_count),
        ("excluded", _("Excluded"), run.excluded_count),
    ]
    if run.previous_id:
        rows.append(("changes", _("Against the run before"), None))
    if run.phase == GrantPhase.RELEASED:
        rows += [("answers", _("Answers"), None), ("alone", _("Without an account"), None)]
    return [
        {"title": title, "url": query.url(list=name, search=""), "count": count, "current": name == query.list}
        for name, title, count in rows
    ]


def _kinds(query: LineQuery) -> list[Context]:
    titles = (_("New in"), _("Dropped out"), _("Other amount"), _("Not in the roster any more"))
    return [
        {"title": title, "url": query.url(kind=kind), "count": None, "current": kind == query.kind}
        for kind, title in zip(KINDS, titles, strict=True)
    ]


def _failure(run: GrantRun) -> Context:
    refusal = sentence(run.refusal["text"], run.refusal["params"]) if run.refusal else ""
    found = problems(run)
    return {
        "refusal": refusal,
        "errors": found[:ERRORS],
        "not_kept": max(run.problem_count - len(found[:ERRORS]), 0),
        "kept": len(found[:ERRORS]),
        "errors_url": reverse("admin:enterprises_grantrun_errors", args=[run.pk]),
        "form_url": reverse("admin:enterprises_grantrun_add"),
    }


def problems(run: GrantRun) -> list[Context]:
    """Place, heading and sentence of each error that was kept, in the reader's language."""
    known = columns(rules_of(run))
    found = []
    for one in run.problems:
        name = one["name"]
        heading = capfirst(str(known[name].heading)) if name in known else name.removeprefix("=")
        params = {key.removesuffix("_of"): _named(known, key, value) for key, value in one["params"].items()}
        text = sentence(one["text"], params)
        found.append({"place": place(one["row"], one["column"]), "heading": heading, "text": text, "row": one["row"]})
    return found


def _named(known: Any, key: str, value: Any) -> Any:
    """A parameter that ends in `_of` names a column; its heading is meant."""
    return capfirst(str(known[value].heading)) if key.endswith("_of") and value in known else value


def notes(run: GrantRun) -> list[str]:
    known = columns(rules_of(run))
    found = []
    for one in run.notes:
        params = dict(one.get("params", {}))
        if "fields" in one:
            params["names"] = _(", ").join(str(known[name].heading) for name in one["fields"] if name in known)
        found.append(sentence(NOTES.get(one.get("code", ""), one.get("text", "")), params))
    return found


def line_page(line: GrantLine, user: User, form: SettleForm | None = None) -> Context:
    outcome = outcome_of(line)
    settles = may_settle(line) and may_prepare_grants.test(user)
    return {
        "title": line.name,
        "run": line.run,
        "line": line,
        "verdict": str(GrantVerdict(line.verdict).label),
        "tone": {"in": "pine", "out": "tile", "unclear": "sand"}[line.verdict],
        "reasons": [reason_text(one) for one in outcome.reasons],
        "conditions": conditions(outcome),
        "steps": steps(outcome, line) if line.verdict != GrantVerdict.OUT else [],
        "facts": facts(line, outcome.known),
        "corrections": corrections(line),
        "answers": _answers(line),
        "form": (form or SettleForm(line)) if settles else None,
        "list_url": reverse("admin:enterprises_grantrun_change", args=[line.run_id]) + f"?list={_list(line)}",
    }


def _list(line: GrantLine) -> str:
    return "excluded" if line.verdict == GrantVerdict.OUT and line.excluded else line.verdict


def _answers(line: GrantLine) -> list[Context]:
    """What became of the offer, for components/key_facts.html."""
    if line.offered_at is None and line.answered_at is None:
        return []
    application = getattr(line, "acceptance", None)
    rows = [
        (_("Offered"), f"{line.offered_at:%Y-%m-%d}" if line.offered_at else "–", ""),
        (_("Amount"), format_cny(line.amount_cny) if line.amount_cny is not None else "–", ""),
        (_("To be answered by"), line.answer_by.isoformat() if line.answer_by else "–", ""),
        (_("Released by"), str(line.released_by or "–"), ""),
        (_("The enterprise’s answer"), str(line.shown_answer()), ""),
    ]
    if line.answered_by:
        rows.append((_("Answered by"), f"{line.answered_by} · {line.answered_at:%Y-%m-%d}", ""))
    if line.reason:
        rows.append((_("Reason"), line.reason, ""))
    if application is not None:
        url = reverse("admin:enterprises_application_change", args=[application.application_id])
        rows.append((_("Application"), application.application.number, url))
    return [{"label": label, "value": value, "url": url} for label, value, url in rows]

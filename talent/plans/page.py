"""A plan in words: what the page, the PDF, the calendar file and the API show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.calendars.workdays import Calendar
from portal.core.dates import day_text
from talent.planning.choices import Goal
from talent.planning.constants import MissingConstant
from talent.planning.engine import goal_step, make_plan
from talent.planning.papers import PASSPORT, PaperPlan
from talent.planning.plan import Plan, Planned
from talent.planning.question import Question
from talent.plans.caution_words import caution_text
from talent.plans.records import NotSupplied, Record
from talent.plans.words import GOALS, STEPS, WAYS, WHO, on, paper_name, step_title


@dataclass(frozen=True)
class PlanPage:
    """Everything is said in the active language at the moment of its making."""

    plan: Plan
    headline: str
    text: str
    tone: str
    rows: list[dict[str, Any]]
    papers: list[dict[str, Any]]
    cautions: list[dict[str, Any]]
    numbers: list[Record]


def plan_page(question: Question, records: dict[str, Record]) -> PlanPage:
    """Raises NotSupplied."""
    try:
        plan = make_plan(question, {code: one.constant for code, one in records.items()}, Calendar.load())
    except MissingConstant as error:
        raise NotSupplied(error.code) from error
    cautions = [
        {"code": one.code, "text": caution_text(one), "tone": "tile" if one.grave else "sand"} for one in plan.cautions
    ]
    return PlanPage(
        plan=plan,
        headline=_headline(plan),
        text=cautions[0]["text"] if plan.cautions and plan.cautions[0].grave else _next(plan),
        tone="pine" if plan.works_out else "tile",
        rows=[_row(plan, one, records) for one in plan.steps],
        papers=[_paper(one, records) for one in plan.papers],
        cautions=cautions[1:] if plan.cautions and plan.cautions[0].grave else cautions,
        numbers=[records[code] for code in plan.used],
    )


def _headline(plan: Plan) -> str:
    day = day_text(plan.question.date)
    if plan.question.arrived:
        return _("You arrived on %(day)s: what is left to do") % {"day": day}
    if plan.question.goal is Goal.ARRIVE:
        return (_("You can arrive on %(day)s") if plan.works_out else _("Arriving on %(day)s does not work out")) % {
            "day": day
        }
    if plan.works_out:
        return _("You can start work on %(day)s") % {"day": day}
    return _("Starting work on %(day)s does not work out") % {"day": day}


def _next(plan: Plan) -> str:
    """The first thing to do, with its last day."""
    step = next((one for one in plan.steps if one.latest and one.latest.on >= plan.question.today), None)
    if step is None:
        return ""
    return _("Next: %(step)s, by %(day)s.") % {"step": step_title(step.code), "day": on(step.latest)}


def _row(plan: Plan, one: Planned, records: dict[str, Record]) -> dict[str, Any]:
    title, term, number = STEPS[one.code]
    fixed = one.code == goal_step(plan.question)
    return {
        "code": one.code,
        "title": str(title),
        "term": term,
        "anchor": f"step-{number}" if number else "",
        "who": str(WHO[one.step.who]),
        "earliest": "" if fixed and plan.question.goal is Goal.ARRIVE else on(one.earliest),
        "latest": on(one.latest),
        "limit": on(one.limit),
        "rule": records[one.step.limit[1].code].value if one.step.limit else "",
        "is_goal": fixed,
        "is_late": one.is_late,
        "planned": one,
    }


def _paper(one: PaperPlan, records: dict[str, Record]) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": paper_name(one.code),
        "needed_for": [step_title(step) for step in one.steps],
        "needed": on(one.needed),
        "needed_last": on(one.needed_last),
        "given": on(one.given),
        "counts_until": on(one.counts_until),
        "wanted": _wanted(one),
        "rule": records[one.constant.code].value,
        "state": "lapsed" if one.has_lapsed else "lapses" if one.lapses else "good" if one.given else "",
        "planned": one,
    }


def _wanted(one: PaperPlan) -> str:
    if one.issued_from is None:
        return ""
    if one.code == PASSPORT:
        return _("valid until %(day)s at least") % {"day": on(one.issued_from)}
    return _("issued on %(day)s or later") % {"day": on(one.issued_from)}


def kept_title(answers: dict[str, str]) -> str:
    """What a kept plan is called in a list, from its answers."""
    way = str(WAYS.get(answers.get("way", ""), ""))
    goal = str(GOALS.get(answers.get("goal", ""), ""))
    return f"{way} · {goal}: {day_text(dt.date.fromisoformat(answers['date']))}"

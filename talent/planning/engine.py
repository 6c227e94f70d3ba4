"""From a question to a plan: forwards from today, backwards from the day that was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from talent.planning.cautions import cautions_of
from talent.planning.choices import IN_CHINA, TO_WORK, Goal
from talent.planning.constants import DAY, Constant, Constants
from talent.planning.days import Calendar, Counting, Day, counted_days
from talent.planning.network import Dates, Network
from talent.planning.papers import counts_until, papers_of, plan_paper
from talent.planning.paths import CONTRACT_END, ENTRY, steps_of
from talent.planning.plan import Plan, Planned
from talent.planning.question import Question

WORK = "work"


def make_plan(question: Question, known: Mapping[str, Constant], calendar: Calendar) -> Plan:
    """Raises MissingConstant where a record is missing on which the plan would rest."""
    constants, counting = Constants(known), Counting(calendar)
    network = Network(steps_of(question, constants), counting)
    needed = papers_of(question, {step.code for step in network.steps}, constants)
    at_leisure = _dates(question, network, {})
    bounds = _paper_bounds(question, needed)
    dates = _dates(question, network, bounds) if bounds else at_leisure
    papers = tuple(
        plan_paper(question, paper, constant, steps, at_leisure) for paper, (constant, steps) in needed.items()
    )
    steps = tuple(_planned(question, network, dates, place) for place in range(len(network.steps)))
    first = _first_possible(question, network)
    cautions = cautions_of(question, steps, papers, first, constants)
    return Plan(question, _in_order(steps), papers, cautions, first, tuple(constants.used))


def goal_step(question: Question) -> str:
    if question.goal is Goal.ARRIVE:
        return ENTRY if question.way not in IN_CHINA else ""
    return WORK if question.way in TO_WORK else ENTRY


def _dates(question: Question, network: Network, papers: Mapping[str, dt.date]) -> Dates:
    """The limits run from the entry (or another step): on its latest day where its day is not given."""
    fixed = {ENTRY: question.date} if question.goal is Goal.ARRIVE and question.way not in IN_CHINA else {}
    earliest = network.earliest(question.today, fixed)
    bounds = {goal_step(question): Day(question.date)}
    for step, last in papers.items():
        # A paper that has lapsed before its first use is no reason to hurry: another one is needed.
        if step in earliest and last >= earliest[step].on and step not in fixed:
            bounds[step] = min(bounds.get(step, Day(last)), Day(last), key=lambda day: day.on)
    anchors = network.latest(bounds, fixed) | {code: Day(date) for code, date in fixed.items()}
    if question.contract_end:
        anchors[CONTRACT_END] = Day(question.contract_end)
    limits = network.limits(anchors)
    for step, limit in limits.items():
        bounds[step] = min(bounds.get(step, limit), limit, key=lambda day: day.on)
    latest = network.at_worst(network.latest(bounds, fixed))
    # What nothing bounded has got its day only now, and limits may run from it.
    for step, limit in network.limits(latest).items():
        if step not in limits:
            limits[step] = latest[step] = limit
    return Dates(earliest, latest, limits)


def _paper_bounds(question: Question, needed: Mapping[str, tuple[Constant, tuple[str, ...]]]) -> dict[str, dt.date]:
    """By step, the last day on which all papers that are there already count."""
    found: dict[str, dt.date] = {}
    for paper, (constant, steps) in needed.items():
        last = counts_until(question, paper, constant)
        for step in steps if last else ():
            found[step] = min(found.get(step, last), last)
    return found


def _first_possible(question: Question, network: Network) -> Day | None:
    """The earliest day of what was asked for, with nothing fixed."""
    if question.arrived:
        return None
    return network.earliest(question.today, {}).get(goal_step(question))


def _planned(question: Question, network: Network, dates: Dates, place: int) -> Planned:
    step = network.steps[place]
    latest, limit = dates.latest.get(step.code), dates.limit.get(step.code)
    rolled = None
    if limit and step.limit and step.limit[1].unit == DAY:
        anchor = question.contract_end if step.limit[0] == CONTRACT_END else _anchor_day(dates, step.limit[0], question)
        counted = counted_days(anchor, step.limit[1].long) if anchor else limit.on
        rolled = counted if counted != limit.on else None
    late = bool(latest and latest.on < question.today) and step.code != ENTRY
    return Planned(step, dates.earliest[step.code], latest, limit, rolled, late)


def _anchor_day(dates: Dates, code: str, question: Question) -> dt.date | None:
    if code == ENTRY and question.goal is Goal.ARRIVE:
        return question.date
    return dates.latest[code].on if code in dates.latest else None


def _in_order(steps: tuple[Planned, ...]) -> tuple[Planned, ...]:
    """By the latest day, so that the list reads as a calendar; ties in the order of the path."""
    return tuple(sorted(steps, key=lambda one: (one.latest or one.earliest).on))

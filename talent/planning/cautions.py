"""What is in the way of a plan. Codes and facts only; `words` says them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talent.planning.choices import IN_CHINA, TO_WORK, Goal, Permit, Way
from talent.planning.constants import Constants
from talent.planning.days import Day, counted_days
from talent.planning.papers import PaperPlan
from talent.planning.paths import CONTRACT_END
from talent.planning.plan import Caution, Planned
from talent.planning.question import Question


def cautions_of(
    question: Question, steps: Sequence[Planned], papers: Sequence[PaperPlan], first: Day | None, constants: Constants
) -> tuple[Caution, ...]:
    """The grave ones first."""
    found = [
        *_work(question),
        *_time(question, steps, first),
        *_limits(question, steps),
        *_stay(question, steps, constants),
        *_permit(question),
        *_papers(papers),
        *_remarks(question, steps),
    ]
    return tuple(sorted(found, key=lambda caution: not caution.grave))


def _work(question: Question) -> Iterator[Caution]:
    """Whoever comes for a visit may not work, and the plan says so whether or not it was asked."""
    if question.way in TO_WORK:
        return
    code = "k_work" if question.way is Way.K else "no_work"
    yield Caution(code, {"way": question.way}, grave=question.goal is Goal.START)


def _time(question: Question, steps: Sequence[Planned], first: Day | None) -> Iterator[Caution]:
    goal = {"goal": question.goal, "date": question.date}
    if question.date < question.today and not question.arrived:
        yield Caution("past", {**goal, "first": first}, grave=True)
        return
    late = [step for step in steps if step.is_late and step.step.limit is None]
    if first and first.on > question.date:
        yield Caution("too_late", {**goal, "first": first, **_begin(late)}, grave=True)
    elif late and not question.arrived:
        yield Caution("tight", {**goal, **_begin(late)})


def _begin(late: Sequence[Planned]) -> dict[str, object]:
    """With what one should have begun, and by when."""
    if not late:
        return {"step": "", "latest": None}
    step = min(late, key=lambda one: one.latest.on if one.latest else one.earliest.on)
    return {"step": step.code, "latest": step.latest}


def _limits(question: Question, steps: Sequence[Planned]) -> Iterator[Caution]:
    for step in steps:
        runs = question.arrived or (step.step.limit and step.step.limit[0] == CONTRACT_END)
        if runs and step.limit and step.limit.on < question.today:
            yield Caution("overdue", {"step": step.code, "limit": step.limit}, grave=True)
        elif step.limit and step.earliest.on > step.limit.on and _begun(question):
            yield Caution("collides", {"step": step.code, "limit": step.limit, "earliest": step.earliest}, grave=True)
        elif step.rolled_from and step.limit:
            yield Caution("rolled", {"step": step.code, "limit": step.limit, "day": step.rolled_from})


def _begun(question: Question) -> bool:
    """A limit can only collide where the event from which it runs has its day; else the plan is too late as a whole."""
    return question.goal is Goal.ARRIVE or question.way is Way.CHANGE


def _stay(question: Question, steps: Sequence[Planned], constants: Constants) -> Iterator[Caution]:
    until = question.stay_until
    if until is None:
        return
    if until < question.today:
        yield Caution("stay_over", {"day": until}, grave=True)
        return
    file = next((step for step in steps if step.code == "file_residence"), None)
    days = constants["extension_before"]
    facts = {"day": until, "constant": days, "apply_by": Day(counted_days(until, -days.long))}
    if file and file.earliest.on > until:
        yield Caution("stay_ends", {**facts, "earliest": file.earliest})
    elif file and file.latest and file.latest.on > until:
        yield Caution("stay_may_end", {**facts, "latest": file.latest})


def _permit(question: Question) -> Iterator[Caution]:
    if question.way is Way.R:
        if question.permit in (Permit.B, Permit.C):
            yield Caution("r_class", {"permit": question.permit}, grave=True)
        yield Caution("r_stay")
    if question.way is Way.INSIDE and question.permit is not Permit.A:
        yield Caution("inside_class", {"permit": question.permit})
    if question.permit is Permit.UNKNOWN and question.way in TO_WORK:
        yield Caution("unknown_class")
    if question.way is Way.CHANGE and question.contract_end and question.contract_end > question.date:
        yield Caution("contract_runs", {"day": question.contract_end, "date": question.date}, grave=True)


def _papers(papers: Sequence[PaperPlan]) -> Iterator[Caution]:
    for paper in papers:
        facts = {"paper": paper.code, "until": paper.counts_until, "issued_from": paper.issued_from}
        if paper.has_lapsed:
            yield Caution("paper_lapsed", {**facts, "needed": paper.needed})
        elif paper.lapses:
            yield Caution("paper_lapses", {**facts, "needed_last": paper.needed_last})


def _remarks(question: Question, steps: Sequence[Planned]) -> Iterator[Caution]:
    codes = {step.code for step in steps}
    if "apply_visa" in codes:
        yield Caution("missions")
    if question.way is Way.PORT:
        yield Caution("port_ground")
        yield Caution("port_entry")
    if "leave" in codes:
        yield Caution({Way.FREE: "free_stay", Way.PORT: "port_stay"}.get(question.way, "visa_stay"))
    if question.way in IN_CHINA and question.family:
        yield Caution("family_inside")
    if any(step.provisional for step in steps):
        yield Caution("provisional")

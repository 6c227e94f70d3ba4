"""The steps of each way, as the records of the path know them, with the spans between them."""

from __future__ import annotations

from dataclasses import replace

from talent.planning.choices import IN_CHINA, TO_WORK, Permit, Way, Who
from talent.planning.constants import Constant, Constants
from talent.planning.network import Step
from talent.planning.question import Question

# Events from which limits run although they are no step of ours.
ENTRY, CONTRACT_END = "entry", "contract_end"


def steps_of(question: Question, constants: Constants) -> list[Step]:
    """Raises MissingConstant."""
    if question.way is Way.Z:
        steps = [*_letter(question, constants), *_visa(constants["visa"], "letter"), *_entry(question, constants)]
        steps += _permit_after_entry(constants)
    elif question.way is Way.R:
        steps = [*_confirmation(constants), *_visa(constants["r_visa"], "confirmation")]
        steps += [*_entry(question, constants), *_permit_inside(question, constants, after=ENTRY)]
    elif question.way in IN_CHINA:
        steps = _permit_inside(question, constants)
    else:
        steps = [*_before_visit(question, constants), *_entry(question, constants), *_leaving(question, constants)]
    if question.way in TO_WORK:
        steps += _residence(question, constants)
    if question.family and question.way not in IN_CHINA:
        steps = _with_family(question, steps, constants)
    return _without_what_is_over(question, steps)


def _register(question: Question, constants: Constants) -> tuple[list[Step], tuple[tuple[str, Constant | None], ...]]:
    """The employer's registration, and what an application must wait for."""
    if question.registered:
        return [], ()
    return [Step("register", Who.EMPLOYER)], (("register", constants["register"]),)


def _decision(question: Question, constants: Constants) -> Constant:
    codes = [f"decision_{one.value}" for one in Permit if one is not Permit.UNKNOWN]
    return constants.span(*codes) if question.permit is Permit.UNKNOWN else constants[f"decision_{question.permit}"]


def _letter(question: Question, constants: Constants) -> list[Step]:
    first, waits = _register(question, constants)
    return [
        *first,
        Step("file_letter", Who.EMPLOYER, waits),
        Step("review", Who.AUTHORITY, (("file_letter", constants["review"]),), office=True),
        Step("letter", Who.AUTHORITY, (("review", _decision(question, constants)),), office=True),
    ]


def _confirmation(constants: Constants) -> list[Step]:
    return [
        Step("file_confirmation", Who.EMPLOYER),
        Step("confirmation", Who.AUTHORITY, (("file_confirmation", constants["confirmation"]),), office=True),
    ]


def _visa(time: Constant, after: str) -> list[Step]:
    waits = ((after, None),) if after else ()
    return [
        Step("apply_visa", Who.PERSON, waits, office=True),
        Step("visa", Who.MISSION, (("apply_visa", time),), office=True),
    ]


def _before_visit(question: Question, constants: Constants) -> list[Step]:
    """What comes before a stay in which nobody may work. A port visa is asked for on arrival, with an invitation that
    the host has filed beforehand."""
    if question.way is Way.PORT:
        waits = (("file_invitation", constants["port_invitation"]),)
        return [Step("file_invitation", Who.HOST), Step("port_visa", Who.PERSON, waits)]
    return [] if question.way is Way.FREE else _visa(constants["visa"], "")


def _entry(question: Question, constants: Constants) -> list[Step]:
    before = {Way.FREE: (), Way.PORT: (("port_visa", None),)}
    waits = before.get(question.way, (("visa", None),))
    return [
        Step(ENTRY, Who.PERSON, waits),
        Step("lodging", Who.PERSON, ((ENTRY, None),), (ENTRY, constants["lodging"])),
    ]


def _permit_after_entry(constants: Constants) -> list[Step]:
    return [
        Step("claim", Who.EMPLOYER, ((ENTRY, None),), (ENTRY, constants["claim"]), office=True),
        Step("permit", Who.AUTHORITY, (("claim", constants["claim_handling"]),), office=True),
    ]


def _permit_inside(question: Question, constants: Constants, after: str = "") -> list[Step]:
    first, waits = _register(question, constants)
    waits += ((after, None),) if after else ()
    cancel = []
    if question.way is Way.CHANGE and question.contract_end:
        cancel = [Step("cancel", Who.BOTH, (), (CONTRACT_END, constants["cancellation"]))]
        waits += (("cancel", None),)
    return [
        *cancel,
        *first,
        Step("file_permit", Who.EMPLOYER, waits),
        Step("review", Who.AUTHORITY, (("file_permit", constants["review"]),), office=True),
        Step("permit", Who.AUTHORITY, (("review", _decision(question, constants)),), office=True),
    ]


def _residence(question: Question, constants: Constants) -> list[Step]:
    """From the permit to the first day of work."""
    here = question.way in IN_CHINA
    waits: list[tuple[str, Constant | None]] = [("permit", None)] + ([] if here else [("lodging", None)])
    health = []
    if question.long and question.way is not Way.CHANGE and "health" not in question.papers:
        health = [Step("health_check", Who.PERSON, () if here else ((ENTRY, None),), office=True)]
        health += [Step("health_result", Who.AUTHORITY, (("health_check", constants["health_check"]),), office=True)]
        waits.append(("health_result", None))
    limit = {
        Way.Z: lambda: (ENTRY, constants["residence"]),
        Way.CHANGE: lambda: ("permit", constants["residence_change"]),
    }.get(question.way)
    work_limit = (ENTRY, constants["r_without_permit"]) if question.way is Way.R else None
    return [
        *health,
        Step("card", Who.PERSON, (("permit", None),)),
        Step("file_residence", Who.PERSON, tuple(waits), limit() if limit else None, office=True),
        Step(
            "residence", Who.AUTHORITY, (("file_residence", constants["residence_decision"]),), work_limit, office=True
        ),
        Step("work", Who.BOTH, (("residence", None),)),
        Step("insurance", Who.EMPLOYER, (("work", None),), ("work", constants["insurance"])),
    ]


def _leaving(question: Question, constants: Constants) -> list[Step]:
    """The end of a stay in which nobody may work; on a visa from a mission it stands in the passport."""
    longest = {Way.FREE: "transit", Way.PORT: "port_stay"}.get(question.way)
    limit = (ENTRY, constants[longest]) if longest else None
    return [Step("leave", Who.PERSON, ((ENTRY, None),), limit, stay=True)]


def _with_family(question: Question, steps: list[Step], constants: Constants) -> list[Step]:
    """The family comes along: visas beside the person's own, lodging within the same hours, permits of their own."""
    known = {step.code for step in steps}
    found = []
    for step in steps:
        if step.code == ENTRY and "apply_visa" in known:
            time = constants["r_visa"] if question.way is Way.R else constants["visa"]
            own = next(one for one in steps if one.code == "apply_visa")
            found += [Step("family_apply_visa", Who.FAMILY, own.after, office=True)]
            found += [Step("family_visa", Who.MISSION, (("family_apply_visa", time),), office=True)]
            step = Step(step.code, step.who, (*step.after, ("family_visa", None)))
        found.append(step)
        if step.code == "lodging":
            found.append(Step("family_lodging", Who.FAMILY, step.after, step.limit))
    if question.way in TO_WORK:
        waits = (("family_lodging", None), ("file_residence", None))
        place = next(number for number, step in enumerate(found) if step.code == "residence")
        limit = (ENTRY, constants["residence"])
        found.insert(place, Step("family_residence", Who.FAMILY, waits, limit, office=True))
    return found


def _without_what_is_over(question: Question, steps: list[Step]) -> list[Step]:
    """Somebody who has arrived needs no step before the entry any more."""
    if not question.arrived:
        return steps
    codes = [step.code for step in steps]
    gone = set(codes[: codes.index(ENTRY)])
    return [
        replace(one, after=tuple(two for two in one.after if two[0] not in gone))
        for one in steps
        if one.code not in gone
    ]

"""What the parties and the desk are told of a facilitation case: one function a message."""

from collections.abc import Iterable
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from enterprises.limits import legal_limit
from enterprises.querysets import active_memberships
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.notifications.actions import tell, tell_many
from portal.notifications.kinds import declare
from portal.reviews.flow import Move
from talent.cases.addresses import address_of
from talent.cases.enums import PARTY_STATES, CaseState
from talent.cases.permissions import current_letter
from talent.cases.targets import targets
from talent.models import TalentCase

# Each starts a clock, ends one or carries a decision, so only those marked may be switched off as mail.
declare("cases/submitted", _("A facilitation case was received"))
declare("cases/returned", _("A facilitation case must be corrected"))
declare("cases/resubmitted", _("Corrections of a facilitation case were received"))
declare("cases/lapsed", _("A facilitation case was closed without an answer"))
declare("cases/accepted", _("A facilitation case was accepted"))
declare("cases/not_accepted", _("A facilitation case was not accepted"))
declare("cases/with_partner", _("A partner authority was asked about a case"), optional=True)
declare("cases/issued", _("A letter is ready"))
declare("cases/refused", _("A facilitation case was refused"))
declare("cases/closed", _("A letter was not collected"))
declare("cases/withdrawn", _("A facilitation case was withdrawn"))
declare("cases/cancelled", _("A facilitation case was cancelled"))
declare("cases/consent_withdrawn", _("A consent was withdrawn in the middle of a case"))
declare("cases/employer_view_closed", _("A person shows your enterprise the state of a case only"))
declare("cases/employer_state", _("A case of your enterprise moved on"), optional=True)


def parties(case: TalentCase) -> list[User]:
    """The person; while nobody took an invitation up, whoever invited."""
    person = case.person.user if case.person is not None else case.inviter
    return [person] if person is not None and person.is_active else []


def contacts(case: TalentCase) -> list[User]:
    """Who speaks for the employer, as long as they act for it: who invited, who confirmed."""
    if case.employer_id is None or case.employer_declined_at is not None:
        return []
    people = {person.pk: person for person in (case.inviter, case.employer_confirmed_by) if person is not None}
    return [one for one in people.values() if active_memberships(one).filter(enterprise=case.employer_id).exists()]


def officials(case: TalentCase) -> list[User]:
    """Who holds the case at the desk; everybody there while nobody does."""
    item = case.work_items.filter(closed_at=None).select_related("holder").first()
    if item is not None and item.holder is not None and item.holder.is_active:
        return [item.holder]
    return list(User.objects.filter(posts__role=Role.TALENT_DESK, posts__unit=case.unit_id, is_active=True).distinct())


def tell_people(name: str, case: TalentCase, people: Iterable[User], key: str, **context: Any) -> None:
    """One message to each in their own language, once for each key; never anything that is sealed."""
    for person in people:
        with translation.override(person.language):
            tell(
                kind=f"cases/{name}",
                recipient=person,
                dedupe_key=f"talent:{case.pk}:{key}",
                url=address_of(case),
                case_reference=case.number,
                context=_words(case, person) | {k: v() if callable(v) else v for k, v in context.items()},
            )


def tell_desk(name: str, case: TalentCase, key: str, **context: Any) -> None:
    people = officials(case)
    tell_many(
        kind=f"cases/{name}",
        recipients=people,
        dedupe_key=f"talent:{case.pk}:{key}",
        url=address_of(case, official=True),
        case_reference=case.number,
        context=lambda person: _words(case, person) | context,
    )


def _words(case: TalentCase, person: User) -> dict[str, Any]:
    return {
        "name": person.name or person.email,
        "number": case.number,
        "kind": case.get_kind_display(),
        "employer": case.employer_name,
        "state": PARTY_STATES[CaseState(case.state)],
    }


def _tell(name: str, move: Move, **context: Any) -> None:
    item = move.item
    tell_people(
        name,
        move.case,
        parties(move.case),
        str(move.transition.pk),
        due=lambda: formats.date_format(item.due_on) if item and item.due_on else "",
        provisional=bool(item and item.due_provisional),
        comment=move.comment,
        **context,
    )
    _tell_employer(move)


def _tell_employer(move: Move) -> None:
    """The state and nothing more, whether the person has consented or not."""
    tell_people("employer_state", move.case, contacts(move.case), f"{move.transition.pk}:employer")


def submitted(move: Move) -> None:
    _tell("submitted", move)


def resubmitted(move: Move) -> None:
    _tell("resubmitted", move)


def returned(move: Move) -> None:
    lines = list(move.data["request"].lines.all())
    _tell("returned", move, count=len(lines), lines=lambda: _lines(move.case, lines))


def _lines(case: TalentCase, lines: Iterable[Any]) -> list[dict[str, str]]:
    names = targets(case)
    return [{"name": str(names[line.target]), "why": line.why, "how": line.how} for line in lines]


def lapsed(move: Move) -> None:
    _tell("lapsed", move)


def accepted(move: Move) -> None:
    _tell("accepted", move)


def not_accepted(move: Move) -> None:
    _tell("not_accepted", move, **_remedies())


def with_partner(move: Move) -> None:
    _tell("with_partner", move, agency=lambda: str(move.data["agency"].name))


def issued(move: Move) -> None:
    _tell("issued", move)


def refused(move: Move) -> None:
    """The reasons stand in the letter, which is opened after signing in: a mail is no place for them."""
    letter = current_letter(move.case)
    _tell("refused", move, basis=letter.basis if letter else "", **_remedies())


def closed(move: Move) -> None:
    _tell("closed", move)


def withdrawn(move: Move) -> None:
    _tell("withdrawn", move)


def cancelled(move: Move) -> None:
    _tell("cancelled", move, **_remedies())


def _remedies() -> dict[str, Any]:
    """The ways to appeal that stand under every refusal (行政复议法 art. 20, 行政诉讼法 art. 46)."""
    return {"reconsideration_days": legal_limit("FY-FILE")["n"], "lawsuit_months": legal_limit("SUIT")["n"]}

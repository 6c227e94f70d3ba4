"""The two parties find each other: an employer invites a person, a person names an employer; who sees what."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import FILING_ROLES, RULING_ROLES
from enterprises.models import Enterprise
from enterprises.people import VALID_FOR
from enterprises.permissions import role_in
from enterprises.signing import confirmed_addresses
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.codes import digest, new_token
from portal.notifications.actions import mail_link
from portal.notifications.kinds import declare
from portal.reviews.models import Case
from talent import consents
from talent.cases.checks import mark_needed
from talent.cases.enums import FINAL_STATES, CaseState, CheckCode, Standing
from talent.cases.exceptions import PartyError
from talent.cases.notifications import contacts, parties, tell_desk, tell_people
from talent.cases.permissions import acts_for_employer, is_person
from talent.cases.persons import close_employer_view
from talent.enums import ConsentKind
from talent.models import CaseInvitation, Person, TalentCase

MOST_A_DAY = 30
declare("cases/invited", gettext_lazy("An employer invites you to a facilitation case"))
declare("cases/taken_up", gettext_lazy("Somebody took up your invitation to a case"))
declare("cases/employer_named", gettext_lazy("Somebody named your enterprise as the employer"))
declare("cases/employer_confirmed", gettext_lazy("Your employer confirmed the case"))
declare("cases/employer_declined", gettext_lazy("The employer that you named declined"))
declare("cases/employer_may_read", gettext_lazy("A person lets your enterprise read a case"))


def may_speak(user: User, employer: Enterprise) -> bool:
    """Who invites and confirms for an enterprise: whoever files or rules there today."""
    return role_in(user, employer) in FILING_ROLES | RULING_ROLES


# --- the employer invites -----------------------------------------------------------------------------


def invite(case: TalentCase, user: User, email: str, language: str = "") -> CaseInvitation:
    """Mail the link; one that was open before ends. It works once, for 14 days, for this address only. `language` is
    that of the mail; otherwise it is written as whoever invites reads."""
    with transaction.atomic():
        _lock(case, CaseState.DRAFT)
        if case.person_id is not None:
            raise PartyError(_("The person has taken up this case already."))
        if case.employer is None or not may_speak(user, case.employer):
            raise PartyError(_("Only who files for the enterprise can invite."))
        since = clock.now() - timedelta(days=1)
        if CaseInvitation.objects.filter(case__employer=case.employer_id, sent_at__gt=since).count() >= MOST_A_DAY:
            raise PartyError(_("Thirty invitations went out within a day. Send the next one tomorrow."))
        case.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
        token = new_token()
        made = CaseInvitation.objects.create(
            case=case,
            email=email.strip().lower(),
            token_digest=digest(token),
            invited_by=user,
            sent_at=clock.now(),
            expires_at=clock.now() + VALID_FOR,
        )
        _record(case, "invite_person", user)
        _mail(made, token, language or user.language)
    return made


def _mail(made: CaseInvitation, token: str, language: str) -> None:
    """By mail only, because the link is personal."""
    case = made.case
    mail_link(
        kind="cases/invited",
        to_email=made.email,
        language=language,
        dedupe_key=f"talent:{case.pk}:invited:{made.pk}",
        url=("talent:case_join", token),
        context=lambda: {
            "employer": case.employer_name,
            "kind": case.get_kind_display(),
            "until": formats.date_format(made.expires_at.astimezone(clock.now().tzinfo), "DATETIME_FORMAT"),
        },
    )


def open_invitation(case: TalentCase) -> CaseInvitation | None:
    """The mail that is on its way while nobody has taken the case up."""
    if case.person_id is not None:
        return None
    return case.invitations.filter(accepted_at=None, withdrawn_at=None).first()


def invitation_for(token: str, user: User) -> CaseInvitation | None:
    """The running invitation behind a link, for the person with that confirmed address; for anybody else there is
    none."""
    found = CaseInvitation.objects.filter(
        token_digest=digest(token), accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    )
    made = found.select_related("case__employer", "case__unit", "invited_by").first()
    return made if made is not None and made.email.lower() in confirmed_addresses(user) else None


def take_up(token: str, user: User, person: Person) -> TalentCase:
    """The person becomes a party, and writes the case from here on."""
    with transaction.atomic():
        made = invitation_for(token, user)
        if made is None:
            raise PartyError(_("This link is closed, or was sent to another address."))
        case = TalentCase.objects.for_page().get(pk=made.case_id)
        _lock(case, CaseState.DRAFT)
        if case.person_id is not None:
            raise PartyError(_("The person has taken up this case already."))
        if may_speak(user, made.case.employer):
            raise PartyError(_("Who speaks for the employer can’t be the person of the same case."))
        CaseInvitation.objects.filter(pk=made.pk).update(accepted_at=clock.now())
        TalentCase.objects.filter(pk=case.pk).update(person=person)
        case.person = person
        _record(case, "take_up", user)
        tell_people("taken_up", case, contacts(case), f"taken_up:{made.pk}")
    return case


# --- the person names an employer ---------------------------------------------------------------------


def name_employer(case: TalentCase, user: User, *, employer: Enterprise | None, named: str = "") -> None:
    """Another employer begins anew: what the former one confirmed and saw does not pass to it."""
    with transaction.atomic():
        _lock(case, CaseState.DRAFT)
        if not is_person(user, case):
            raise PartyError(_("Only the person names the employer."))
        same = employer is not None and employer.pk == case.employer_id and case.employer_declined_at is None
        if same:
            return
        if employer is not None and role_in(user, employer) is not None:
            raise PartyError(_("Who speaks for the employer can’t be the person of the same case."))
        close_employer_view(case)
        values: dict[str, Any] = {
            "employer": employer,
            "employer_named": "" if employer else named.strip(),
            "employer_declined_at": None,
            "employer_confirmed_at": None,
            "employer_confirmed_by": None,
        }
        TalentCase.objects.filter(pk=case.pk).update(**values)
        for name, value in values.items():
            setattr(case, name, value)
        case.forget()
        _record(case, "name_employer", user)
        if employer is not None:
            tell_people("employer_named", case, _speakers(employer), f"named:{employer.pk}:{clock.now().timestamp()}")


def _speakers(employer: Enterprise) -> list[User]:
    rows = employer.memberships.active().filter(role__in=FILING_ROLES | RULING_ROLES, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("pk")]


# --- what the employer sees, and confirms -------------------------------------------------------------


def let_employer_read(case: TalentCase, user: User) -> None:
    """The person's consent, for this case; a consent of that kind is kept with its version."""
    with transaction.atomic():
        _lock(case)
        if not is_person(user, case) or case.person is None:
            raise PartyError(_("Only the person can let the employer read the case."))
        if case.employer_id is None or case.employer_declined_at is not None:
            raise PartyError(_("Name an employer of the portal first."))
        if case.employer_sees_since is not None:
            return
        consents.give(case.person, ConsentKind.SHARE_EMPLOYER, user)
        case.employer_sees_since = clock.now()
        TalentCase.objects.filter(pk=case.pk).update(employer_sees_since=case.employer_sees_since)
        _record(case, "let_employer_read", user)
        key = f"may_read:{case.employer_sees_since.timestamp()}"
        tell_people("employer_may_read", case, _speakers(case.employer), key)


def end_employer_view(case: TalentCase, user: User) -> None:
    """For this case, at once. Where it was the last that the person shares, the consent itself is withdrawn."""
    with transaction.atomic():
        _lock(case)
        if not is_person(user, case) or case.person is None:
            raise PartyError(_("Only the person can end what the employer reads."))
        if case.employer_sees_since is None:
            return
        _record(case, "end_employer_view", user)
        shared = TalentCase.objects.filter(person=case.person, employer_sees_since__isnull=False)
        if not shared.exclude(pk=case.pk).exists():
            consents.withdraw(case.person, ConsentKind.SHARE_EMPLOYER, user)
            case.refresh_from_db(fields=["employer_sees_since", "employer_confirmed_at", "employer_confirmed_by"])
            case.forget()
            return
        key = f"employer_view:{case.employer_sees_since.timestamp()}"
        close_employer_view(case)
        mark_needed(case, (CheckCode.EMPLOYER,), Standing.NEEDED, user)
        if case.submitted_at is not None:
            tell_desk("consent_withdrawn", case, key, consent=ConsentKind.SHARE_EMPLOYER.label)


def confirm_employer(case: TalentCase, user: User) -> None:
    """The employer knows of the case and stands by it; only once it may read what it confirms."""
    with transaction.atomic():
        _lock(case)
        _speaks(case, user)
        if case.employer_sees_since is None:
            raise PartyError(_("The person has not let your enterprise read this case yet."))
        if case.employer_confirmed_at is not None:
            return
        values = {"employer_confirmed_at": clock.now(), "employer_confirmed_by": user}
        TalentCase.objects.filter(pk=case.pk).update(**values)
        case.employer_confirmed_at, case.employer_confirmed_by = clock.now(), user
        mark_needed(case, (CheckCode.EMPLOYER,), Standing.DONE, user)
        _record(case, "confirm_employer", user)
        tell_people("employer_confirmed", case, parties(case), f"confirmed:{case.employer_confirmed_at.timestamp()}")


def decline_employer(case: TalentCase, user: User) -> None:
    """This enterprise has nothing to do with the case; it does not exist for its people any more."""
    with transaction.atomic():
        _lock(case)
        _speaks(case, user)
        if case.person_id is None:
            raise PartyError(_("Withdraw the case instead: nobody has taken it up."))
        close_employer_view(case)
        moment = clock.now()
        TalentCase.objects.filter(pk=case.pk).update(
            employer_declined_at=moment, employer_confirmed_at=None, employer_confirmed_by=None
        )
        case.employer_declined_at = moment
        mark_needed(case, (CheckCode.EMPLOYER,), Standing.NEEDED, user)
        _record(case, "decline_employer", user)
        tell_people("employer_declined", case, parties(case), f"declined:{moment.timestamp()}")


def _speaks(case: TalentCase, user: User) -> None:
    if case.employer is None or not acts_for_employer(user, case) or not may_speak(user, case.employer):
        raise PartyError(_("Only who files for the enterprise can answer for it."))


def _lock(case: TalentCase, *states: str) -> None:
    """Lock the row and read what others may have written since this page was drawn."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if (states and locked.state not in states) or locked.state in FINAL_STATES:
        raise PartyError(_("The case has moved on, so nothing was changed. Reload the page to see where it stands."))
    fresh = TalentCase.objects.select_related("person__user", "employer").get(pk=case.pk)
    names = ("person", "employer", "employer_named", "employer_sees_since", "employer_confirmed_at")
    for name in (*names, "employer_declined_at"):
        setattr(case, name, getattr(fresh, name))
    case.forget()


def _record(case: TalentCase, verb: str, user: User) -> None:
    record(scope=f"case:{case.pk}", verb=verb, actor=user, target=case.number)

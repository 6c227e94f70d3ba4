"""Who of the cases may see a person, what of them in clear, and what becomes of a case when a consent is withdrawn."""

from django.db.models import Q

from portal.accounts.models import User
from portal.attachments import access
from portal.reviews.models import Case
from talent import clear, consents, people_querysets, sealed
from talent.case_querysets import at_desk, desks_of
from talent.cases import files, letters
from talent.cases.checks import mark_needed
from talent.cases.enums import FINAL_STATES, CheckCode, Standing
from talent.cases.notifications import contacts as employer_contacts
from talent.cases.notifications import tell_desk, tell_people
from talent.cases.table import row_of_kind
from talent.enums import ConsentKind
from talent.models import Person, TalentCase

# Which checks rest on which consent.
RESTS_ON: dict[str, tuple[CheckCode, ...]] = {
    ConsentKind.PASSPORT: (CheckCode.IDENTITY, CheckCode.DOCUMENTS),
    ConsentKind.HEALTH: (CheckCode.DOCUMENTS,),
    ConsentKind.CRIMINAL_RECORD: (CheckCode.DOCUMENTS,),
    ConsentKind.FAMILY: (CheckCode.DOCUMENTS,),
    ConsentKind.SHARE_EMPLOYER: (CheckCode.EMPLOYER,),
    ConsentKind.SHARE_AUTHORITY: (CheckCode.CONFIRMATION,),
}


def is_complete(person: Person) -> bool:
    """The passport as a whole, and the consent without which it would not be kept."""
    return (
        not person.is_erased
        and sealed.has(person, "birth_date")
        and sealed.has(person, "passport_number")
        and consents.has_consent(person, ConsentKind.PASSPORT)
    )


def shown_through_cases(user: User) -> Q | None:
    """Officials see the people of their desk's cases; an employer's people and helpers those whose cases they read."""
    cases = TalentCase.objects.readable_by(user).filter(person__isnull=False)
    return Q(pk__in=cases.order_by().values("person"))


def desk_opens(viewer: User, person: Person, field: str) -> bool | None:
    """What is sealed is for the desk that has a case of this person, as long as one is not closed; for nobody else."""
    if not desks_of(viewer):
        return None
    running = TalentCase.objects.filter(at_desk(viewer), person=person).exclude(state__in=FINAL_STATES)
    return True if running.exists() else None


def asks_to_share(case: TalentCase) -> bool:
    """Whether another authority confirms this kind of case and the person has not agreed that it is asked."""
    needs = CheckCode.CONFIRMATION in row_of_kind(case.kind)["checks"]
    return needs and case.person is not None and not consents.has_consent(case.person, ConsentKind.SHARE_AUTHORITY)


def consent_withdrawn(person: Person, kind: ConsentKind, actor: User | None) -> None:
    """In the middle of a case: the employer's view closes, the checks that rest on it are open again, the desk is
    told."""
    running = TalentCase.objects.filter(person=person).exclude(state__in=FINAL_STATES).order_by("pk")
    for found in list(running.values_list("pk", flat=True)):
        Case.objects.select_for_update(of=("self",)).get(pk=found)
        case = TalentCase.objects.for_page().get(pk=found)
        if case.state in FINAL_STATES:
            continue
        if kind == ConsentKind.SHARE_EMPLOYER:
            close_employer_view(case)
        mark_needed(case, RESTS_ON[kind], Standing.NEEDED, actor)
        if case.submitted_at is not None:
            key = f"consent:{kind}:{person.consents.filter(kind=kind).count()}"
            tell_desk("consent_withdrawn", case, key, consent=kind.label)


def close_employer_view(case: TalentCase) -> None:
    """The employer's people see the state alone again; what they confirmed while they saw more counts no more."""
    if case.employer_sees_since is None:
        return
    tell_people("employer_view_closed", case, employer_contacts(case), f"closed:{case.employer_sees_since.timestamp()}")
    TalentCase.objects.filter(pk=case.pk).update(
        employer_sees_since=None, employer_confirmed_at=None, employer_confirmed_by=None
    )
    case.employer_sees_since = case.employer_confirmed_at = case.employer_confirmed_by = None


def register() -> None:
    """Called when the portal starts."""
    people_querysets.register(shown_through_cases)
    clear.register(desk_opens)
    consents.register(consent_withdrawn)
    access.register(files.may_read)
    letters.register()

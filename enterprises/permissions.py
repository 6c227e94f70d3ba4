"""Who may do what with an application that exists for them."""

import rules

from enterprises.decisions.chain import is_last, next_role, signatures
from enterprises.enums import FILING_ROLES, RULING_ROLES, MemberRole, Outcome
from enterprises.models import Application, Claim, Decision, Enterprise, Objection
from enterprises.querysets import active_memberships
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.reviews.models import WorkItem


def _membership(user: User) -> dict[int, str]:
    """The person's role in each enterprise today; read once per instance."""
    if not hasattr(user, "_membership"):
        user._membership = dict(active_memberships(user).values_list("enterprise_id", "role"))  # type: ignore[attr-defined]
    return user._membership  # type: ignore[attr-defined]


def remember_role(user: User, enterprise_id: int, role: str) -> None:
    """For whoever has read it already: this instance acts for this enterprise and for no other."""
    user._membership = {enterprise_id: role}  # type: ignore[attr-defined]


@rules.predicate
def is_member(user: User, application: Application) -> bool:
    return application.enterprise_id in _membership(user)


@rules.predicate
def is_filer(user: User, application: Application) -> bool:
    """Owner, filer or agent with a running mandate: may write, send and withdraw."""
    return _membership(user).get(application.enterprise_id) in FILING_ROLES


@rules.predicate
def is_district_officer(user: User, application: Application) -> bool:
    return user.is_staff and (Role.DISTRICT, application.unit_id) in user.held()


def _holds(role: Role) -> rules.predicates.Predicate:
    @rules.predicate(name=f"holds_{role.value}")
    def holds(user: User, application: Application) -> bool:
        return user.is_staff and user.has_role(role)

    return holds


is_case_manager = _holds(Role.CASE_MANAGER)
is_leader = _holds(Role.LEADERSHIP)
is_finance_officer = _holds(Role.FINANCE)
is_auditor = _holds(Role.AUDITOR)
is_expert = _holds(Role.EXPERT)


def _lies_with(desk: Role) -> rules.predicates.Predicate:
    """Several desks can act in one state; whose turn it is, the open item says."""

    @rules.predicate(name=f"lies_with_{desk.value}")
    def lies(user: User, application: Application) -> bool:
        item = current_item(application)
        return item is not None and item.desk == desk

    return lies


lies_with_division = _lies_with(Role.CASE_MANAGER)
lies_with_leadership = _lies_with(Role.LEADERSHIP)
lies_with_auditor = _lies_with(Role.AUDITOR)


@rules.predicate
def is_not_drafter(user: User, application: Application) -> bool:
    """Four eyes: who drafted the decision never signs it."""
    decision = current_decision(application)
    return decision is not None and decision.drafter_id != user.pk


@rules.predicate
def signs_now(user: User, application: Application) -> bool:
    """The draft waits for a signature at the desk of this person, who has not signed it yet."""
    decision, item, role = current_decision(application), current_item(application), next_role(application)
    if decision is None or decision.signed_at or decision.returned_at or item is None or item.desk != role:
        return False
    signed = {signature.signer_id for signature in signatures(application)}
    return user.is_staff and (role, item.unit_id) in user.held() and user.pk not in signed


@rules.predicate
def decides_now(user: User, application: Application) -> bool:
    """The signature that is due is the last of the chain."""
    return is_last(application)


@rules.predicate
def needs_draft(user: User, application: Application) -> bool:
    """The draft was sent back, or what was decided does not count any more."""
    decision = current_decision(application)
    return decision is None or decision.returned_at is not None


@rules.predicate
def is_signed(user: User, application: Application) -> bool:
    decision = current_decision(application)
    return decision is not None and decision.signed_at is not None


@rules.predicate
def drafted_to_support(user: User, application: Application) -> bool:
    decision = current_decision(application)
    return decision is not None and decision.outcome == Outcome.APPROVE


@rules.predicate
def drafted_to_reject(user: User, application: Application) -> bool:
    decision = current_decision(application)
    return decision is not None and decision.outcome == Outcome.REJECT


def current_decision(application: Application) -> Decision | None:
    """The decision that counts; read once until the case moves."""
    return application.remembered(
        "decision",
        lambda: application.decisions.filter(is_current=True).select_related("drafter", "signer").first(),
    )


def current_item(application: Application) -> WorkItem | None:
    """The open work item; read once until the case moves."""
    return application.remembered(
        "item", lambda: application.work_items.filter(closed_at=None).select_related("unit", "holder").first()
    )


@rules.predicate
def objections_are_closed(user: User, application: Application) -> bool:
    """The entry goes on by itself when the last one is closed; see enterprises.notices.settling."""
    return not Objection.objects.filter(line__application=application.pk).open().exists()


# --- the enterprise's own file -------------------------------------------------------------------


def role_in(user: User, enterprise: Enterprise) -> str | None:
    """The person's role in this enterprise today, if any."""
    return _membership(user).get(enterprise.pk)


@rules.predicate
def may_rule(user: User, enterprise: Enterprise) -> bool:
    """Owner or legal representative: people, registered facts, the account."""
    return role_in(user, enterprise) in RULING_ROLES


@rules.predicate
def is_owner(user: User, enterprise: Enterprise) -> bool:
    """Who gives the enterprise's software its keys."""
    return role_in(user, enterprise) == MemberRole.OWNER


@rules.predicate
def may_keep_file(user: User, enterprise: Enterprise) -> bool:
    """Everybody but a viewer: what the enterprise says of itself, its figures and its papers."""
    return role_in(user, enterprise) in FILING_ROLES | RULING_ROLES


@rules.predicate
def may_propose_account(user: User, enterprise: Enterprise) -> bool:
    """Not an agent: where the money goes is the enterprise's own matter."""
    return role_in(user, enterprise) in (FILING_ROLES | RULING_ROLES) - {MemberRole.AGENT}


@rules.predicate
def is_claimant(user: User, claim: Claim) -> bool:
    return claim.claimant_id == user.pk


@rules.predicate
def is_claims_officer(user: User, claim: Claim) -> bool:
    """The officer of the enterprise's district; nobody decides on a claim of their own."""
    return user.is_staff and (Role.DISTRICT, claim.unit_id) in user.held() and claim.claimant_id != user.pk

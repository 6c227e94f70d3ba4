"""The steps of a claim: somebody says to act for an enterprise that is known already, an official decides.

docs/workflows.md is generated from this table. The claim begins as open, at the desk of the enterprise's district,
within the limit of an acceptance (`enterprises.claims.begin_claim`).
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import org_notifications as message
from enterprises import permissions as who
from enterprises.enums import ClaimState, MemberRole
from enterprises.exceptions import ClaimError
from enterprises.models import Claim
from enterprises.people import join
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.reviews.flow import Flow, Move, Step

NUMBER_PREFIX = "CL"
# An official gives what a claimant can prove by papers; the rest is the owner's to give.
GRANTED_ROLES = (MemberRole.OWNER, MemberRole.FILER)


def desk_unit(claim: Claim, role: Role) -> Unit | None:
    """The authority of the enterprise's district."""
    return claim.unit


def page(claim: Claim, official: bool) -> str:
    if official:
        return reverse("admin:enterprises_claim_change", args=[claim.pk])
    return reverse("enterprises:claim_case", args=[claim.number])


def names_a_role(claim: Claim, user: User | None, data: dict[str, Any]) -> None:
    if data.get("role") not in GRANTED_ROLES:
        raise ClaimError(_("Choose the role: owner or filer."))


def make_member(move: Move) -> None:
    claim: Claim = move.case
    join(claim.enterprise, claim.claimant, move.data["role"], actor=move.actor or claim.claimant)


claim_flow = Flow(
    name="claim",
    model=lambda: Claim,
    unit_of=desk_unit,
    reader_of=lambda claim: claim.claimant,
    title_of=lambda claim: claim.enterprise.name,
    page_of=page,
    related=("enterprise", "claimant"),
    steps={
        "grant": Step(
            sources=(ClaimState.OPEN,),
            target=ClaimState.GRANTED,
            label=gettext_lazy("Grant the claim"),
            done=gettext_lazy("Claim granted"),
            allowed=who.is_claims_officer,
            guards=(names_a_role,),
            effects=(make_member, message.claim_granted),
            needs_form=True,
        ),
        "refuse": Step(
            sources=(ClaimState.OPEN,),
            target=ClaimState.REFUSED,
            label=gettext_lazy("Refuse the claim"),
            done=gettext_lazy("Claim refused"),
            allowed=who.is_claims_officer,
            comment=True,
            effects=(message.claim_refused,),
            careful=True,
        ),
        "withdraw": Step(
            sources=(ClaimState.OPEN,),
            target=ClaimState.WITHDRAWN,
            label=gettext_lazy("Withdraw the claim"),
            done=gettext_lazy("Claim withdrawn"),
            allowed=who.is_claimant,
            careful=True,
        ),
    },
)

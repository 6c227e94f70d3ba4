"""Two people at the same moment, each with a connection of their own: one of them is second."""

import pytest

from enterprises import people
from enterprises.accounts_of import confirm_account, current_account, propose_account
from enterprises.enums import MemberRole
from enterprises.models import BankAccount, Enterprise, Invitation, Membership
from enterprises.tests.factories import PASSWORD, EnterpriseFactory, MembershipFactory
from enterprises.tests.org_people import confirmed
from enterprises.tests.test_budget import needs_postgresql, race
from enterprises.tests.test_org_people import token_of
from portal.core.exceptions import PortalError

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]


def outcome(met: list[Exception | None]) -> tuple[int, int]:
    """How many succeeded, and how many were told why not; anything else is a fault."""
    return sum(one is None for one in met), sum(isinstance(one, PortalError) for one in met)


def test_two_owners_do_not_end_each_others_access():
    enterprise = EnterpriseFactory()
    first, second = (MembershipFactory(enterprise=enterprise) for _number in range(2))
    both = [(second, first.user), (first, second.user)]
    met = race(2, lambda place: people.end_access(*both[place]))
    assert outcome(met) == (1, 1)
    assert enterprise.memberships.active().filter(role=MemberRole.OWNER).count() == 1


def test_an_invitation_is_accepted_once():
    owner = MembershipFactory()
    token = token_of(people.invite(owner.enterprise, owner.user, email="new@example.test", role="filer"))
    person = confirmed("new@example.test")
    met = race(4, lambda place: people.accept(token, person))
    assert outcome(met) == (1, 3)
    assert Membership.objects.filter(user=person).count() == 1
    assert Invitation.objects.filter(accepted_at__isnull=False).count() == 1


def test_one_of_two_proposals_waits_and_one_confirmation_counts():
    owner = MembershipFactory()
    enterprise = Enterprise.objects.get(pk=owner.enterprise_id)
    second = MembershipFactory(enterprise=enterprise, role="legal_rep").user
    numbers = ("6222000011112222", "6222000033334444")
    facts = {"holder": "示例", "bank": "示例银行"}
    met = race(2, lambda place: propose_account(enterprise, owner.user, number=numbers[place], **facts))
    assert outcome(met) == (1, 1)
    account = BankAccount.objects.select_related("enterprise", "proposed_by").get()
    met = race(2, lambda place: confirm_account(account, second, password=PASSWORD))
    assert outcome(met) == (1, 1)
    assert current_account(enterprise).number[-4:] == account.last4

"""The demo has two enterprises with a lived-in file, all of it invented and marked."""

import pytest

from enterprises import vault
from enterprises.accounts_of import current_account
from enterprises.demo.org import make_files
from enterprises.enums import MemberRole
from enterprises.models import Enterprise, EnterpriseFact
from enterprises.tests.factories import EnterpriseFactory, MembershipFactory, UserFactory, district_unit
from portal.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    district_unit()
    owner = UserFactory(email="applicant@example.test", is_demo=True)
    bureau = UserFactory(email="division@example.test", is_demo=True, is_staff=True)
    enterprises = [EnterpriseFactory(is_demo=True) for _number in range(3)]
    for enterprise in enterprises:
        MembershipFactory(enterprise=enterprise, user=owner)
    people = {owner.email: owner, bureau.email: bureau}
    assert make_files(enterprises, people) == 2
    return enterprises, people


def test_two_enterprises_have_all_that_a_file_can_hold(made):
    for enterprise in made[0][:2]:
        roles = set(enterprise.memberships.active().values_list("role", flat=True))
        assert roles == set(MemberRole) - {MemberRole.FILER}
        agent = enterprise.memberships.get(role=MemberRole.AGENT)
        assert agent.mandate is not None
        assert enterprise.invitations.get().accepted_at is None
        assert current_account(enterprise) is not None
        assert {paper.runs_out for paper in vault.live(enterprise)} == {"", "soon", "expired"}
        assert enterprise.figures.filter(verified__isnull=False).exists()
        assert enterprise.figures.filter(verified=None).exists()
    assert not made[0][2].figures.exists()


def test_made_twice_it_is_there_once(made):
    enterprises, people = made
    before = EnterpriseFact.objects.count()
    assert make_files(enterprises, people) == 0
    assert EnterpriseFact.objects.count() == before


def test_everybody_and_everything_is_marked_as_demo(made):
    assert set(Enterprise.objects.values_list("is_demo", flat=True)) == {True}
    assert set(User.objects.values_list("is_demo", flat=True)) == {True}
    assert all(user.email.endswith(".test") for user in User.objects.all())

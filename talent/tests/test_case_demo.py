"""The demo has a case in each state, all invented and marked."""

import pytest

from enterprises.demo.accounts import make_accounts
from enterprises.tests.factories import EnterpriseFactory, MembershipFactory, UnitFactory
from portal.accounts.enums import UnitKind
from talent.cases.enums import CaseState
from talent.demo.cases import make_cases
from talent.models import Person, TalentCase
from talent.tests.cases import agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    for code in ("QD-COM", "QD-FIN", "QD-AUDIT", "QD-STB", "QD-TAX", "QD-CUS"):
        UnitFactory(code=code)
    UnitFactory(code="370212", kind=UnitKind.DISTRICT)
    agency()
    made = make_accounts()
    MembershipFactory(enterprise=EnterpriseFactory(is_demo=True), user=made["applicant@example.test"])
    return made


def test_there_is_a_case_in_each_state_and_a_second_run_makes_none(people):
    assert make_cases(people) == len(CaseState) + 1
    assert set(TalentCase.objects.values_list("state", flat=True)) == set(CaseState)
    assert not TalentCase.objects.filter(is_demo=False).exists()
    assert all("DEMO" in person.latin_name for person in Person.objects.all())
    assert make_cases(people) == 0

"""Foreign investment as a fact of the enterprise: said with source and day, kept in the history, read by the panel."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.enums import FactSource, Investment, State
from enterprises.facts_of import correct
from enterprises.panels.page import spread
from enterprises.panels.ranking import candidates_of
from enterprises.tests.factories import CallFactory, Cast, EnterpriseFactory, MembershipFactory, application_in, cast
from enterprises.tests.test_org_file import correction, fact, url
from policies.enums import Allocation

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 1)


@pytest.fixture
def people() -> Cast:
    return cast()


def test_the_enterprise_corrects_it_from_its_licence(client) -> None:
    owner = MembershipFactory()
    client.force_login(owner.user)
    sent = correction(owner.enterprise, investment="foreign")
    assert client.post(url("org_correct", owner.enterprise_id), sent).status_code == 302
    assert fact(owner.enterprise, "investment") == ("Foreign-invested", "Business licence", DAY)
    assert client.post(url("org_correct", owner.enterprise_id), sent | {"investment": "abroad"}).status_code == 422
    page = client.get(url("org_history", owner.enterprise_id)).content.decode()
    assert "Foreign-invested" in page


def test_the_desk_keeps_it_with_source_and_day(client, people: Cast) -> None:
    enterprise = EnterpriseFactory()
    reason = "登记机关数据"
    correct(
        enterprise, people.case_manager, {"investment": Investment.DOMESTIC.value}, source=FactSource.REGISTER,
        as_of=DAY, reason=reason,
    )  # fmt: skip
    assert correct(
        enterprise, people.case_manager, {"investment": "domestic"}, source=FactSource.REGISTER, as_of=DAY,
        reason=reason,
    ) == []  # fmt: skip
    client.force_login(people.case_manager)
    with translation.override("en"):
        page = client.get(reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])).content.decode()
    assert "Domestic capital" in page


def test_the_panel_sees_how_the_money_spreads(people: Cast) -> None:
    call = CallFactory(measure__mode=Allocation.COMPETITIVE)
    for said in ("foreign", "domestic", "domestic", ""):
        application_in(State.VERIFICATION, people=people, call=call, enterprise=EnterpriseFactory(investment=said))
    with translation.override("en"):
        groups = {group["title"]: group["rows"] for group in spread(candidates_of(call))}
    found = {row["label"]: row["applied"] for row in groups["Foreign investment"]}
    assert found == {"Foreign-invested": 1, "Domestic capital": 2, "not known": 1}

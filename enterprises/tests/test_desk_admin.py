"""The admin around the cases: menu, records of the funds, people, the door."""

import pytest
from django.test import Client

from enterprises.enums import State
from enterprises.tests.factories import PASSWORD, CallFactory, Cast, UserFactory, application_in, cast
from portal.accounts.models import User

pytestmark = pytest.mark.django_db
QUEUE = "/en/admin/enterprises/application/"


@pytest.fixture
def people() -> Cast:
    return cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def menu(user: User) -> dict[str, list[str]]:
    groups = signed_in(user).get(QUEUE).context["desk_menu"]
    return {str(group["title"]): [item["title"] for item in group["items"]] for group in groups}


def test_the_menu_shows_what_a_post_opens(people: Cast) -> None:
    district = menu(people.district)
    work = ["My to-do", "The desk’s work", "To sign"]
    looked_up = ["Labels", "Canned replies", "Enterprises"]
    assert district == {"": work, "Funds": ["Claims to enterprises", "Market entities", *looked_up]}
    finance = menu(people.finance)
    assert "Calls for applications" in finance["Funds"]
    assert {"Budget entries", "Payment batches", "Recoveries"} < set(finance["Money and after"])
    root = menu(UserFactory(is_staff=True, is_superuser=True))
    assert {"People", "Units", "All records"} < set(root["System"])


def test_the_records_of_the_funds(people: Cast) -> None:
    """Budgets in yuan for the city's desks, nothing for a district."""
    call = CallFactory(budget_fen=1_234_500_00)
    application_in(State.APPROVED, people=people, call=call)
    manager, district = signed_in(people.case_manager), signed_in(people.district)
    change = f"/en/admin/enterprises/call/{call.pk}/change/"
    page = manager.get(change).content.decode()
    assert "CNY 1,234,500" in page
    assert district.get(change).status_code == 403
    assert "CNY 75,000" in manager.get("/en/admin/enterprises/budgetentry/").content.decode()
    assert district.get("/en/admin/enterprises/budgetentry/").status_code == 403
    assert district.get("/en/admin/enterprises/enterprise/").status_code == 200
    assert district.get("/en/admin/accounts/user/").status_code == 403


def test_people_are_looked_after_without_passwords(people: Cast) -> None:
    root = signed_in(UserFactory(is_staff=True, is_superuser=True))
    page = root.get(f"/en/admin/accounts/user/{people.district.pk}/change/").content.decode()
    assert people.district.password not in page
    assert "password" not in page.partition("<form")[2].partition('id="user_form"')[2].lower()
    new = {"email": "New.Person@Example.test", "name": "New", "language": "en", "is_active": "on", "is_staff": "on"}
    inline = {"posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}
    assert root.post("/en/admin/accounts/user/add/", new | inline).status_code == 302
    person = User.objects.get(email="new.person@example.test")
    assert not person.has_usable_password()


def test_the_admin_has_no_sign_in_of_its_own() -> None:
    """The portal's own sign-in asks for the second factor and locks after failures."""
    user = UserFactory(is_staff=True, is_superuser=True)
    response = Client().post("/en/admin/login/", {"username": user.email, "password": PASSWORD})
    assert response.status_code == 302
    assert response.url.startswith("/en/accounts/login/?next=")
    assert signed_in(UserFactory()).get("/en/admin/login/").status_code == 403
    assert signed_in(user).get("/en/admin/login/?next=https://elsewhere.test/").url == "/en/admin/"

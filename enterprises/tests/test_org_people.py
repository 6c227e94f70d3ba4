"""People of an enterprise: invitations that only their addressee can use, roles, and an end that really ends."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from enterprises import people, vault
from enterprises.enums import MemberRole
from enterprises.exceptions import PeopleError
from enterprises.models import Application, Enterprise, Invitation, Membership
from enterprises.tests.factories import (
    CallFactory,
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    draft,
    needs_paper,
    pdf,
)
from enterprises.tests.org_people import an_agent, clean_file, confirmed
from portal.attachments.access import may_read
from portal.core import clock
from portal.core.codes import digest
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db
EMAIL = "new.colleague@example.test"


@pytest.fixture(autouse=True)
def _english():
    """Sentences of errors are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def enterprise():
    return EnterpriseFactory()


@pytest.fixture
def owner(enterprise):
    return MembershipFactory(enterprise=enterprise).user


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=args)


def token_of(invitation: Invitation) -> str:
    message = Message.objects.filter(kind="org/invited", to_email=invitation.email).latest("pk")
    return message.url.rstrip("/").rpartition("/")[2]


def invited(enterprise, owner, role="filer", email=EMAIL, **more) -> str:
    return token_of(people.invite(enterprise, owner, email=email, role=role, **more))


class TestInvitation:
    def test_the_addressee_joins_in_the_role_that_was_offered(self, enterprise, owner, client):
        token, person = invited(enterprise, owner), confirmed(EMAIL)
        client.force_login(person)
        assert enterprise.name in client.get(url("join", token)).content.decode()
        assert client.post(url("join", token)).url == url("org_file", enterprise.pk)
        membership = Membership.objects.get(user=person)
        assert (membership.enterprise_id, membership.role, membership.ends_on) == (enterprise.pk, "filer", None)
        assert Message.objects.get(kind="org/joined").recipient == owner

    def test_opening_the_link_joins_nobody(self, enterprise, owner, client):
        client.force_login(confirmed(EMAIL))
        client.get(url("join", invited(enterprise, owner)))
        assert not enterprise.memberships.exclude(user=owner).exists()

    def test_it_goes_by_mail_only_and_only_a_digest_is_kept(self, enterprise, owner):
        token = invited(enterprise, owner)
        message, invitation = Message.objects.get(kind="org/invited"), Invitation.objects.get()
        assert (message.to_email, message.in_inbox, message.sensitive) == (EMAIL, False, True)
        assert (invitation.token_digest, token in str(vars(invitation))) == (digest(token), False)

    @pytest.mark.parametrize("who", ["another address", "not confirmed"])
    def test_who_can_not_show_the_address_learns_nothing(self, enterprise, owner, client, who):
        token = invited(enterprise, owner)
        if who == "another address":
            person = MembershipFactory(user=confirmed()).user
        else:
            person = UserFactory(email=EMAIL)
            EmailAddress.objects.create(user=person, email=EMAIL, verified=False)
        client.force_login(person)
        answers = [client.get(url("join", token)), client.post(url("join", token))]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert enterprise.name not in "".join(answer.content.decode() for answer in answers)
        assert not enterprise.memberships.filter(user=person).exists()

    def test_the_address_counts_in_any_case(self, enterprise, owner):
        token = invited(enterprise, owner, email="New.Colleague@Example.test")
        assert people.accept(token, confirmed(EMAIL)).enterprise == enterprise

    def test_the_link_works_once(self, enterprise, owner, client):
        token, person = invited(enterprise, owner), confirmed(EMAIL)
        people.end_access(people.accept(token, person), owner)
        client.force_login(person)
        assert client.post(url("join", token)).status_code == 410
        assert not Enterprise.objects.of(person).exists()

    def test_the_link_ends_after_14_days(self, enterprise, owner):
        token, person = invited(enterprise, owner), confirmed(EMAIL)
        with clock.at(clock.now() + timedelta(days=14)), pytest.raises(PeopleError, match="has run out"):
            people.accept(token, person)
        with clock.at(clock.now() + timedelta(days=13, hours=23)):
            people.accept(token, person)

    def test_withdrawn_it_does_not_work(self, enterprise, owner, client):
        token = invited(enterprise, owner)
        client.force_login(owner)
        client.post(url("org_uninvite", enterprise.pk, Invitation.objects.get().pk))
        client.force_login(confirmed(EMAIL))
        assert client.post(url("join", token)).status_code == 410

    def test_sent_again_only_the_new_link_works(self, enterprise, owner):
        old, person = invited(enterprise, owner), confirmed(EMAIL)
        with clock.at(clock.now() + timedelta(minutes=11)):
            people.send_again(Invitation.objects.get(), owner)
        with pytest.raises(PeopleError):
            people.accept(old, person)
        people.accept(token_of(Invitation.objects.get()), person)

    def test_nobody_makes_the_portal_send_mail_after_mail(self, enterprise, owner):
        for number in range(people.MOST_A_DAY):
            invited(enterprise, owner, email=f"person{number}@elsewhere.example")
        with pytest.raises(PeopleError, match="within a day"):
            invited(enterprise, owner)
        with pytest.raises(PeopleError, match="a moment ago"):
            people.send_again(Invitation.objects.latest("pk"), owner)
        with clock.at(clock.now() + timedelta(days=1, minutes=1)):
            invited(enterprise, owner)

    def test_one_open_invitation_for_an_address(self, enterprise, owner):
        invited(enterprise, owner)
        with pytest.raises(PeopleError, match="invited already"):
            invited(enterprise, owner)
        with clock.at(clock.now() + timedelta(days=15)):
            invited(enterprise, owner)
        assert enterprise.invitations.filter(withdrawn_at=None).count() == 1

    def test_who_acts_already_is_not_invited(self, enterprise, owner):
        with pytest.raises(PeopleError, match="acts for the enterprise already"):
            invited(enterprise, owner, email=owner.email.upper())

    def test_an_invitation_of_another_enterprise_is_not_touched(self, enterprise, owner, client):
        other = MembershipFactory()
        invited(other.enterprise, other.user)
        client.force_login(owner)
        pk = Invitation.objects.get().pk
        assert client.post(url("org_uninvite", enterprise.pk, pk)).status_code == 404
        assert Invitation.objects.get().withdrawn_at is None


class TestAgent:
    def form(self, **changed: object) -> dict[str, object]:
        return {"email": EMAIL, "role": "agent", "ends_on": "2999-12-31", "mandate": pdf("mandate.pdf")} | changed

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"ends_on": ""}, "needs its last day"),
            ({"ends_on": "2020-01-01"}, "lies in the past"),
            ({"mandate": ""}, "needs a mandate"),
            ({"role": "king"}, "king"),
            ({"email": "nobody"}, "nobody"),
        ],
    )
    def test_without_mandate_and_last_day_nobody_is_asked(self, enterprise, owner, client, wrong, sentence):
        client.force_login(owner)
        answer = client.post(url("org_invite", enterprise.pk), self.form(**wrong))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not Invitation.objects.exists()

    def test_the_mandate_and_its_last_day_come_along(self, enterprise, owner, client):
        client.force_login(owner)
        client.post(url("org_invite", enterprise.pk), self.form())
        membership = people.accept(token_of(Invitation.objects.get()), confirmed(EMAIL))
        assert (str(membership.ends_on), membership.mandate.original_name) == ("2999-12-31", "mandate.pdf")

    def test_the_last_day_itself_still_counts(self, enterprise, owner):
        agent = an_agent(enterprise, clock.today()).user
        assert Enterprise.objects.of(agent).get() == enterprise
        with clock.at(clock.now() + timedelta(days=1)):
            assert not Enterprise.objects.of(agent).exists()

    def test_the_day_after_there_is_no_way_in(self, enterprise, owner, client):
        """Pages, files and the interface for software, with what could be seen the day before."""
        needs_paper((call := CallFactory()).measure)
        application = draft(enterprise=enterprise, applicant=owner, call=call)
        given = application.papers.get().attachment
        paper = vault.keep(enterprise, owner, pdf(), title="许可证")
        mandate = an_agent(enterprise, clock.today())
        agent = mandate.user
        client.force_login(agent)
        number, pk = application.number, enterprise.pk
        with translation.override("en"):
            api = [reverse("application-detail", args=[number]), reverse("application-list")]
        pages = [url(name, pk) for name in ("org_file", "org_people", "org_documents", "org_account")]
        pages += [url(name, number) for name in ("case", "tasks", "check", "papers")]
        assert {client.get(page).status_code for page in [*pages, *api]} == {200}
        assert {may_read(agent, one) for one in (given, paper.attachment, mandate.mandate)} == {True}

        Membership.objects.filter(pk=mandate.pk).update(ends_on=clock.today() - timedelta(days=1))
        assert {page: client.get(page).status_code for page in [*pages, api[0]]} == dict.fromkeys([*pages, api[0]], 404)
        assert number not in client.get(api[1]).content.decode()
        assert number not in client.get(url("desk")).content.decode()
        posts = [url("section", number, "contact"), url("check", number), url("withdraw", number)]
        assert {client.post(page, {}).status_code for page in posts} == {404}
        for attachment in (given, paper.attachment, mandate.mandate):
            assert not may_read(agent, attachment)
            assert client.get(reverse("attachments:download", args=[attachment.public_id])).status_code == 404
        assert not Application.objects.visible_to(agent).exists()

    def test_the_database_wants_the_last_day(self, enterprise):
        with pytest.raises(IntegrityError), transaction.atomic():
            MembershipFactory(enterprise=enterprise, role=MemberRole.AGENT)


class TestRoles:
    def test_an_enterprise_is_never_without_an_owner(self, enterprise, owner):
        MembershipFactory(enterprise=enterprise, role="legal_rep")
        mine = enterprise.memberships.get(user=owner)
        for act in (lambda: people.end_access(mine, owner), lambda: people.change_role(mine, owner, role="viewer")):
            with pytest.raises(PeopleError, match="always has an owner"):
                act()
        MembershipFactory(enterprise=enterprise)
        people.end_access(mine, owner)
        assert not Enterprise.objects.of(owner).exists()

    @pytest.mark.parametrize("role", ["filer", "viewer", "agent"])
    def test_who_does_not_rule_changes_nobody(self, enterprise, owner, role):
        ends = clock.today() if role == "agent" else None
        other = MembershipFactory(enterprise=enterprise, role=role, ends_on=ends).user
        viewer = MembershipFactory(enterprise=enterprise, role="viewer")
        for act in (
            lambda: people.change_role(viewer, other, role="owner"),
            lambda: people.end_access(viewer, other),
            lambda: people.invite(enterprise, other, email=EMAIL, role="owner"),
        ):
            with pytest.raises(PeopleError, match="Only an owner"):
                act()

    def test_a_viewer_does_not_make_an_owner_of_oneself(self, enterprise, owner, client):
        viewer = MembershipFactory(enterprise=enterprise, role="viewer")
        client.force_login(viewer.user)
        assert client.post(url("org_member", enterprise.pk, viewer.pk), {"role": "owner"}).status_code == 403
        viewer.refresh_from_db()
        assert viewer.role == "viewer"

    def test_a_member_of_another_enterprise_is_not_reached(self, enterprise, owner, client):
        other = MembershipFactory(role="viewer")
        client.force_login(owner)
        for name in ("org_member", "org_end"):
            assert client.post(url(name, enterprise.pk, other.pk), {"role": "owner", "sure": "on"}).status_code == 404
        other.refresh_from_db()
        assert (other.role, other.ends_on) == ("viewer", None)

    def test_the_role_changes_and_the_person_is_told(self, enterprise, owner, client):
        viewer = MembershipFactory(enterprise=enterprise, role="viewer")
        client.force_login(owner)
        client.post(url("org_member", enterprise.pk, viewer.pk), {"role": "filer", "ends_on": ""})
        viewer.refresh_from_db()
        assert viewer.role == "filer"
        assert Message.objects.get(kind="org/role_changed").recipient == viewer.user

    def test_an_agent_made_a_filer_needs_no_mandate_any_more(self, enterprise, owner):
        agent = an_agent(enterprise, clock.today())
        changed = people.change_role(agent, owner, role="filer")
        assert (changed.mandate, changed.ends_on) == (None, None)

    def test_one_legal_representative(self, enterprise, owner):
        MembershipFactory(enterprise=enterprise, role="legal_rep")
        with pytest.raises(PeopleError, match="has a legal representative"):
            invited(enterprise, owner, role="legal_rep")

    def test_everybody_may_leave(self, enterprise, owner, client):
        viewer = MembershipFactory(enterprise=enterprise, role="viewer")
        client.force_login(viewer.user)
        assert client.post(url("org_end", enterprise.pk, viewer.pk), {"sure": "on"}).url == url("org")
        assert client.get(url("org_file", enterprise.pk)).status_code == 404

    def test_without_the_tick_nothing_ends(self, enterprise, owner, client):
        viewer = MembershipFactory(enterprise=enterprise, role="viewer")
        client.force_login(owner)
        assert client.post(url("org_end", enterprise.pk, viewer.pk), {}).status_code == 422
        assert Enterprise.objects.of(viewer.user).exists()

    def test_whose_access_ended_can_be_invited_again(self, enterprise, owner):
        person = confirmed(EMAIL)
        people.end_access(MembershipFactory(enterprise=enterprise, user=person, role="viewer"), owner)
        people.accept(invited(enterprise, owner, role="filer"), person)
        assert Membership.objects.get(user=person).role == "filer"
        assert Enterprise.objects.of(person).exists()


def test_mandates_are_read_by_the_enterprise_alone(enterprise, owner):
    agent = an_agent(enterprise, clock.today())
    stranger, admin = MembershipFactory().user, UserFactory(is_staff=True, is_superuser=True)
    readers = {"owner": owner, "agent": agent.user, "stranger": stranger, "admin": admin}
    assert {name for name, user in readers.items() if may_read(user, agent.mandate)} == {"owner", "agent"}
    loose = clean_file(owner, "mandate")
    assert not may_read(owner, loose)

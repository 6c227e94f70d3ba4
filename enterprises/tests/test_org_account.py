"""The bank account: where the money goes changes only with a second confirmation, and nobody is surprised."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from enterprises.accounts_of import (
    account_digest,
    by_link,
    confirm_account,
    current_account,
    propose_account,
    refuse_account,
    sealed_for,
    send_link_again,
)
from enterprises.enums import AccountState
from enterprises.exceptions import AccountError
from enterprises.models import BankAccount
from enterprises.people import end_access
from enterprises.tests.factories import PASSWORD, EnterpriseFactory, MembershipFactory, UserFactory
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.core import clock
from portal.core.sealing import Unopened, new_key, unseal
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db
OLD, NEW = "6222000011112222", "6222000033334444"


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


@pytest.fixture
def second(enterprise):
    return MembershipFactory(enterprise=enterprise, role="legal_rep").user


def propose(enterprise, user, number=NEW) -> BankAccount:
    return propose_account(enterprise, user, holder="崂山示例软件有限公司", bank="示例银行青岛分行", number=number)


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=args)


def link_of(account: BankAccount) -> str:
    """The token in the newest mail with a link."""
    message = Message.objects.filter(kind="org/account_link", sensitive=True).latest("pk")
    return message.url.rstrip("/").rpartition("/")[2]


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=f"org/{kind}").values_list("recipient__email", flat=True))


class TestTwoPeople:
    def test_the_old_account_counts_until_the_second_person_confirms(self, enterprise, owner, second):
        confirm_account(propose(enterprise, owner, OLD), second, password=PASSWORD)
        account = propose(enterprise, owner)
        assert current_account(enterprise).number == OLD
        confirm_account(account, second, password=PASSWORD)
        assert current_account(enterprise).number == NEW
        states = dict(enterprise.accounts.values_list("last4", "state"))
        assert states == {"2222": AccountState.REPLACED, "4444": AccountState.CURRENT}

    def test_who_proposed_does_not_confirm(self, enterprise, owner, second):
        account = propose(enterprise, owner)
        with pytest.raises(AccountError, match="second person"):
            confirm_account(account, owner, password=PASSWORD)
        assert current_account(enterprise) is None
        assert not Message.objects.filter(kind="org/account_link").exists()

    @pytest.mark.parametrize("role", ["filer", "viewer"])
    def test_who_does_not_rule_does_not_confirm(self, enterprise, owner, second, role):
        other = MembershipFactory(enterprise=enterprise, role=role).user
        with pytest.raises(AccountError, match="second person"):
            confirm_account(propose(enterprise, owner), other, password=PASSWORD)

    def test_an_owner_of_another_enterprise_does_not_confirm(self, enterprise, owner, second):
        stranger = MembershipFactory().user
        with pytest.raises(AccountError, match="second person"):
            confirm_account(propose(enterprise, owner), stranger, password=PASSWORD)

    def test_everybody_who_rules_is_told_of_each_step(self, enterprise, owner, second):
        filer = MembershipFactory(enterprise=enterprise, role="filer").user
        MembershipFactory(enterprise=enterprise, role="viewer")
        account = propose(enterprise, filer)
        confirm_account(account, owner, password=PASSWORD)
        everybody = {owner.email, second.email, filer.email}
        assert (told("account_proposed"), told("account_confirmed")) == (everybody, everybody)

    def test_the_audit_tells_it_without_the_number(self, enterprise, owner, second):
        confirm_account(propose(enterprise, owner), second, password=PASSWORD)
        entries = Entry.objects.of(f"enterprise:{enterprise.pk}")
        assert list(entries.values_list("verb", "actor")) == [
            ("account_proposed", owner.pk),
            ("account_confirmed", second.pk),
        ]
        assert NEW not in str(list(entries.values_list("data", flat=True)))
        assert verify(f"enterprise:{enterprise.pk}") == []

    def test_after_72_hours_it_is_too_late(self, enterprise, owner, second):
        account = propose(enterprise, owner)
        with clock.at(clock.now() + timedelta(hours=72)), pytest.raises(AccountError, match="72 hours"):
            confirm_account(account, second, password=PASSWORD)
        with clock.at(clock.now() + timedelta(hours=71, minutes=59)):
            confirm_account(account, second, password=PASSWORD)
        assert current_account(enterprise).number == NEW

    def test_a_proposal_that_ran_out_gives_way_to_the_next(self, enterprise, owner, second):
        propose(enterprise, owner, OLD)
        with clock.at(clock.now() + timedelta(hours=73)):
            confirm_account(propose(enterprise, owner), second, password=PASSWORD)
        assert current_account(enterprise).number == NEW

    def test_one_proposal_at_a_time(self, enterprise, owner, second):
        propose(enterprise, owner, OLD)
        with pytest.raises(AccountError, match="Another account waits"):
            propose(enterprise, second)

    def test_refused_it_never_counts(self, enterprise, owner, second):
        account = propose(enterprise, owner)
        refuse_account(account, second)
        with pytest.raises(AccountError, match="refused"):
            confirm_account(account, second, password=PASSWORD)
        assert told("account_refused") == {owner.email, second.email}

    def test_nobody_is_put_out_of_the_way_while_it_waits(self, enterprise, owner, second):
        propose(enterprise, owner)
        with pytest.raises(Exception, match="waits for its confirmation"):
            end_access(enterprise.memberships.get(user=second), owner)
        assert enterprise.memberships.active().filter(user=second).exists()

    def test_the_account_in_use_is_not_proposed_again(self, enterprise, owner, second):
        confirm_account(propose(enterprise, owner), second, password=PASSWORD)
        with pytest.raises(AccountError, match="in use already"):
            propose(enterprise, owner)


class TestAlone:
    def test_the_only_owner_confirms_by_the_mailed_link_with_the_password(self, enterprise, owner, client):
        account = propose(enterprise, owner)
        client.force_login(owner)
        page = url("org_account_link", enterprise.pk, link_of(account))
        assert client.get(page).status_code == 200
        assert current_account(enterprise) is None
        assert client.post(page, {"password": PASSWORD}).url == url("org_account", enterprise.pk)
        assert current_account(enterprise).number == NEW

    def test_the_link_works_once(self, enterprise, owner, client):
        page = url("org_account_link", enterprise.pk, link_of(propose(enterprise, owner)))
        client.force_login(owner)
        client.post(page, {"password": PASSWORD})
        assert (client.get(page).status_code, client.post(page, {"password": PASSWORD}).status_code) == (410, 410)

    def test_without_the_link_the_password_is_not_enough(self, enterprise, owner, client):
        account = propose(enterprise, owner)
        client.force_login(owner)
        answer = client.post(url("org_account_confirm", enterprise.pk), {"password": PASSWORD})
        assert answer.status_code == 403
        with pytest.raises(AccountError):
            confirm_account(account, owner, password=PASSWORD, token="guessed")
        assert current_account(enterprise) is None

    def test_without_the_password_the_link_is_not_enough(self, enterprise, owner, client):
        page = url("org_account_link", enterprise.pk, link_of(propose(enterprise, owner)))
        client.force_login(owner)
        answer = client.post(page, {"password": "not it at all"})
        assert answer.status_code == 422
        assert "This is not your password" in answer.content.decode()
        assert current_account(enterprise) is None

    def test_five_wrong_passwords_end_the_proposal(self, enterprise, owner):
        account = propose(enterprise, owner)
        token = link_of(account)
        for _try in range(5):
            with pytest.raises(AccountError):
                confirm_account(account, owner, password="wrong", token=token)
        with pytest.raises(AccountError):
            confirm_account(account, owner, password=PASSWORD, token=token)
        account.refresh_from_db()
        assert (account.state, current_account(enterprise)) == (AccountState.REFUSED, None)
        assert told("account_refused") == {owner.email}

    def test_the_link_is_for_the_proposer_alone(self, enterprise, owner):
        token = link_of(propose(enterprise, owner))
        stranger = MembershipFactory().user
        with pytest.raises(AccountError, match="somebody else"):
            by_link(enterprise, stranger, token)

    def test_the_link_of_another_enterprise_does_not_open_here(self, enterprise, owner):
        other = MembershipFactory(user=owner).enterprise
        token = link_of(propose(other, owner))
        propose(enterprise, owner, OLD)
        with pytest.raises(AccountError):
            by_link(enterprise, owner, token)

    def test_the_link_ends_after_72_hours(self, enterprise, owner, client):
        page = url("org_account_link", enterprise.pk, link_of(propose(enterprise, owner)))
        client.force_login(owner)
        with clock.at(clock.now() + timedelta(hours=72)):
            assert client.get(page).status_code == 410

    def test_once_a_second_owner_is_there_the_link_is_not_enough(self, enterprise, owner, second):
        account = BankAccount.objects.get(pk=propose(enterprise, owner).pk)
        assert not Message.objects.filter(kind="org/account_link").exists()
        MembershipFactory._meta.model.objects.filter(user=second).delete()
        send_link_again(account, owner)
        token = link_of(account)
        MembershipFactory(enterprise=enterprise, user=second, role="owner")
        with pytest.raises(AccountError):
            confirm_account(account, owner, password=PASSWORD, token=token)

    def test_a_link_that_is_sent_again_replaces_the_one_before(self, enterprise, owner):
        account = propose(enterprise, owner)
        first = link_of(account)
        send_link_again(account, owner)
        with pytest.raises(AccountError):
            by_link(enterprise, owner, first)
        assert by_link(enterprise, owner, link_of(account)).pk == account.pk

    def test_only_a_digest_of_the_token_is_kept(self, enterprise, owner):
        account = propose(enterprise, owner)
        account.refresh_from_db()
        assert link_of(account) not in str(vars(account))


class TestSealed:
    def test_no_column_and_no_page_holds_the_number(self, enterprise, owner, second, client):
        account = confirm_account(propose(enterprise, owner), second, password=PASSWORD)
        assert NEW not in str(BankAccount.objects.values().get())
        client.force_login(owner)
        names = ("org_file", "org_account", "org_account_new", "org_history", "org_people")
        pages = "".join(client.get(url(name, enterprise.pk)).content.decode() for name in names)
        assert (NEW in pages, "•••• 4444" in pages) == (False, True)
        assert unseal(account.number_sealed, sealed_for(account)) == NEW

    def test_a_number_put_into_another_row_does_not_open(self, enterprise, owner, second):
        mine = confirm_account(propose(enterprise, owner), second, password=PASSWORD)
        other = MembershipFactory().enterprise
        user = other.memberships.get().user
        theirs = propose(other, user, OLD)
        theirs.refresh_from_db()
        BankAccount.objects.filter(pk=mine.pk).update(number_sealed=theirs.number_sealed)
        with pytest.raises(Unopened):
            current_account(enterprise)

    def test_the_same_number_is_found_without_being_opened(self, enterprise, owner):
        account = propose(enterprise, owner)
        assert account.number_digest == account_digest(NEW) != account_digest(OLD)

    def test_a_new_key_seals_anew_and_then_the_old_one_can_go(
        self, enterprise, owner, second, settings, capsys, tmp_path
    ):
        # The keys of persons are sealed anew, too: those that other tests left are under another key.
        settings.KEY_STORE = tmp_path / "keys"
        old, last = new_key(), new_key()
        settings.FIELD_KEYS = [old, last]
        confirm_account(propose(enterprise, owner), second, password=PASSWORD)
        newest = new_key()
        settings.FIELD_KEYS = [newest, old, last]
        call_command("reseal")
        call_command("reseal")
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if "account" in line] == [
            "sealed anew: 1 account numbers",
            "sealed anew: 0 account numbers",
        ]
        settings.FIELD_KEYS = [newest, last]
        assert current_account(enterprise).number == NEW
        assert enterprise.accounts.get().number_digest == account_digest(NEW)


class TestPages:
    def form(self, **changed: str) -> dict[str, str]:
        return {"holder": "示例", "bank": "示例银行", "number": "6222 0000 3333 4444", "again": NEW} | changed

    def test_a_filer_proposes_and_the_owner_confirms(self, enterprise, owner, client):
        client.force_login(MembershipFactory(enterprise=enterprise, role="filer").user)
        assert client.post(url("org_account_new", enterprise.pk), self.form()).status_code == 302
        client.force_login(owner)
        assert "Look at it and confirm" in client.get(url("org_account", enterprise.pk)).content.decode()
        client.post(url("org_account_confirm", enterprise.pk), {"password": PASSWORD})
        assert current_account(enterprise).number == NEW

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"again": OLD}, "The two numbers differ"),
            ({"number": "12", "again": "12"}, "8 to 30 digits"),
            ({"number": "6222abcd33334444"}, "8 to 30 digits"),
            ({"holder": ""}, "required"),
        ],
    )
    def test_wrong_input_is_a_sentence_and_no_proposal(self, enterprise, owner, client, wrong, sentence):
        client.force_login(owner)
        answer = client.post(url("org_account_new", enterprise.pk), self.form(**wrong))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not enterprise.accounts.exists()

    def test_a_filer_takes_back_only_what_they_proposed(self, enterprise, owner, second, client):
        filer = MembershipFactory(enterprise=enterprise, role="filer").user
        account = propose(enterprise, owner)
        client.force_login(filer)
        assert client.post(url("org_account_refuse", enterprise.pk)).status_code == 403
        refuse_account(account, owner)
        propose(enterprise, filer)
        assert client.post(url("org_account_refuse", enterprise.pk)).status_code == 302
        assert not enterprise.accounts.filter(state=AccountState.PROPOSED).exists()

    def test_a_session_that_ended_keeps_no_account_number(self, enterprise, client):
        client.post(url("org_account_new", enterprise.pk), self.form())
        client.post(url("org_account_confirm", enterprise.pk), {"password": PASSWORD})
        assert "typed" not in client.session


@pytest.mark.parametrize("state", [AccountState.CURRENT, AccountState.PROPOSED])
def test_the_database_holds_one_of_a_kind(enterprise, owner, state):
    fields = {"enterprise": enterprise, "proposed_by": owner, "expires_at": clock.now(), "confirmed_at": clock.now()}
    BankAccount.objects.create(**fields, state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.create(**fields, state=state)
    BankAccount.objects.create(
        **fields | {"enterprise": EnterpriseFactory(), "proposed_by": UserFactory()}, state=state
    )

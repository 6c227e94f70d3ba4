"""What a call has committed and paid is the sum of its entries, and whoever looks is told when it is not."""

import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from enterprises import budget
from enterprises.enums import EntryKind, State
from enterprises.exceptions import LedgerError
from enterprises.models import Application, BudgetEntry, Call
from enterprises.money.ledger import Standing, differences, meter, standing, watch_ledger
from enterprises.tests.factories import CallFactory, UserFactory, application_in, cast, take
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db
AWARD = 75_000_00


def entries(application: Application) -> list[tuple[str, int]]:
    return list(application.budget_entries.order_by("pk").values_list("kind", "amount_fen"))


def stands(call: Call) -> Standing:
    return standing(Call.objects.get(pk=call.pk))


def test_a_call_tells_reserved_committed_and_paid_apart():
    call, people = CallFactory(), cast()
    for state in (State.DRAFT, State.SUBMITTED, State.VERIFICATION, State.REJECTED, State.APPROVED, State.PAID):
        application_in(state, call=call, people=people)
    assert stands(call) == Standing(1_000_000_00, reserved=2 * AWARD, committed=2 * AWARD, paid=AWARD)
    assert stands(call).free == 850_000_00


def test_a_payment_and_its_return_have_their_entries():
    people = cast()
    application = application_in(State.RECOVERING, people=people)
    assert entries(application) == [(EntryKind.COMMIT, AWARD), (EntryKind.PAY, AWARD)]
    take(application, "record_repayment", people)
    assert entries(application)[2:] == [(EntryKind.REPAY, -AWARD), (EntryKind.RELEASE, -AWARD)]
    assert stands(application.call) == Standing(1_000_000_00, 0, 0, 0)


@pytest.mark.parametrize("amount", [0, -1, AWARD + 1])
def test_no_more_is_paid_than_was_granted(amount):
    application = application_in(State.APPROVED)
    with pytest.raises(LedgerError):
        budget.pay(application, amount, None)
    assert entries(application) == [(EntryKind.COMMIT, AWARD)]


def test_what_is_paid_is_not_released():
    application = application_in(State.APPROVED)
    budget.pay(application, 30_000_00, None)
    budget.release(application, None)
    assert entries(application)[-1] == (EntryKind.RELEASE, -45_000_00)
    assert stands(application.call) == Standing(1_000_000_00, 0, 30_000_00, 30_000_00)
    with pytest.raises(LedgerError):
        budget.repay(application, 30_000_01, None)


def test_the_database_refuses_to_pay_what_is_not_committed():
    call = application_in(State.APPROVED).call
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(paid_fen=AWARD + 1)


@pytest.mark.parametrize(("kind", "amount"), [(EntryKind.PAY, -1), (EntryKind.REPAY, 1), (EntryKind.RELEASE, 1)])
def test_an_entry_has_the_sign_of_its_kind(kind, amount):
    application = application_in(State.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetEntry.objects.create(call=application.call, application=application, kind=kind, amount_fen=amount)


class TestCheckLedger:
    def test_it_agrees(self, capsys):
        application_in(State.PAID)
        assert differences() == []
        call_command("check_ledger")
        assert "The ledger agrees: 1 calls." in capsys.readouterr().out

    @pytest.mark.parametrize(("column", "what"), [("committed_fen", "committed"), ("paid_fen", "paid")])
    def test_a_column_that_was_touched_is_named(self, column, what):
        call = application_in(State.PAID).call
        Call.objects.filter(pk=call.pk).update(**{column: AWARD + 5 if column == "committed_fen" else 5})
        with pytest.raises(CommandError, match=f"{call.code}: {what} is"):
            call_command("check_ledger")

    def test_an_entry_that_is_gone_is_noticed_and_the_administrators_are_told_once(self, caplog):
        application_in(State.PAID).budget_entries.filter(kind=EntryKind.PAY).delete()
        boss, _other = UserFactory(is_superuser=True), UserFactory()
        with caplog.at_level(logging.ERROR):
            assert (watch_ledger(), watch_ledger()) == (1, 1)
        assert "the ledger differs" in caplog.text
        told = Message.objects.filter(kind="enterprises/ledger_differs")
        assert [message.recipient for message in told] == [boss]

    def test_nobody_is_told_while_it_agrees(self):
        UserFactory(is_superuser=True)
        assert watch_ledger() == 0
        assert not Message.objects.filter(kind="enterprises/ledger_differs").exists()


def test_everybody_reads_how_much_is_committed(client):
    call = application_in(State.PUBLICITY, call=CallFactory(budget_fen=121_000_00)).call
    with translation.override("en"):
        call.refresh_from_db()
        assert meter(call)["figure"] == "about 62 %"
        page = client.get(reverse("enterprises:call", args=[call.code]))
    assert "about 62 %" in page.content.decode()

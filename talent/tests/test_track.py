"""The look-up without an account: what it tells, what it never tells, and that guessing leads nowhere."""

import datetime as dt
import re

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime

from portal.core import keystore, sealing
from talent.cases.enums import CaseState
from talent.check_digits import check_digits
from talent.tests.cases import talent_case_in, talent_cast
from talent.tests.people import BORN
from talent.tracking import limits, looking

OTHER = dt.date(1991, 3, 1)


@pytest.fixture(autouse=True)
def _english(db):
    cache.clear()
    with translation.override("en"):
        yield
    cache.clear()


@pytest.fixture
def case():
    return talent_case_in(CaseState.ACCEPTED, talent_cast())


def asked(client: Client, number: str, digits: str = "", born: dt.date = BORN, address: str = "192.0.2.1"):
    data = {"number": number, "digits": digits or check_digits(number), "birth_date": born.isoformat()}
    return client.post(reverse("talent:track"), data, REMOTE_ADDR=address)


def main_of(answer) -> str:
    page = re.search(r"(?s)<main.*?</main>", answer.content.decode())
    assert page
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page[0])


def test_stage_who_must_act_and_last_change_and_nothing_else(client, case):
    page = main_of(asked(client, case.number))
    assert "Accepted; the checks begin" in page
    assert "The bureau must act." in page
    assert f'datetime="{localtime(case.moved_at).date().isoformat()}"' in page
    person = case.person
    for secret in (
        person.latin_name,
        person.own_name,
        case.number,
        case.employer.name,
        BORN.isoformat(),
        person.user.email,
    ):
        assert secret not in page


def test_the_number_may_be_typed_in_many_ways(client, case):
    plain = case.number.replace("-", " ").lower()
    assert "Accepted; the checks begin" in main_of(asked(client, plain))


def test_every_wrong_answer_is_the_same_answer(client, case):
    wrong = str((int(check_digits(case.number)) + 1) % 97 + 1)
    answers = [
        asked(client, case.number, born=OTHER),
        asked(client, case.number, digits=wrong),
        asked(client, "TC-2026-999999"),
        asked(client, "no number at all", digits="11"),
    ]
    draft = talent_case_in(CaseState.DRAFT, talent_cast(2))
    answers.append(asked(client, draft.number))
    assert {answer.status_code for answer in answers} == {200}
    assert len({main_of(answer) for answer in answers}) == 1
    assert "Nothing is known under these three" in main_of(answers[0])


class CountedCipher:
    """The cipher that every seal goes through, counting how often one is opened."""

    opened = 0

    def __init__(self, key: bytes) -> None:
        self.cipher = AESGCM(key)

    def decrypt(self, *given):
        CountedCipher.opened += 1
        return self.cipher.decrypt(*given)

    def encrypt(self, *given):
        return self.cipher.encrypt(*given)


def test_right_and_wrong_take_the_same_queries_and_open_as_many_seals(case, monkeypatch):
    digits = check_digits(case.number)
    looking.look_up("TC-2026-999999", "00", BORN)
    monkeypatch.setattr(sealing, "AESGCM", CountedCipher)
    found = {}
    for name, given in {
        "right": (case.number, digits, BORN),
        "wrong date": (case.number, digits, OTHER),
        "wrong digits": (case.number, "00", BORN),
        "unknown": ("TC-2026-999999", check_digits("TC-2026-999999"), BORN),
        "no number": ("x", "y", BORN),
    }.items():
        CountedCipher.opened = 0
        with CaptureQueriesContext(connection) as queries:
            answer = looking.look_up(*given)
        found[name] = (len(queries), CountedCipher.opened, answer is not None)
    assert found == {
        "right": (2, 2, True), "wrong date": (2, 2, False), "wrong digits": (2, 2, False), "unknown": (2, 2, False),
        "no number": (2, 2, False),
    }  # fmt: skip


def test_somebody_who_was_forgotten_is_as_unknown_as_a_wrong_number(client, case):
    unknown = main_of(asked(client, "TC-2026-999999"))
    keystore.destroy(case.person.key_id)
    assert main_of(asked(client, case.number)) == unknown


def test_ten_thousand_guesses_from_one_address_get_ten_answers(case, rf):
    """The limit lets ten through, and asks the database nothing for the rest."""
    request = rf.post("/", REMOTE_ADDR="192.0.2.7")
    with CaptureQueriesContext(connection) as queries:
        let_through = sum(limits.may_look(request, f"TC-2026-{number:06d}") for number in range(10_000))
    assert let_through == limits.MOST_FROM_ONE
    assert len(queries) == 0


def test_ten_thousand_guesses_at_one_number_from_as_many_addresses_get_twenty_answers(case, rf):
    let_through = sum(
        limits.may_look(rf.post("/", REMOTE_ADDR=f"2001:db8::{number:x}"), case.number) for number in range(10_000)
    )
    assert let_through == limits.MOST_FOR_ONE


def test_who_is_refused_learns_nothing_by_it(client, case):
    for number in range(10):
        asked(client, f"TC-2026-{number:06d}")
    refused = asked(client, case.number)
    assert refused.status_code == 429
    assert main_of(refused) == main_of(asked(client, "TC-2026-999999"))
    assert "Accepted" not in main_of(refused)
    assert "Accepted; the checks begin" in main_of(asked(client, case.number, address="192.0.2.2"))


def test_a_date_of_birth_in_the_future_is_no_question(client):
    answer = asked(client, "TC-2026-000001", born=dt.date(2999, 1, 1))
    assert answer.status_code == 422
    assert "The date of birth lies in the future." in main_of(answer)


def test_the_answers_are_sent_and_never_stand_in_an_address(client, case):
    page = client.get(reverse("talent:track"), {"number": case.number, "birth_date": BORN.isoformat()})
    assert case.number not in main_of(page)
    assert 'method="post"' in main_of(page)

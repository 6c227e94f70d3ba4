"""Whoever holds a receipt can check it; whoever guesses learns nothing."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.enums import State
from enterprises.masks import masked_name
from enterprises.receipts import qr_rows, receipt_pdf, verify_url
from enterprises.tests.factories import UserFactory, application_in, cast, draft, take
from enterprises.verifying import MOST_WRONG, look_up
from enterprises.workflow import application_flow

pytestmark = pytest.mark.django_db


def page(code: str = "", language: str = "en") -> str:
    with translation.override(language):
        return reverse("enterprises:verify_code", args=[code]) if code else reverse("enterprises:verify")


@pytest.fixture
def submitted():
    return application_in(State.SUBMITTED)


class TestAReceipt:
    @pytest.mark.parametrize(("language", "word"), [("en", "Valid"), ("zh-hans", "有效")])
    def test_a_stranger_reads_what_was_received(self, client, submitted, language, word):
        snapshot = submitted.snapshots.get()
        text = client.get(page(snapshot.code, language)).content.decode()
        for said in (word, submitted.number, snapshot.sha256, snapshot.code):
            assert said in text
        assert submitted.enterprise.name not in text
        assert submitted.enterprise.credit_code not in text
        assert submitted.applicant.email not in text

    def test_a_code_is_read_as_people_type_it(self, client, submitted):
        code = submitted.snapshots.get().code
        for typed in (code.lower(), code.replace("-", " "), code.replace("-", ""), code.replace("0", "O")):
            answer = client.get(page(), {"code": typed}, follow=True)
            assert submitted.number in answer.content.decode()

    def test_a_later_submission_takes_its_place(self, client):
        people = cast()
        application = application_in(State.CORRECTION, people=people)
        first = application.snapshots.get()
        application.requests.get().lines.update(answered_at=application.moved_at)
        application.forget()
        take(application, "resubmit", people)
        assert look_up(first.code).standing == "superseded"
        assert look_up(application.snapshots.last().code).standing == "valid"

    def test_what_was_withdrawn_is_said_to_be(self, submitted):
        code = submitted.snapshots.get().code
        application_flow.take(submitted, "withdraw", submitted.applicant)
        assert look_up(code).standing == "withdrawn"

    def test_it_stands_on_the_confirmation_and_in_the_pdf(self, client, submitted):
        client.force_login(submitted.applicant)
        with translation.override("en"):
            confirmation = client.get(reverse("enterprises:submitted", args=[submitted.number])).content.decode()
        code = submitted.snapshots.get().code
        assert page(code) in confirmation
        assert receipt_pdf(submitted).startswith(b"%PDF-")
        assert verify_url(code).endswith(f"/zh-hans/verify/{code}/")

    def test_the_receipt_says_what_was_received_whatever_the_enterprise_is_called_later(self, submitted):
        before = receipt_pdf(submitted)
        submitted.enterprise.name = "改名之后有限公司"
        submitted.enterprise.save()
        assert receipt_pdf(submitted) == before

    def test_the_qr_code_is_a_square_of_dots(self):
        rows = qr_rows(verify_url("7K2M-9XQ4-0000-ABCD"))
        assert {len(row) for row in rows} == {len(rows)}
        assert set("".join(rows)) == {"0", "1"}


class TestWrongCodes:
    WRONG = ("0000-0000-0000-0000", "x", "-", "7K2M", "<script>", "%00", "A" * 500)

    def test_they_all_get_the_same_answer(self, client, submitted):
        almost = submitted.snapshots.get().code[:-1] + "!"
        answers = [client.get(page(code)) for code in (*self.WRONG, almost)]
        assert {answer.status_code for answer in answers} == {404}
        assert all("No receipt of this portal" in answer.content.decode() for answer in answers)

    def test_a_draft_has_nothing_to_verify(self, client):
        draft()
        assert client.get(page("0000-0000-0000-0001")).status_code == 404

    def test_after_ten_of_them_even_a_right_one_waits(self, client, submitted):
        code = submitted.snapshots.get().code
        for _time in range(MOST_WRONG):
            client.get(page("0000-0000-0000-0000"))
        assert client.get(page(code)).status_code == 429
        assert client.get(page(code), REMOTE_ADDR="192.0.2.7").status_code == 200

    def test_visitors_are_told_apart_behind_a_trusted_proxy_only(self, submitted, settings):
        def waits(address: str) -> bool:
            return Client(headers={"X-Forwarded-For": address}).get(page(code)).status_code == 429

        code, loud = submitted.snapshots.get().code, Client(headers={"X-Forwarded-For": "9.9.9.9, 203.0.113.1"})
        for _time in range(MOST_WRONG):
            loud.get(page("0000-0000-0000-0000"))
        assert (waits("203.0.113.1"), waits("203.0.113.2")) == (True, True)
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        cache.clear()
        for _time in range(MOST_WRONG):
            loud.get(page("0000-0000-0000-0000"))
        assert (waits("203.0.113.1"), waits("203.0.113.2"), waits("9.9.9.9")) == (True, False, False)

    def test_an_empty_form_asks_for_the_code(self, client):
        answer = client.get(page(), {"code": ""})
        assert answer.status_code == 422

    def test_who_is_signed_in_sees_the_same(self, client, submitted):
        client.force_login(UserFactory())
        assert client.get(page(submitted.snapshots.get().code)).status_code == 200


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("青岛示例软件有限公司", "青岛＊＊＊＊＊＊公司"),
        ("海尔", "海＊＊＊"),
        ("AB", "A＊＊＊"),
        ("青岛港集团", "青岛＊集团"),
    ],
)
def test_names_are_shown_in_part(name, masked):
    assert masked_name(name) == masked

"""The public notice as a PDF: what its page says, masked as it was published, with the place to verify it."""

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.enums import State
from enterprises.models import Notice
from enterprises.notices.correcting import correct
from enterprises.notices.paper import notice_data
from enterprises.tests.factories import Cast, application_in, cast, put_on_notice, take
from enterprises.tests.notices import close_objections, object_to
from enterprises.tests.test_letters import text_of
from enterprises.tests.test_notices import signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def paper(notice: Notice) -> str:
    with translation.override("en"):
        return reverse("enterprises:notice_pdf", args=[notice.number])


def test_anybody_opens_it_and_reads_what_the_page_says(client, people: Cast) -> None:
    applications = signed(people, 3)
    notice = put_on_notice(*applications, actor=people.case_manager)
    answer = client.get(paper(notice))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = text_of(answer.content).replace("\n", "")
    lines = notice.content["lines"]
    for said in (
        notice.number,
        notice.code,
        notice.sha256,
        "公示中",
        "225,000元",
        *(one["credit_code"] for one in lines),
    ):
        assert said in text, said
    codes = {one["credit_code"] for one in lines}
    for one in applications:
        assert one.number not in text
        assert (one.enterprise.credit_code in text) is (one.enterprise.credit_code in codes)


def test_page_and_desk_lead_to_it(client, people: Cast) -> None:
    application = application_in(State.PUBLICITY, people=people)
    notice = application.notice_lines.get().notice
    with translation.override("en"):
        page, desk = reverse("enterprises:notice", args=[notice.number]), "admin:enterprises_notice_change"
        code = reverse("enterprises:verify_code", args=[notice.code])
        at_desk = reverse(desk, args=[notice.pk])
    public = client.get(page).content.decode()
    assert (paper(notice) in public, code in public) == (True, True)
    client.force_login(people.case_manager)
    assert paper(notice) in client.get(at_desk).content.decode()


def test_a_dismissed_objection_stands_on_it_in_both_languages(people: Cast) -> None:
    application = application_in(State.PUBLICITY, people=people)
    notice = application.notice_lines.get().notice
    object_to(application)
    close_objections(application, people, "dismiss", "费用未另获补助。")
    row = notice_data(Notice.objects.for_page().get(pk=notice.pk))["rows"][0]
    assert row["objections"][0]["said"] == "费用未另获补助。"
    zh, en = row["objections"][0]["outcome"]
    assert zh != en
    assert row["result"][0] != row["result"][1]


def test_a_corrected_notice_names_the_one_that_counts(people: Cast) -> None:
    notice = put_on_notice(*signed(people, 1), actor=people.case_manager)
    later = correct(
        notice, people.case_manager, workdays=notice.workdays, masking=notice.masking, why_zh="更正", why_en="Put right"
    )
    old, new = (notice_data(Notice.objects.for_page().get(pk=one.pk)) for one in (notice, later))
    assert (old["later"], old["running"], new["replaces"], new["why"]) == (
        later.number, False, notice.number, ["更正", "Put right"],
    )  # fmt: skip


def test_the_same_entries_on_the_same_day_are_the_same_data(people: Cast) -> None:
    application = application_in(State.PUBLICITY, people=people)
    notice = Notice.objects.for_page().get(lines__application=application)
    before = notice_data(notice)
    assert notice_data(Notice.objects.for_page().get(pk=notice.pk)) == before
    take(application, "close_notice", people)
    assert notice_data(Notice.objects.for_page().get(pk=notice.pk)) != before

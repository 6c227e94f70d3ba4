"""Public notices: whole or not at all, masked, with a fingerprint that everybody can compute again."""

import json
import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from enterprises.enums import EntityType, State
from enterprises.exceptions import NoticeError
from enterprises.models import Application, Notice, NoticeLine
from enterprises.notices.publishing import publish, ready_for_notice
from enterprises.tests.factories import (
    SOUND_ANSWERS,
    CallFactory,
    Cast,
    EnterpriseFactory,
    application_in,
    cast,
    put_on_notice,
    take,
)
from enterprises.workflow import application_flow
from portal.audit.models import Entry
from portal.core import clock
from portal.reviews.exceptions import StepForbidden, StepRefused
from portal.reviews.models import WorkItem
from portal.reviews.tasks import take_due_steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def signed(people: Cast, number: int = 1, **more) -> list[Application]:
    call = more.pop("call", None) or CallFactory()
    found = [application_in(State.DECIDING, people=people, call=call, **more) for _number in range(number)]
    for one in found:
        take(one, "sign_approval", people)
    return found


def address(name: str, *args, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"enterprises:{name}", args=args)


class TestPublishing:
    def test_all_entries_go_on_notice_together(self, people: Cast) -> None:
        applications = signed(people, 3)
        notice = put_on_notice(*applications, actor=people.case_manager)
        states = set(Application.objects.values_list("state", flat=True))
        dues = set(WorkItem.objects.filter(closed_at=None).values_list("due_on", "on_due"))
        assert (states, dues) == ({State.PUBLICITY}, {(notice.last_day, "close_notice")})
        assert list(notice.lines.values_list("application", "position")) == [
            (one.pk, place) for place, one in enumerate(applications, start=1)
        ]
        assert not ready_for_notice(notice.call).exists()

    def test_one_that_can_not_is_named_and_nothing_is_published(self, people: Cast) -> None:
        first, second = signed(people, 2)
        other = application_in(State.DECIDING, people=people, call=first.call)
        with pytest.raises(NoticeError) as refused:
            publish(first.call, [first, other, second], people.case_manager, workdays=5)
        assert (other.number in refused.value.message, refused.value.details["application"]) == (True, other.pk)
        assert not Notice.objects.exists()
        assert set(Application.objects.values_list("state", flat=True)) == {State.DECIDING}

    @pytest.mark.parametrize(("workdays", "ok"), [(6, False), (7, True), (60, True), (61, False)])
    def test_it_runs_as_long_as_the_call_promises(self, people: Cast, workdays: int, ok: bool) -> None:
        found = signed(people, call=CallFactory(stage_limits={"publicity": 7}))
        try:
            notice = publish(found[0].call, found, people.case_manager, workdays=workdays)
        except NoticeError:
            notice = None
        assert (notice is not None) is ok

    def test_only_the_division_publishes(self, people: Cast) -> None:
        found = signed(people)
        for user in (people.leader, people.district, people.finance):
            with pytest.raises(StepForbidden):
                publish(found[0].call, found, user, workdays=5)

    def test_nothing_is_an_empty_notice(self, people: Cast) -> None:
        with pytest.raises(NoticeError):
            publish(CallFactory(), [], people.case_manager, workdays=5)

    def test_the_step_alone_publishes_nothing(self, people: Cast) -> None:
        (application,) = signed(people)
        with pytest.raises(StepRefused):
            application_flow.take(application, "publish_notice", people.case_manager)

    def test_the_clock_closes_it_after_its_last_day_and_not_before(self, people: Cast) -> None:
        notice = put_on_notice(*signed(people, 2), actor=people.case_manager)
        days = (notice.last_day - clock.today()).days
        with clock.at(clock.now() + timedelta(days)):
            assert take_due_steps() == 0
        with clock.at(clock.now() + timedelta(days + 1)):
            assert take_due_steps() == 2
        assert set(notice.lines.values_list("result", flat=True)) == {"supported"}


class TestFingerprint:
    def test_everybody_can_compute_it(self, people: Cast) -> None:
        notice = Notice.objects.get(pk=put_on_notice(*signed(people), actor=people.case_manager).pk)
        text = json.dumps(notice.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert sha256(text.encode()).hexdigest() == notice.sha256
        changed = text.replace("7500000", "7500001")
        assert sha256(changed.encode()).hexdigest() != notice.sha256

    def test_it_stands_on_the_page_and_in_the_audit(self, client, people: Cast) -> None:
        notice = put_on_notice(*signed(people), actor=people.case_manager)
        assert notice.sha256 in client.get(address("notice", notice.number)).content.decode()
        entry = Entry.objects.get(scope=f"notice:{notice.pk}")
        assert entry.data["sha256"] == notice.sha256


class TestWhatIsNeverPublished:
    @pytest.mark.parametrize("page", ["notice", "notices", "api", "api-list", "awards"])
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_no_person_contact_account_or_whole_code(self, client, people: Cast, page: str, language: str) -> None:
        """Every text of the application and of its people is looked for, of the page as it is answered."""
        application = signed(people)[0]
        notice = put_on_notice(application, actor=people.case_manager)
        urls = {
            "notice": address("notice", notice.number, language=language),
            "notices": address("notices", language=language),
            "api": f"/api/v1/notices/{notice.number}/",
            "api-list": "/api/v1/notices/",
            "awards": "/api/v1/awards/",
        }
        answer = client.get(urls[page], headers={"accept-language": language})
        text = answer.content.decode()
        assert answer.status_code == 200
        secret = {name: value for name, value in SOUND_ANSWERS.items() if not name.startswith(("project", "perform"))}
        private = [application.number, application.enterprise.credit_code, application.applicant.email]
        private += [str(user) for user in vars(people).values()] + [user.email for user in vars(people).values()]
        private += [application.applicant.name, *secret.values()]
        assert [value for value in private if value and value in text] == []
        if page in ("notice", "api"):
            assert application.enterprise.name in text

    def test_a_code_in_full_would_be_found(self, client, people: Cast) -> None:
        """The control of the test above: what is published is found by the same look."""
        application = signed(people)[0]
        notice = put_on_notice(application, actor=people.case_manager)
        content = notice.content | {"contact": {"zh": application.enterprise.credit_code, "en": ""}}
        Notice.objects.filter(pk=notice.pk).update(content=content)
        assert application.enterprise.credit_code in client.get(address("notice", notice.number)).content.decode()

    def test_an_individual_business_is_masked(self, client, people: Cast) -> None:
        enterprise = EnterpriseFactory(entity_type=EntityType.INDIVIDUAL_BUSINESS, name="市南区王小明文化工作室")
        notice = put_on_notice(*signed(people, enterprise=enterprise), actor=people.case_manager)
        text = client.get(address("notice", notice.number)).content.decode()
        assert ("王小明" in text, "市南＊＊＊＊＊＊作室" in text) == (False, True)

    def test_strict_masking_shows_no_code(self, people: Cast) -> None:
        found = signed(people)
        notice = publish(found[0].call, found, people.case_manager, workdays=5, masking="strict")
        assert notice.content["lines"][0]["credit_code"] == ""

    def test_masked_codes_keep_eight_characters(self, people: Cast) -> None:
        notice = put_on_notice(*signed(people), actor=people.case_manager)
        assert re.fullmatch(r"[0-9A-Z]{4}＊{10}[0-9A-Z]{4}", notice.content["lines"][0]["credit_code"])


class TestPages:
    def test_running_ones_first_and_ended_ones_kept(self, client, people: Cast) -> None:
        running, ended = (put_on_notice(*signed(people), actor=people.case_manager) for _number in range(2))
        Notice.objects.filter(pk=ended.pk).update(
            first_day=clock.today() - timedelta(20), last_day=clock.today() - timedelta(10)
        )
        text = client.get(address("notices")).content.decode()
        assert text.index(running.number) < text.index("Ended") < text.index(ended.number)

    def test_as_many_queries_for_thirty_entries_as_for_one(
        self, people: Cast, client, django_assert_num_queries
    ) -> None:
        counts = []
        for number in (1, 6):
            notice = put_on_notice(*signed(people, number), actor=people.case_manager)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address("notice", notice.number)).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_an_application_stands_on_one_running_notice(self, people: Cast) -> None:
        notice = put_on_notice(*signed(people), actor=people.case_manager)
        line = notice.lines.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            NoticeLine.objects.create(notice=notice, application=line.application, position=2, content={})


class TestBuilding:
    def test_preview_publishes_nothing_and_the_button_does(self, client, people: Cast) -> None:
        first, second = signed(people, 2)
        client.force_login(people.case_manager)
        page = reverse("admin:enterprises_notice_build", args=[first.call_id])
        data = {"chosen": [first.pk], "workdays": "6", "masking": "standard"}
        answer = client.post(page, data | {"preview": "1"})
        assert (answer.status_code, Notice.objects.count()) == (200, 0)
        assert client.post(page, data | {"publish": "1"}).status_code == 302
        notice = Notice.objects.get()
        assert (notice.workdays, [line.application for line in notice.lines.all()]) == (6, [first])
        assert list(ready_for_notice(first.call)) == [second]

    @pytest.mark.parametrize(
        "change", [{"workdays": "4"}, {"workdays": ""}, {"workdays": "x"}, {"chosen": []}, {"chosen": ["99999"]},
                   {"masking": "none"}],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused(self, client, people: Cast, change: dict) -> None:
        (application,) = signed(people)
        client.force_login(people.case_manager)
        page = reverse("admin:enterprises_notice_build", args=[application.call_id])
        data = {"chosen": [application.pk], "workdays": "5", "masking": "standard", "publish": "1"} | change
        assert client.post(page, data).status_code == 422
        assert not Notice.objects.exists()

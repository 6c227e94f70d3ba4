"""Several people on one draft: nobody's work is lost without being told, with the script and without it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.corrections import correct_value
from enterprises.drafting import lock_case, mark_of, save_section
from enterprises.enums import MemberRole, State
from enterprises.exceptions import Collision, DraftClosed
from enterprises.models import Application, SectionMark
from enterprises.tests.factories import MembershipFactory, UserFactory, application_in, cast, draft
from enterprises.workflow import application_flow
from policies.forms import facts_from_json
from portal.accounts.models import User
from portal.core import clock

pytestmark = pytest.mark.django_db
PROJECT = {"project_title": "新名称", "project_summary": "新内容", "performance_target": "新目标"}
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}


def url(name: str, *args: object, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"enterprises:{name}", args=args)


def page_of(application: Application, slug: str = "project", language: str = "en") -> str:
    return url("section", application.number, slug, language=language)


@pytest.fixture
def application() -> Application:
    return draft()


@pytest.fixture
def colleague(application: Application) -> User:
    user = UserFactory(name="Wang Ning")
    MembershipFactory(user=user, enterprise=application.enterprise, role=MemberRole.FILER)
    return user


def save(application: Application, user: User, seen: int, **answers: str) -> SectionMark:
    return save_section(application, "project", user=user, answers=answers, seen=seen, done=True)


class TestSaving:
    def test_only_the_sections_names_are_written(self, application):
        before = application.answers
        save(application, application.applicant, 0, project_title="A", bank_name="elsewhere", state="approved")
        application.refresh_from_db()
        assert application.answers == before | {"project_title": "A"}

    def test_each_save_is_a_revision_with_its_person(self, application, colleague):
        save(application, application.applicant, 0, project_title="A")
        mark = save(application, colleague, 1, project_title="B")
        assert (mark.revision, mark.saved_by) == (2, colleague)
        assert SectionMark.objects.get(application=application, section="project").revision == 2

    def test_who_saw_an_older_version_writes_nothing(self, application, colleague):
        save(application, colleague, 0, project_title="theirs")
        with pytest.raises(Collision) as collision:
            save(application, application.applicant, 0, project_title="mine")
        assert collision.value.mark.saved_by == colleague
        application.refresh_from_db()
        assert application.answers["project_title"] == "theirs"

    def test_the_same_text_sent_twice_is_no_collision(self, application):
        save(application, application.applicant, 0, project_title="A")
        assert save(application, application.applicant, 0, project_title="A").revision == 1

    def test_two_sections_do_not_stand_in_each_others_way(self, application, colleague):
        save(application, colleague, 0, project_title="theirs")
        save_section(
            application, "contact", user=application.applicant, answers={"contact_name": "mine"}, seen=0, done=True
        )
        application.refresh_from_db()
        assert (application.answers["project_title"], application.answers["contact_name"]) == ("theirs", "mine")

    def test_an_instance_that_was_read_long_ago_puts_nothing_back(self, application, colleague):
        stale = Application.objects.get(pk=application.pk)
        save(application, colleague, 0, project_title="theirs")
        save_section(stale, "contact", user=colleague, answers={"contact_name": "mine"}, seen=0, done=True)
        assert Application.objects.get(pk=application.pk).answers["project_title"] == "theirs"

    def test_what_was_sent_is_no_draft(self):
        sent = application_in(State.SUBMITTED)
        with pytest.raises(DraftClosed):
            save(sent, sent.applicant, 0, project_title="later")
        with pytest.raises(DraftClosed):
            lock_case(sent)

    def test_a_source_goes_with_the_value(self, application):
        origin = {"source": "application", "ref": "QD-2025-000001", "on": "2025-11-01"}
        sources = {"answer:project_title": origin, "answer:bank_name": origin}
        Application.objects.filter(pk=application.pk).update(sources=sources)
        save(application, application.applicant, 0, project_title="typed")
        application.refresh_from_db()
        assert application.sources == {"answer:bank_name": origin}

    def test_a_figure_that_is_sent_as_it_stands_is_no_change(self, application):
        origin = {"source": "self_check", "ref": "", "on": "2026-11-01"}
        Application.objects.filter(pk=application.pk).update(sources={"fact:eligible_cost_cny": origin})
        facts = facts_from_json(application.facts)
        sent = facts | {"eligible_cost_cny": Decimal(150_000), "statistics_reported": False}
        save_section(application, "conditions", user=application.applicant, facts=sent, seen=0, done=True)
        application.refresh_from_db()
        assert application.facts["statistics_reported"] is False
        assert application.sources == {"fact:eligible_cost_cny": origin}

    def test_what_is_sent_is_what_a_colleague_saved_last(self, application, colleague):
        """The page of whoever sends was drawn before; what is received and hashed is what is stored."""
        save(application, colleague, 0, project_title="first")
        stale = Application.objects.for_page().get(pk=application.pk)
        save(application, colleague, 1, project_title="last")
        application_flow.take(stale, "submit", application.applicant)
        assert application.snapshots.get().content["answers"]["project_title"] == "last"

    def test_what_is_sent_again_is_what_a_colleague_corrected_last(self):
        people = cast()
        application = application_in(State.CORRECTION, people=people)
        stale = Application.objects.for_page().get(pk=application.pk)
        line = application.requests.get().lines.get()
        correct_value(application, line, "corrected", "")
        application_flow.take(stale, "resubmit", application.applicant)
        assert application.snapshots.last().content["answers"]["project_title"] == "corrected"


class TestCollisionPage:
    @pytest.mark.parametrize(("language", "words"), [("en", "Keep mine"), ("zh-hans", "保留我的")])
    def test_mine_stands_beside_theirs(self, client, application, colleague, language, words):
        save(application, colleague, 0, project_title="Their title")
        client.force_login(application.applicant)
        answer = client.post(page_of(application, language=language), PROJECT | {"seen": "0"})
        page = answer.content.decode()
        assert answer.status_code == 409
        for said in (words, "Their title", "新名称", "Wang Ning"):
            assert said in page
        application.refresh_from_db()
        assert application.answers["project_title"] == "Their title"

    def test_keep_mine_sends_the_same_with_what_was_seen_now(self, client, application, colleague):
        save(application, colleague, 0, project_title="theirs")
        client.force_login(application.applicant)
        page = client.post(page_of(application), PROJECT | {"seen": "0"}).content.decode()
        assert all(f'name="{name}" value="{value}"' in page for name, value in PROJECT.items())
        assert 'name="seen" value="1"' in page
        assert client.post(page_of(application), PROJECT | {"seen": "1"}).status_code == 302
        application.refresh_from_db()
        assert application.answers["project_title"] == "新名称"

    def test_a_third_save_in_between_is_shown_too(self, client, application, colleague):
        save(application, colleague, 0, project_title="theirs")
        save(application, colleague, 1, project_title="theirs again")
        client.force_login(application.applicant)
        assert client.post(page_of(application), PROJECT | {"seen": "1"}).status_code == 409

    def test_a_page_says_who_saved_it_and_who_has_it_open(self, client, application, colleague):
        save(application, colleague, 0, project_title="theirs")
        client.force_login(colleague)
        client.get(page_of(application))
        client.force_login(application.applicant)
        page = client.get(page_of(application)).content.decode()
        assert "by Wang Ning." in page
        assert "Wang Ning has this section open, too." in page
        tasks = client.get(url("tasks", application.number)).content.decode()
        assert "by Wang Ning." in tasks

    def test_presence_ends(self, client, application, colleague):
        client.force_login(colleague)
        client.get(page_of(application))
        client.force_login(application.applicant)
        with clock.at(clock.now() + timedelta(minutes=11)):
            assert "has this section open" not in client.get(page_of(application)).content.decode()

    def test_nobody_is_told_of_themselves(self, client, application):
        client.force_login(application.applicant)
        client.get(page_of(application))
        assert "has this section open" not in client.get(page_of(application)).content.decode()


class TestAutosave:
    def test_it_saves_and_says_when(self, client, application):
        client.force_login(application.applicant)
        moment = clock.now().replace(hour=10, minute=42)
        with clock.at(moment):
            answer = client.post(page_of(application), PROJECT | {"seen": "0"}, **AUTOSAVE)
        assert (answer.status_code, answer.json()["text"], answer.json()["revision"]) == (200, "Saved at 10:42.", 1)
        application.refresh_from_db()
        assert application.answers["project_title"] == "新名称"

    def test_what_is_wrong_keeps_its_old_value_and_is_named(self, client, application):
        client.force_login(application.applicant)
        typed = {"contact_name": "新", "contact_phone": "call me", "contact_email": "a@example.test", "seen": "0"}
        answer = client.post(page_of(application, "contact"), typed, **AUTOSAVE)
        assert "Not saved yet: Telephone." in answer.json()["text"]
        application.refresh_from_db()
        assert (application.answers["contact_name"], application.answers["contact_phone"]) == ("新", "0532-85912345")

    def test_half_a_section_is_not_completed_by_it(self, client, application):
        client.force_login(application.applicant)
        client.post(page_of(application), PROJECT | {"performance_target": "", "seen": "0"}, **AUTOSAVE)
        application.refresh_from_db()
        assert "project" not in application.done_sections

    def test_it_warns_of_a_collision(self, client, application, colleague):
        save(application, colleague, 0, project_title="theirs")
        client.force_login(application.applicant)
        answer = client.post(page_of(application), PROJECT | {"seen": "0"}, **AUTOSAVE)
        assert answer.status_code == 409
        assert "Wang Ning" in answer.json()["text"]

    def test_without_a_session_what_was_typed_waits(self, client, application):
        answer = client.post(page_of(application), PROJECT, **AUTOSAVE)
        assert answer.status_code == 302
        client.force_login(application.applicant)
        assert "新名称" in client.get(page_of(application)).content.decode()

    def test_the_rules_answer_at_once(self, client, application):
        client.force_login(application.applicant)
        facts = {"statistics_reported": "no", "eligible_cost_cny": "150000", "seen": "0"}
        answer = client.post(page_of(application, "conditions"), facts, **AUTOSAVE)
        assert "A condition is not met" in answer.json()["html"]

    def test_the_script_is_a_file_and_comes_with_sections_only(self, client, application):
        client.force_login(application.applicant)
        assert 'js/autosave.js" defer' in client.get(page_of(application)).content.decode()
        assert "<script" not in client.get(url("tasks", application.number)).content.decode()


class TestBadInput:
    def test_an_agent_whose_mandate_ended_yesterday_finds_nothing(self, client, application):
        agent, yesterday = UserFactory(), clock.today() - timedelta(days=1)
        MembershipFactory(user=agent, enterprise=application.enterprise, role=MemberRole.AGENT, ends_on=yesterday)
        client.force_login(agent)
        assert client.get(page_of(application)).status_code == 404
        assert client.post(page_of(application), PROJECT).status_code == 404
        agent.memberships.update(ends_on=clock.today())
        assert client.get(page_of(application)).status_code == 200

    def test_a_viewer_reads_the_case_and_writes_nothing(self, client, application):
        viewer = UserFactory()
        MembershipFactory(user=viewer, enterprise=application.enterprise, role=MemberRole.VIEWER)
        client.force_login(viewer)
        assert client.get(url("case", application.number)).status_code == 200
        assert client.post(page_of(application), PROJECT).status_code == 403

    @pytest.mark.parametrize("seen", ["-1", "x", "9" * 40, "٣", ""])
    def test_a_revision_that_is_none_counts_as_nothing_seen(self, client, application, colleague, seen):
        save(application, colleague, 0, project_title="theirs")
        client.force_login(application.applicant)
        assert client.post(page_of(application), PROJECT | {"seen": seen}).status_code == 409

    def test_another_version_of_the_form_is_refused_with_a_page(self, client, application):
        client.force_login(application.applicant)
        answer = client.post(page_of(application), PROJECT | {"seen": "0", "version": "77"})
        assert answer.status_code == 409
        assert "belongs to another version of the form" in answer.content.decode()
        answer = client.post(page_of(application), PROJECT | {"version": "77"}, **AUTOSAVE)
        assert (answer.status_code, "text" in answer.json()) == (409, True)
        application.refresh_from_db()
        assert application.answers["project_title"] != "新名称"

    def test_a_section_that_is_not_there_leads_to_the_task_list(self, client, application):
        client.force_login(application.applicant)
        assert client.post(page_of(application, "secret"), PROJECT).url == url("tasks", application.number)

    def test_a_draft_that_was_sent_meanwhile_tells_so(self, client, application, colleague):
        application_flow.take(application, "submit", application.applicant)
        client.force_login(colleague)
        assert client.post(page_of(application), PROJECT | {"seen": "0"}).url == url("case", application.number)
        application.refresh_from_db()
        assert application.answers["project_title"] != "新名称"

    def test_the_mark_of_a_new_section_is_revision_zero(self, application):
        assert mark_of(application, "project").revision == 0

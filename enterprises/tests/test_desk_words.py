"""Canned replies and who is in a case."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from enterprises.desk import visits
from enterprises.enums import State
from enterprises.models import CaseVisit, Snippet
from enterprises.tests.factories import Cast, application_in, cast, official
from enterprises.tests.test_queue import URL, signed_in
from portal.accounts.enums import Role
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.core import clock
from portal.reviews.models import Transition

pytestmark = pytest.mark.django_db
SNIPPETS = "/en/admin/enterprises/snippet/"


@pytest.fixture
def people() -> Cast:
    return cast()


def reply(noun: str, **fields: str) -> Snippet:
    wording = {"title_zh": "看不清", "title_en": "Not legible", "text_zh": "扫描件看不清。"}
    return Snippet.objects.create(noun=noun, **wording | {"text_en": "It can’t be read."} | fields)


def test_a_reply_is_put_into_the_ticked_lines_without_a_reason(people: Cast) -> None:
    """By the button alone: the form is drawn again with the text, and nothing is asked of the applicant yet."""
    row, one = application_in(State.SUBMITTED, people=people), reply("correction")
    client, url = signed_in(people.district), f"{URL}{row.pk}/step/request_correction/"
    form = {"kind": "incomplete", "mark_0": "on", "mark_1": "on", "why_1": "Mine", "insert": "1", "reply": one.pk}
    answer = client.post(url, form)
    bound = answer.context["form"]
    assert answer.status_code == 200
    assert [bound[f"why_{number}"].value() for number in range(3)] == ["扫描件看不清。", "Mine", None]
    assert "There is a problem" not in answer.content.decode()
    assert not Transition.objects.filter(step="request_correction").exists()
    # In the language in which the applicant reads it.
    row.applicant.language = "en"
    row.applicant.save()
    assert client.post(url, form).context["form"]["why_0"].value() == "It can’t be read."


def test_a_reply_is_added_to_a_comment_and_stays_editable(people: Cast) -> None:
    row, one = application_in(State.SUBMITTED, people=people), reply("refusal")
    reply("correction", title_zh="另一条")
    client, url = signed_in(people.district), f"{URL}{row.pk}/step/refuse/"
    page = client.get(url)
    assert [found["title"] for found in page.context["replies"]] == ["Not legible"]
    answer = client.post(url, {"comment": "First.", "insert": "1", "reply": one.pk})
    assert answer.context["form"]["comment"].value() == "First.\n扫描件看不清。"
    assert client.post(url, {"comment": "", "insert": "1", "reply": "999"}).context["form"]["comment"].value() == ""
    Snippet.objects.update(is_active=False)
    assert client.get(url).context["replies"] == []
    accept = client.get(f"{URL}{row.pk}/step/accept/")
    assert accept.context["replies"] == []


def test_replies_are_kept_by_the_division_in_both_languages(people: Cast) -> None:
    form = {"noun": "decision", "title_zh": "符合", "title_en": "Fits", "text_zh": "符合条件。", "is_active": "on"}
    client = signed_in(people.case_manager)
    assert client.post(f"{SNIPPETS}add/", form).status_code == 200
    assert not Snippet.objects.exists()
    assert client.post(f"{SNIPPETS}add/", form | {"text_en": "It fits."}).status_code == 302
    one = Snippet.objects.get()
    client.post(f"{SNIPPETS}{one.pk}/change/", form | {"text_en": "All conditions are met."})
    wordings = Entry.objects.filter(scope=f"snippet:{one.pk}").order_by("sequence").values_list("data", flat=True)
    assert [wording["text_en"] for wording in wordings] == ["It fits.", "All conditions are met."]
    assert verify(f"snippet:{one.pk}") == []
    for user in (people.district, people.leader):
        assert signed_in(user).post(f"{SNIPPETS}add/", form | {"text_en": "x"}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        reply("decision", text_en="")


# --- who is in a case --------------------------------------------------------------------------------


def test_a_colleague_in_the_case_is_named_and_blocks_nobody(people: Cast) -> None:
    row, colleague = application_in(State.SUBMITTED, people=people), official(Role.DISTRICT, name="Wang")
    page = f"{URL}{row.pk}/change/"
    assert signed_in(colleague).get(page).context["visitors"] == []
    mine = signed_in(people.district)
    [said] = mine.get(page).context["visitors"]
    since = CaseVisit.objects.get(user=colleague).since.astimezone(clock.now().tzinfo)
    assert said == f"Wang is looking at this case since {since:%H:%M} and has typed nothing."
    signed_in(colleague).post(f"{URL}{row.pk}/visit/", {"typed": "1"})
    [said] = mine.get(f"{URL}{row.pk}/step/accept/").context["visitors"]
    assert said == f"Wang is in this case since {since:%H:%M} and is writing."
    assert mine.post(f"{URL}{row.pk}/step/accept/").status_code == 302
    refused = signed_in(colleague).post(f"{URL}{row.pk}/step/accept/")
    assert refused.status_code == 409
    assert "moved this case on" in refused.content.decode()


def test_who_was_not_heard_of_for_five_minutes_is_forgotten(people: Cast) -> None:
    row, colleague = application_in(State.SUBMITTED, people=people), official(Role.DISTRICT)
    visits.visit(row, colleague)
    seen = CaseVisit.objects.filter(user=colleague)
    seen.update(seen_at=clock.now() - visits.FORGOTTEN + timedelta(seconds=20))
    assert [visit.user for visit in visits.visit(row, people.district)] == [colleague]
    seen.update(seen_at=clock.now() - visits.FORGOTTEN - timedelta(seconds=1))
    assert visits.visit(row, people.district) == []
    old = seen.get().since
    visits.visit(row, colleague)
    assert seen.get().since > old
    seen.update(seen_at=clock.now() - visits.KEPT - timedelta(days=1))
    assert visits.forget_old() == 1
    assert list(CaseVisit.objects.values_list("user", flat=True)) == [people.district.pk]


def test_the_page_answers_only_whoever_sees_the_case(people: Cast) -> None:
    row = application_in(State.ACCEPTED, people=people)
    answer = signed_in(people.case_manager).post(f"{URL}{row.pk}/visit/")
    assert (answer.status_code, answer.json()) == (200, {"visitors": []})
    assert signed_in(people.auditor).post(f"{URL}{row.pk}/visit/").status_code == 404
    assert signed_in(people.case_manager).get(f"{URL}{row.pk}/visit/").status_code == 405

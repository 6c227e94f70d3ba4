"""Nobody reads an expert's points before all are in, and no expert reads contacts, accounts or others' points: by no
page, file, export or interface."""

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.enums import Conflict, State
from enterprises.experts import scoring
from enterprises.models import Application, Call, Sheet
from enterprises.tests.experts import declared, drawn, sent
from enterprises.tests.factories import SOUND_ANSWERS, CallFactory, application_in, cast, needs_paper, official
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.attachments.actions import scan

pytestmark = pytest.mark.django_db
# The first sheet's points and what they rest on: looked for wherever they must not be.
POINTS, TOTAL, EVIDENCE = "41.7", "71.7", "只有本人知道的依据"


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def application(people) -> Application:
    """Three experts declared; the first has sent."""
    call = CallFactory(measure__mode="competitive")
    needs_paper(call.measure)
    drawn(call, people.case_manager)
    application = application_in(State.EXPERT_REVIEW, call=call, people=people)
    for sheet in sheets(application):
        declared(sheet)
    first = sheets(application)[0]
    scoring.send(first, first.expert.user, {"r1": POINTS, "r2": "30"}, {"r1": EVIDENCE, "r2": EVIDENCE})
    return application


def sheets(application: Application) -> list[Sheet]:
    return list(application.sheets.select_related("expert__user"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def addresses(application: Application, sheet: Sheet) -> list[str]:
    """Wherever something of an application or of a sheet is handed out."""
    paper = application.papers.first().attachment
    pages = [
        reverse("admin:enterprises_application_change", args=[application.pk]),
        reverse("admin:enterprises_application_changelist") + "?view=desk",
        reverse("admin:enterprises_application_changelist") + f"?q={application.number}",
        reverse("admin:enterprises_application_history", args=[application.pk]),
        reverse("admin:enterprises_sheet_changelist"),
        reverse("admin:enterprises_sheet_change", args=[sheet.pk]),
        reverse("admin:enterprises_sheet_history", args=[sheet.pk]),
        reverse("admin:enterprises_draw_call", args=[application.call_id]) + "?check=1",
        reverse("admin:enterprises_enterprise_change", args=[application.enterprise_id]),
        reverse("admin:audit_entry_changelist"),
        reverse("enterprises:case", args=[application.number]),
        reverse("enterprises:receipt", args=[application.number]),
        reverse("attachments:download", args=[paper.public_id]),
        reverse("application-list"),
        reverse("application-detail", args=[application.number]),
    ]
    return pages


def text_of(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def holding(client: Client, urls: list[str], *words: str) -> set[str]:
    return {url for url in urls if any(word in text_of(client, url) for word in words)}


def test_nobody_reads_the_points_before_all_are_in(application, people):
    first, second, _third = sheets(application)
    urls = addresses(application, first)
    everybody = [second.expert.user, *vars(people).values(), application.applicant, official(Role.DISCIPLINE)]
    for person in everybody:
        assert holding(signed_in(person), urls, POINTS, TOTAL, EVIDENCE) == set(), person


def test_the_division_reads_them_when_all_are_in(application, people):
    """The control of the test above: the same addresses, the same words."""
    first, second, third = sheets(application)
    sent(second)
    sent(third)
    case = reverse("admin:enterprises_application_change", args=[application.pk])
    urls = addresses(application, first)
    assert holding(signed_in(people.case_manager), urls, POINTS, EVIDENCE) >= {case}
    assert holding(signed_in(second.expert.user), urls, POINTS, TOTAL, EVIDENCE) == set()
    assert holding(signed_in(application.applicant), urls, POINTS, TOTAL, EVIDENCE) == set()


def test_an_expert_reads_neither_contacts_nor_the_account(application):
    _first, second, _third = sheets(application)
    secrets = [SOUND_ANSWERS[name] for name in ("contact_name", "contact_phone", "contact_email")]
    secrets += [SOUND_ANSWERS["bank_account_number"], SOUND_ANSWERS["bank_account_number"][-4:]]
    client, urls = signed_in(second.expert.user), addresses(application, second)
    assert holding(client, urls, *secrets) == set()
    own = reverse("admin:enterprises_sheet_change", args=[second.pk])
    assert holding(client, urls, SOUND_ANSWERS["project_title"]) == {own}


def test_only_who_declared_to_have_no_conflict_reads_the_application(people):
    call = CallFactory(measure__mode="competitive")
    needs_paper(call.measure)
    drawn(call, people.case_manager, spare=2)
    application = application_in(State.EXPERT_REVIEW, call=call, people=people)
    attachment = application.papers.first().attachment
    scan(attachment)
    paper = reverse("attachments:download", args=[attachment.public_id])
    first = sheets(application)[0]
    client, page = signed_in(first.expert.user), reverse("admin:enterprises_sheet_change", args=[first.pk])
    assert client.get(paper).status_code == 404
    assert SOUND_ANSWERS["project_title"] not in text_of(client, page)
    declared(first)
    answer = client.get(paper)
    assert answer.status_code == 200
    # Read to its end, so that the file is closed and the connection is not.
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert SOUND_ANSWERS["project_title"] in text_of(client, page)
    second = sheets(application)[1]
    scoring.declare(second, second.expert.user, Conflict.DECLARED, "亲属任职。")
    stranger = signed_in(second.expert.user)
    assert stranger.get(paper).status_code == 404
    assert SOUND_ANSWERS["project_title"] not in text_of(
        stranger, reverse("admin:enterprises_sheet_change", args=[second.pk])
    )


def test_another_experts_sheet_does_not_exist(application):
    first, second, _third = sheets(application)
    client = signed_in(second.expert.user)
    for name in ("change", "declare", "save"):
        url = reverse(f"admin:enterprises_sheet_{name}", args=[first.pk])
        answer = client.get(url) if name == "change" else client.post(url, {"conflict": "none"})
        assert answer.status_code == 404


def test_the_spread_comes_after_ones_own_sheet_where_the_call_allows_it(application):
    Call.objects.update(shows_spread=True)
    first, second, third = sheets(application)
    page = {sheet: reverse("admin:enterprises_sheet_change", args=[sheet.pk]) for sheet in (first, second, third)}
    sent(second)
    assert TOTAL not in text_of(signed_in(third.expert.user), page[third])
    assert " · 80" not in text_of(signed_in(first.expert.user), page[first])
    sent(third)
    spread = "71.7 · 80 · 80"
    assert spread in text_of(signed_in(second.expert.user), page[second])
    Call.objects.update(shows_spread=False)
    assert spread not in text_of(signed_in(second.expert.user), page[second])


def test_a_sheet_is_declared_saved_and_sent_on_its_page(people):
    call = CallFactory(measure__mode="competitive")
    drawn(call, people.case_manager)
    application = application_in(State.EXPERT_REVIEW, call=call, people=people)
    sheet = sheets(application)[0]
    client = signed_in(sheet.expert.user)
    declare, save = (reverse(f"admin:enterprises_sheet_{name}", args=[sheet.pk]) for name in ("declare", "save"))
    assert client.post(declare, {"conflict": "declared", "why": ""}).status_code == 422
    assert client.post(declare, {"conflict": "none"}).status_code == 302
    assert client.post(save, {"draft": "1", "points_r1": "12.5"}).status_code == 302
    form = {"points_r1": "60", "evidence_r1": "甲", "points_r2": "40.5", "evidence_r2": "乙"}
    assert client.post(save, form | {"send": "1"}).status_code == 422
    assert client.post(save, form | {"send": "1", "points_r2": "40"}).status_code == 302
    assert Sheet.objects.get(pk=sheet.pk).total == 100
    assert client.post(save, form | {"send": "1", "points_r2": "1"}).status_code == 409

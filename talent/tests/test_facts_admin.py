"""Facts and numbers at the desk: whatever one official changes is public once another has approved it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client

from portal.core import clock, pagecache
from portal.core.loading import Report
from talent.models import Agency, FactEdit, Hotline, Paper, PathStep, PlanConstant
from talent.tests.test_guides_admin import form_of

ADMIN = "/en/admin/talent"


def signed_in(name: str) -> Client:
    client = Client()
    user = get_user_model().objects.create_superuser(f"{name}@example.test", "a long password", name=name)
    client.force_login(user)
    return client


@pytest.fixture
def official(talent: Report) -> Client:
    return signed_in("Li")


@pytest.fixture
def second(talent: Report) -> Client:
    return signed_in("Wang")


def send(official: Client, address: str, changed: dict[str, Any]) -> str:
    """Send a form of the admin with these changes; the address of the edit that waits then."""
    answer = official.post(address, form_of(official.get(address).content.decode()) | changed)
    assert answer.status_code == 302, re.findall(r"errorlist[^>]*>.*?</ul>", answer.content.decode())
    assert "/factedit/" in answer.url
    return str(answer.url)


def test_a_number_of_the_planner_counts_only_when_a_second_official_has_approved_it(
    official: Client, second: Client
) -> None:
    number = PlanConstant.objects.get(code="paper_photo")
    page = send(official, f"{ADMIN}/planconstant/{number.pk}/change/", {"most": "3"})
    number.refresh_from_db()
    assert number.most == 6
    shown = second.get(page).content.decode()
    assert ("<del>6</del>" in shown, "<ins>3</ins>" in shown) == (True, True)
    assert str(number) in second.get(f"{ADMIN}/guide/care/").content.decode().split("Edits that wait")[1]
    own = official.post(page, {"approve": "1"})
    assert (own.status_code, "somebody else must approve it" in own.content.decode()) == (409, True)
    # Nobody writes over it meanwhile.
    assert second.get(f"{ADMIN}/planconstant/{number.pk}/change/").url == page
    assert second.post(page, {"approve": "1"}).status_code == 302
    number.refresh_from_db()
    assert number.most == 3
    edit = FactEdit.objects.get()
    assert (edit.author.name, edit.decided_by.name, edit.approved) == ("Li", "Wang", True)
    assert second.post(page, {"approve": "1"}).status_code == 409
    assert "Approved and public" in official.get(page).content.decode()
    assert str(number) in official.get(f"{ADMIN}/factedit/").content.decode()


def test_a_limit_of_a_step_shows_what_changes_in_which_part(official: Client, second: Client) -> None:
    step = PathStep.objects.get(number=10)
    limit = step.limits.order_by("order").first()
    address = f"{ADMIN}/pathstep/{step.pk}/change/"
    form = form_of(official.get(address).content.decode())
    name = next(name for name, value in form.items() if name.endswith("-id") and value == str(limit.pk)
                and name.startswith("limits"))  # fmt: skip
    page = send(official, address, {name.replace("-id", "-most"): "45"})
    shown = second.get(page).content.decode()
    assert shown.count("<ins>") == 1
    assert "<ins>45</ins>" in shown
    assert second.post(page, {"approve": "1"}).status_code == 302
    limit.refresh_from_db()
    assert limit.most == 45


def test_a_new_fact_and_one_that_is_taken_away_wait_as_well(official: Client, second: Client) -> None:
    new = {"number": "110", "name_zh": "报警电话", "name_en": "Police"}
    page = send(official, f"{ADMIN}/hotline/add/", new)
    assert not Hotline.objects.filter(number="110").exists()
    assert second.post(page, {"approve": "1"}).status_code == 302
    line = Hotline.objects.get(number="110")
    pagecache.bump()
    assert "Police" in Client().get("/en/talent/").content.decode()
    page = official.post(f"{ADMIN}/hotline/{line.pk}/delete/", {"post": "yes"}).url
    assert Hotline.objects.filter(pk=line.pk).exists()
    assert "It is taken off the pages for good." in second.get(page).content.decode()
    assert second.post(page, {"approve": "1"}).status_code == 302
    assert not Hotline.objects.filter(pk=line.pk).exists()
    assert "Approved and public" in second.get(page).content.decode()
    assert "delete_selected" not in official.get(f"{ADMIN}/hotline/").content.decode()


def test_an_edit_of_a_fact_that_changed_meanwhile_is_refused_and_can_be_sent_back(
    official: Client, second: Client
) -> None:
    line = Hotline.objects.get(number="12345")
    page = send(official, f"{ADMIN}/hotline/{line.pk}/change/", {"hours_zh": "全天", "hours_en": "all day"})
    Hotline.objects.filter(pk=line.pk).update(checked_on=dt.date(2027, 1, 4))
    answer = second.post(page, {"approve": "1"})
    assert (answer.status_code, "has changed since" in answer.content.decode()) == (409, True)
    assert second.post(page, {"send_back": "1"}).status_code == 409
    assert second.post(page, {"send_back": "1", "comment": "Say where it stands."}).status_code == 302
    line.refresh_from_db()
    assert line.hours_zh == ""
    assert "Say where it stands." in official.get(page).content.decode()


def test_what_others_rest_on_by_now_is_not_taken_away(official: Client, second: Client) -> None:
    agency = Agency.objects.create(code="X", name_zh="局", name_en="office")
    page = official.post(f"{ADMIN}/agency/{agency.pk}/delete/", {"post": "yes"}).url
    paper = Paper.objects.create(code="X", name_zh="纸", name_en="paper")
    own = official.post(f"{ADMIN}/paper/{paper.pk}/delete/", {"post": "yes"}).url
    PathStep.objects.first().step_papers.create(paper=paper, order=9)
    answer = second.post(own, {"approve": "1"})
    assert (answer.status_code, "Something else rests on it" in answer.content.decode()) == (409, True)
    assert second.post(page, {"approve": "1"}).status_code == 302
    assert not Agency.objects.filter(pk=agency.pk).exists()


def test_the_database_refuses_that_one_person_approves_alone(official: Client) -> None:
    li = get_user_model().objects.get(name="Li")
    values = {"kind": "hotline", "sent": {}, "before": {}, "after": {}, "author": li, "decided_at": clock.now()}
    FactEdit.objects.create(**values, decided_by=li, approved=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactEdit.objects.create(**values, decided_by=li, approved=True)


def test_a_form_that_changes_nothing_waits_for_nobody(official: Client) -> None:
    line = Hotline.objects.get(number="12345")
    address = f"{ADMIN}/hotline/{line.pk}/change/"
    assert official.post(address, form_of(official.get(address).content.decode())).status_code == 302
    assert not FactEdit.objects.exists()

"""Who looked at a fact, and when: said in words, also where no official has looked yet."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.core import clock, pagecache
from portal.core.loading import Report, load_files
from talent.checking import oldest_check
from talent.demo.checks import CHECKED, make_checks
from talent.guides.care import care
from talent.models import Guide, Hotline, PathStep
from talent.tests.test_pages import COMPILED, words

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "talent.yaml"
DAY = dt.date(2027, 2, 21)


def test_a_fact_that_no_official_has_checked_says_who_compiled_it_and_when(talent: Report, client: Client) -> None:
    Hotline.objects.filter(number="12333").update(checked_on=DAY, checked_by="Li")
    Hotline.objects.filter(number="12367").update(checked_on=None)
    with clock.at(dt.datetime(2027, 3, 1, 9)):
        text = words(client.get("/en/talent/"))
    assert COMPILED in text
    assert "Last checked: 21 February 2027 · Checked by: Li" in text
    assert "Nobody has checked it yet" in text
    assert "Checked by: to be supplied" not in text


@pytest.mark.parametrize("language", ["zh-hans", "en", "ko", "ja"])
def test_no_label_of_a_check_stands_without_a_name(guides: Report, client: Client, language: str) -> None:
    with translation.override(language):
        label = translation.gettext("Checked by:")
        text = words(client.get(reverse("talent:service", args=["work-permit-notice"])))
    assert label not in text


def test_a_page_names_all_who_checked_it_and_says_when_some_facts_lack_an_official(talent: Report) -> None:
    rows = list(Hotline.objects.all())
    assert oldest_check(rows).by == ""
    for row, name in zip(rows, ("Wang", "Li", "Li"), strict=True):
        row.checked_on, row.checked_by = DAY, name
    whole = oldest_check(rows)
    assert (whole.on, whole.by, whole.unconfirmed) == (DAY, "Li, Wang", False)
    rows[1].checked_by, rows[1].checked_on = "", dt.date(2026, 11, 22)
    part = oldest_check(rows)
    assert (part.on, part.unconfirmed) == (DAY, True)


def _loaded_again(tmp_path: Path, change: tuple[str, str]) -> Hotline:
    """The file once more, of another day, with a change."""
    text = SHIPPED.read_text().replace("checked_on: 2026-11-22", "checked_on: 2026-12-24", 1).replace(*change, 1)
    assert yaml.safe_load(text)
    file = tmp_path / "talent.yaml"
    file.write_text(text)
    load_files([file])
    return Hotline.objects.get(number="12345")


def test_a_file_does_not_take_back_the_check_of_an_official(talent: Report, tmp_path: Path) -> None:
    Hotline.objects.filter(number="12345").update(checked_on=DAY, checked_by="Li")
    row = _loaded_again(tmp_path, ("", ""))
    assert (row.checked_on, row.checked_by) == (DAY, "Li")
    assert Hotline.objects.get(number="12333").checked_on == dt.date(2026, 12, 24)


def test_a_fact_that_a_file_changes_must_be_checked_again(talent: Report, tmp_path: Path) -> None:
    Hotline.objects.filter(number="12345").update(checked_on=DAY, checked_by="Li")
    row = _loaded_again(tmp_path, ("Government hotline", "Hotline of the government"))
    assert row.name_en == "Hotline of the government"
    assert (row.checked_on, row.checked_by) == (dt.date(2026, 12, 24), "")


def test_what_no_official_has_checked_is_listed_for_the_editor(guides: Report) -> None:
    Hotline.objects.update(checked_on=DAY, checked_by="Li")
    Guide.objects.filter(slug="z-visa").update(checked_on=None)
    pagecache.bump()
    with clock.at(dt.datetime(2027, 3, 1, 9)), translation.override("en"):
        never = next(one for one in care()["sections"] if one.title == "Facts that no official has checked")
    texts = {row["text"] for row in never.found}
    assert "Z visa (work)" in texts
    assert str(Guide.objects.get(slug="change").name_en) in texts
    assert not {str(row) for row in Hotline.objects.all()} & texts


def test_one_action_checks_a_step_with_its_limits_and_fees(talent: Report, client: Client) -> None:
    client.force_login(User.objects.create_superuser("li@example.test", "a long password", name="Li"))
    step = PathStep.objects.get(number=10)
    url = reverse("admin:talent_pathstep_changelist")
    with clock.at(dt.datetime(2027, 2, 21, 9)):
        client.post(url, {"action": "checked_today", "_selected_action": [step.pk]})
    step.refresh_from_db()
    rows = [step, *step.limits.all(), *step.fees.all()]
    assert {(row.checked_on, row.checked_by) for row in rows} == {(DAY, "Li")}
    assert {entry.paper.checked_by for entry in step.step_papers.all()} == {""}
    assert not PathStep.objects.exclude(pk=step.pk).filter(checked_by="Li").exists()


def test_the_demo_shows_a_checked_guide_by_an_invented_editor(guides: Report, client: Client) -> None:
    assert make_checks({}) == 2
    assert make_checks({}) == 0
    text = words(client.get("/ko/talent/services/residence-permit/"))
    assert "확인한 사람: 示例核对人 Demo Editor" in text
    assert set(Guide.objects.exclude(checked_by="").values_list("slug", flat=True)) == set(CHECKED)

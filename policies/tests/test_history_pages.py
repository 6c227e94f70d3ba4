"""The public history: every published version, and the difference of any two, without a query when warm."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policies.editing.versions import record_version
from policies.enums import RevisionState
from policies.models import Clause, Measure, Policy, Revision
from portal.accounts.models import User
from portal.core import clock, pagecache

pytestmark = pytest.mark.django_db
PAGE = "/en/policies/notice/history/"
SECOND = datetime(2026, 3, 2, 9)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def notice(db) -> Policy:
    """A notice with two versions: a date and one of two clauses changed in March."""
    policy = Policy.objects.create(
        code="NOTICE", title_zh="通知", title_en="Notice", kind="notice", level="city", issued_on=date(2026, 1, 5)
    )
    Clause.objects.create(policy=policy, number="1", text_zh="面积三千平方米。", text_en="At least 3,000 m².", order=1)
    Clause.objects.create(policy=policy, number="2", text_zh="不变。", text_en="Unchanged clause.", order=2)
    with clock.at(datetime(2026, 1, 6, 9)):
        record_version(policy, None, "首次。", "First.")
    policy.clauses.filter(number="1").update(text_zh="面积二千平方米。", text_en="At least 2,000 m².")
    policy.expires_on = date(2028, 12, 31)
    policy.save()
    with clock.at(SECOND):
        author = User.objects.create_user("drafter@example.test", name="王小明", is_staff=True)
        record_version(policy, "amended", "面积降低。", "Less floor space is asked for.", author)
    return policy


def test_the_versions_stand_with_date_and_sentence_and_nobody_is_named(notice, client: Client) -> None:
    page = text(client.get(PAGE))
    for part in ("Version 2", "2 March 2026", "Less floor space is asked for.", "Version 1", "6 January 2026"):
        assert part in page, part
    assert page.index("Version 2") < page.index("Version 1<")
    assert f'href="{PAGE}1..2/"' in page
    assert Revision.objects.get(version=2).author.name == "王小明"
    assert "王小明" not in page + text(client.get(f"{PAGE}1..2/"))
    assert "drafter@" not in page


def test_only_what_differs_is_shown_with_its_marks_in_both_languages(notice, client: Client) -> None:
    page = text(client.get(f"{PAGE}1..2/"))
    assert "Less floor space is asked for." in page
    assert "31 Dec 2028" in page
    assert "Unchanged clause" not in page
    assert "不变" not in page
    assert page.count("<del>") == page.count("<ins>") == 2
    assert "3,000<" in page
    assert "二<" in page
    assert page.index('lang="en">At least') < page.index('lang="zh-hans">面积')
    assert 'href="/en/policies/notice/#clause-1"' in page
    chinese = text(client.get("/zh-hans/policies/notice/history/1..2/"))
    assert chinese.index('lang="zh-hans">面积') < chinese.index('lang="en">At least')
    assert "面积降低。" in chinese


@pytest.mark.parametrize("path", ["", "1..2/"])
def test_the_pages_are_free_when_warm_and_set_no_cookie(notice, client: Client, path: str) -> None:
    response = client.get(PAGE + path)
    assert (response.status_code, dict(response.cookies)) == (200, {})
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PAGE + path).status_code == 200
    assert len(captured) == 0


@pytest.mark.parametrize("path", ["2..1", "1..1", "1..3", "0..2", "1..99999999999999999999", f"1..{'9' * 5000}"])
def test_versions_that_are_not_there_are_not_found(notice, client: Client, path: str) -> None:
    assert client.get(f"{PAGE}{path}/").status_code == 404


def test_drafts_and_the_history_of_drafts_stay_inside(notice, client: Client, django_user_model) -> None:
    Revision.objects.create(
        subject="policy", policy=notice, content={"fields": {"title_zh": "绝密草稿"}}, summary_zh="绝密", version=None,
        flow="revision", number="R-1", state=RevisionState.DRAFT, unit=Revision.objects.first().unit,
    )  # fmt: skip
    assert "绝密" not in text(client.get("/zh-hans/policies/notice/history/"))
    assert "绝密" not in text(client.get("/zh-hans/policies/notice/"))
    Policy.objects.filter(pk=notice.pk).update(published=False)
    pagecache.clear()
    paths = [PAGE, f"{PAGE}1..2/"]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    client.force_login(django_user_model.objects.create_user("officer@example.test", is_staff=True))
    assert [client.get(path).status_code for path in paths] == [200, 200]


def test_three_versions_apart_the_sentences_of_all_between_are_told(notice, client: Client) -> None:
    notice.clauses.filter(number="2").delete()
    with clock.at(datetime(2026, 5, 4, 9)):
        record_version(notice, "amended", "删去第二条。", "Clause 2 goes.")
    page = text(client.get(f"{PAGE}1..3/"))
    assert page.index("Less floor space is asked for.") < page.index("Clause 2 goes.")
    assert "Unchanged clause." in page


def test_a_list_and_a_comparison_cost_the_same_for_few_and_for_many(notice, client: Client) -> None:
    def cold(path: str) -> int:
        client.get(path)
        pagecache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few = cold(PAGE), cold(f"{PAGE}1..2/")
    for number in range(30):
        Clause.objects.create(policy=notice, number=f"9.{number}", text_zh=f"第{number}款。", order=10 + number)
        record_version(notice, None, f"第{number}款。")
    assert (cold(PAGE), cold(f"{PAGE}1..32/")) == few


def test_a_measure_has_its_history_in_the_sentences_of_its_rules(city, client: Client) -> None:
    measure = Measure.objects.get(code="ENT-01")
    record_version(measure, None)
    measure.window_close = date(2026, 12, 31)
    measure.subsidy = {**measure.subsidy, "cap_cny": 400000}
    measure.save()
    record_version(measure, "amended", "延长窗口。", "The window is longer.")
    listed, page = text(client.get("/en/items/ent-01/history/")), text(client.get("/en/items/ent-01/history/1..2/"))
    assert 'href="/en/items/ent-01/history/1..2/"' in listed
    for part in ("The window is longer.", "9 Nov 2026 to 31 Dec 2026", "300,000<", "400,000<"):
        assert part in page, part
    assert "cap_cny" not in page
    assert "items/ent-01/history/" in text(client.get("/en/policies/qd-dt-2025-entity/history/"))

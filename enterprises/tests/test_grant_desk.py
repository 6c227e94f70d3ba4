"""The desk's pages of a run: lists, differences, exports, settling, and what they cost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from enterprises.desk.grants import lines
from enterprises.grants.releasing import release
from enterprises.models import GrantFact, GrantLine, GrantRun
from enterprises.tests.factories import credit_code
from enterprises.tests.grants import Bureau, csv_of, firm, grant_call, line_of, member, row, run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return Bureau()


@pytest.fixture
def desk(client, bureau):
    client.force_login(bureau.division)
    return client


def address(run, name="change", *more):
    return reverse(f"admin:enterprises_grantrun_{name}", args=[run.pk, *more])


def names(client, run, query):
    return [one["number"] for one in client.get(f"{address(run)}?{query}").context["rows"]]


def firms(*numbers):
    return {number: firm(number).name for number in numbers}


class TestLists:
    def test_each_tab_holds_its_lines_with_the_reason(self, desk, bureau):
        named = firms(1, 2, 3)
        run = run_of(grant_call(), [row(1), row(2, eligible_cost_cny="3"), row(3, statistics_reported="")], bureau)
        assert {tab: names(desk, run, f"list={tab}") for tab in ("in", "out", "unclear", "excluded")} == {
            "in": [named[1]], "out": [named[2]], "unclear": [named[3]], "excluded": [],
        }  # fmt: skip
        page = desk.get(f"{address(run)}?list=out").content.decode()
        assert "3.2" in page
        assert "50,000" in page

    def test_a_search_by_code_or_name(self, desk, bureau):
        named = firms(1, 2)
        run = run_of(grant_call(), [row(1), row(2)], bureau)
        assert names(desk, run, f"q={credit_code(2)}") == [named[2]]
        assert names(desk, run, "q=示例1号") == [named[1]]
        assert names(desk, run, "q=nobody") == []

    def test_pages_follow_each_other_in_both_directions(self, desk, bureau, monkeypatch):
        monkeypatch.setattr(lines, "PAGE", 2)
        named = list(firms(1, 2, 3, 4, 5).values())
        run = run_of(grant_call(), [row(number) for number in range(1, 6)], bureau)
        first = desk.get(address(run)).context
        second = desk.get(first["pager"]["next_url"]).context
        third = desk.get(second["pager"]["next_url"]).context
        back = desk.get(third["pager"]["previous_url"]).context
        seen = [[one["number"] for one in page["rows"]] for page in (first, second, third, back)]
        assert seen == [named[:2], named[2:4], named[4:], named[2:4]]
        assert (first["pager"]["previous_url"], third["pager"]["next_url"]) == ("", "")

    def test_thirty_lines_cost_the_queries_of_one(self, desk, bureau):
        firms(*range(1, 31))
        call = grant_call()
        one = run_of(call, [row(1, eligible_cost_cny="3")], bureau)
        many = run_of(call, [row(number, eligible_cost_cny="3") for number in range(1, 31)], bureau)
        desk.get(address(one))
        found = []
        for run in (one, many):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                desk.get(f"{address(run)}?list=out")
            found.append(len(queries))
        # The second run has one before it to name.
        assert found[1] - found[0] in (0, 1)


class TestDifferences:
    def test_against_the_run_before(self, desk, bureau):
        named = firms(1, 2, 3, 4)
        call = grant_call()
        before = [row(1), row(2), row(3, eligible_cost_cny="3"), row(4)]
        run_of(call, before, bureau)
        now = [row(1, eligible_cost_cny="160000"), row(2, fiscal_funds_owed="是"), row(3)]
        run = run_of(call, now, bureau)
        found = {kind: names(desk, run, f"list=changes&kind={kind}") for kind in ("new", "dropped", "changed", "gone")}
        assert found == {"new": [named[3]], "dropped": [named[2]], "changed": [named[1]], "gone": [named[4]]}
        page = desk.get(f"{address(run)}?list=changes&kind=changed").content.decode()
        assert "150000 → 160000" in page

    def test_a_run_that_was_put_aside_is_not_compared_with(self, desk, bureau):
        firms(1)
        call = grant_call()
        aside = run_of(call, [row(1)], bureau)
        assert desk.post(address(aside, "aside")).status_code == 302
        assert run_of(call, [row(1)], bureau).previous is None


class TestFiles:
    def test_each_list_as_a_workbook_that_computes_nothing(self, desk, bureau):
        firms(1)
        sly = row(2, name="=HYPERLINK(1)", eligible_cost_cny="3")
        run = run_of(grant_call(), [row(1), sly], bureau)
        sheet = load_workbook(BytesIO(desk.get(address(run, "export", "out")).content)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) == 2
        assert rows[1][0] == credit_code(2)
        assert rows[1][1] == "'=HYPERLINK(1)"
        assert "3.2" in rows[1][4]
        whole = load_workbook(BytesIO(desk.get(address(run, "export", "in")).content)).active
        assert whole.max_row == 2

    def test_errors_by_row_on_the_page_and_as_a_file(self, desk, bureau):
        body = csv_of([row(1, eligible_cost_cny="-1")])
        form = {"call": grant_call().pk, "answer_days": 20, "file": SimpleUploadedFile("r.csv", body)}
        answer = desk.post(reverse("admin:enterprises_grantrun_add"), form)
        run = GrantRun.objects.get()
        assert answer["Location"] == address(run)
        assert "C2" in desk.get(address(run)).content.decode()
        assert "C2" in desk.get(address(run, "errors")).content.decode("utf-8-sig")

    def test_a_roster_without_a_file_or_a_call_is_asked_again(self, desk):
        answer = desk.post(reverse("admin:enterprises_grantrun_add"), {"answer_days": 20})
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"call", "file"}


class TestOneLine:
    def test_it_is_settled_with_a_fact_and_its_source(self, desk, bureau):
        firms(1)
        run = run_of(grant_call(), [row(1, statistics_reported="")], bureau)
        page = address(run, "line", line_of(run, 1).pk)
        assert desk.post(page, {"statistics_reported": "yes"}).status_code == 422
        assert desk.post(page, {"source": "名录"}).status_code == 422
        assert desk.post(page, {"statistics_reported": "yes", "source": "名录"}).status_code == 302
        assert (line_of(run, 1).verdict, GrantFact.objects.get().source) == ("in", "名录")
        assert GrantRun.objects.get().in_count == 1

    def test_what_the_leadership_reads_it_does_not_settle(self, client, bureau):
        firms(1)
        run = run_of(grant_call(), [row(1, statistics_reported="")], bureau)
        client.force_login(bureau.leader)
        page = address(run, "line", line_of(run, 1).pk)
        assert client.get(page).context["form"] is None
        assert client.post(page, {"statistics_reported": "yes", "source": "名录"}).status_code == 403

    def test_compute_again_says_same_and_differs(self, desk, bureau):
        firms(1)
        run = run_of(grant_call(), [row(1)], bureau)
        line = line_of(run, 1)
        again = address(run, "again", line.pk)
        same = [str(one) for one in desk.post(again, follow=True).context["messages"]]
        GrantLine.objects.filter(pk=line.pk).update(computed_fen=1)
        differs = [str(one) for one in desk.post(again, follow=True).context["messages"]]
        assert len(same) == len(differs) == 1
        assert same != differs

    def test_a_line_of_another_run_is_not_found_here(self, desk, bureau):
        firms(1)
        one, two = run_of(grant_call(), [row(1)], bureau), run_of(grant_call(), [row(1)], bureau)
        assert desk.get(address(one, "line", line_of(two, 1).pk)).status_code == 404


class TestThePublic:
    def test_nobody_applies_under_such_a_call(self, client):
        call = grant_call()
        enterprise = firm(1)
        client.force_login(member(enterprise))
        page = client.get(reverse("enterprises:call", args=[call.code]))
        assert page.context["apply_url"] == ""
        assert page.context["refused"]
        apply = reverse("enterprises:apply", args=[call.code])
        assert client.post(apply, {"enterprise": enterprise.pk}).status_code == 409
        assert not enterprise.applications.exists()

    def test_the_offers_page_costs_the_same_for_one_and_for_thirty(self, client, bureau):
        enterprise = firm(1)
        client.force_login(member(enterprise))
        page = reverse("enterprises:org_offers", args=[enterprise.pk])
        found = []
        for count in (1, 12):
            for _number in range(count):
                release(run_of(grant_call(), [row(1)], bureau), bureau.leader)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        assert found[0] == found[1]

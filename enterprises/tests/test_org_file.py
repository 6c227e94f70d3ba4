"""The file of an enterprise: facts with source and day, corrections that stay in the history, figures, awards."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.completeness import completeness_of
from enterprises.enums import FactSource, Figure, State
from enterprises.facts_of import correct, declare_own, history, lines
from enterprises.figures import declare_figures, table
from enterprises.models import Enterprise, EnterpriseFact, YearFigure
from enterprises.tests.factories import (
    SHINAN,
    CallFactory,
    DistrictFactory,
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    application_in,
    credit_code,
    district_unit,
    draft,
    needs_paper,
)
from enterprises.tests.test_vault import kept
from policies.models import IndustryGroup, TradeCategory
from portal.audit.models import Entry
from portal.core import clock

pytestmark = pytest.mark.django_db
LAST_YEAR = clock.today().year - 1


@pytest.fixture(autouse=True)
def _english():
    """Sentences of errors are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def enterprise():
    return EnterpriseFactory()


@pytest.fixture
def owner(enterprise):
    return MembershipFactory(enterprise=enterprise).user


def url(name: str, *args: object, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"enterprises:{name}", args=args)


def correction(enterprise: Enterprise, **changed: object) -> dict[str, object]:
    """The form as it stands when it is opened, with what is changed."""
    return {
        "credit_code": enterprise.credit_code,
        "name": enterprise.name,
        "entity_type": enterprise.entity_type,
        "district": enterprise.district_id,
        "registered_on": enterprise.registered_on.isoformat(),
        "address": enterprise.address,
        "legal_representative": enterprise.legal_representative,
        "source": "licence",
        "as_of": "2026-10-01",
        "reason": "变更登记",
        "declared": "on",
    } | changed


def fact(enterprise: Enterprise, code: str) -> tuple[str, str, date]:
    with translation.override("en"):
        line = next(line for line in lines(Enterprise.objects.get(pk=enterprise.pk)) if line.code == code)
        return line.text, str(line.source), line.as_of


class TestCorrection:
    def test_a_corrected_name_counts_with_its_source_and_day(self, enterprise, owner, client):
        client.force_login(owner)
        client.post(url("org_correct", enterprise.pk), correction(enterprise, name="新名称有限公司"))
        assert fact(enterprise, "name") == ("新名称有限公司", "Business licence", date(2026, 10, 1))

    def test_the_old_value_stays_in_the_history(self, enterprise, owner, client):
        old = enterprise.name
        client.force_login(owner)
        client.post(url("org_correct", enterprise.pk), correction(enterprise, name="新名称有限公司"))
        assert [row["text"] for row in history(enterprise)] == ["新名称有限公司", old]
        page = client.get(url("org_history", enterprise.pk)).content.decode()
        assert (old in page, "新名称有限公司" in page) == (True, True)
        entry = Entry.objects.of(f"enterprise:{enterprise.pk}").get()
        assert (entry.verb, entry.data["before"], entry.data["reason"]) == ("correct_facts", {"name": old}, "变更登记")

    def test_only_what_differs_is_recorded(self, enterprise, owner, client):
        client.force_login(owner)
        client.post(url("org_correct", enterprise.pk), correction(enterprise))
        assert not EnterpriseFact.objects.exists()
        client.post(url("org_correct", enterprise.pk), correction(enterprise, legal_representative="王宁"))
        assert list(EnterpriseFact.objects.values_list("code", "value")) == [("legal_representative", "王宁")]

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"declared": ""}, "Tick the declaration"),
            ({"reason": ""}, "required"),
            ({"as_of": "2999-01-01"}, "lies in the future"),
            ({"credit_code": "91370212XXXX"}, "18 characters"),
            ({"registered_on": "2999-01-01"}, "lies in the future"),
            ({"source": "register"}, "register"),
        ],
    )
    def test_wrong_input_corrects_nothing(self, enterprise, owner, client, wrong, sentence):
        client.force_login(owner)
        answer = client.post(url("org_correct", enterprise.pk), correction(enterprise, name="新", **wrong))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert Enterprise.objects.get(pk=enterprise.pk).name == enterprise.name
        assert not EnterpriseFact.objects.exists()

    def test_another_enterprises_code_is_not_taken(self, enterprise, owner, client):
        other = EnterpriseFactory()
        client.force_login(owner)
        answer = client.post(url("org_correct", enterprise.pk), correction(enterprise, credit_code=other.credit_code))
        assert "Another enterprise has this credit code" in answer.content.decode()

    @pytest.mark.parametrize(("state", "changes"), [(State.DRAFT, True), (State.SUBMITTED, False)])
    def test_the_code_stands_once_something_was_sent_under_it(self, enterprise, owner, client, state, changes):
        application_in(state, enterprise=enterprise, applicant=owner)
        client.force_login(owner)
        new = credit_code(31337)
        client.post(url("org_correct", enterprise.pk), correction(enterprise, credit_code=new))
        assert (Enterprise.objects.get(pk=enterprise.pk).credit_code == new) is changes

    def test_drafts_go_to_the_authority_of_the_right_district(self, enterprise, owner):
        sent = application_in(State.SUBMITTED, enterprise=enterprise, applicant=owner)
        written = draft(enterprise=enterprise, applicant=owner)
        shinan = district_unit(SHINAN)
        district = DistrictFactory(code=SHINAN)
        given = {"source": FactSource.LICENCE, "as_of": clock.today(), "reason": "迁址"}
        correct(enterprise, owner, {"district": district}, **given)
        sent.refresh_from_db()
        written.refresh_from_db()
        assert (written.unit, sent.unit.code) == (shinan, "370212")

    def test_a_zone_of_the_old_district_goes_with_it(self, enterprise, owner):
        district_unit(SHINAN)
        enterprise.zone = DistrictFactory(code="QD-HTZ", is_zone=True, within=enterprise.district)
        enterprise.save()
        given = {"source": FactSource.LICENCE, "as_of": clock.today(), "reason": "迁址"}
        correct(enterprise, owner, {"district": DistrictFactory(code=SHINAN)}, **given)
        assert Enterprise.objects.get(pk=enterprise.pk).zone is None

    def test_a_value_without_an_entry_of_its_own_is_said_to_be_the_records(self, enterprise):
        Enterprise.objects.filter(pk=enterprise.pk).update(address="香港中路 1 号")
        text, source, _day = fact(enterprise, "address")
        assert (text, source) == ("香港中路 1 号", "Enterprise record")


class TestOwnFacts:
    def form(self, **changed: object) -> dict[str, object]:
        return {"name_en": "Example", "zone": "", "categories": ["DATAFLOW"], "industries": ["X1"]} | changed

    @pytest.fixture(autouse=True)
    def _rows(self):
        TradeCategory.objects.create(code="DATAFLOW", title_zh="数据贸易", title_en="Data trade")
        IndustryGroup.objects.create(code="X1", title_zh="示例产业", title_en="Example industry")

    def test_categories_and_industries_are_kept_with_source_and_day(self, enterprise, owner, client):
        client.force_login(owner)
        client.post(url("org_own", enterprise.pk), self.form())
        said = "Declared by the enterprise"
        assert fact(enterprise, "categories") == ("Data trade", said, clock.today())
        assert fact(enterprise, "industries") == ("Example industry", said, clock.today())

    @pytest.mark.parametrize("wrong", [{"categories": ["NONE"]}, {"zone": "999999"}])
    def test_crafted_choices_are_refused(self, enterprise, owner, client, wrong):
        client.force_login(owner)
        assert client.post(url("org_own", enterprise.pk), self.form(**wrong)).status_code == 422
        assert not enterprise.categories.exists()

    def test_a_zone_of_another_district_is_refused(self, enterprise, owner, client):
        zone = DistrictFactory(code="QD-FTZ", is_zone=True, within=DistrictFactory(code="370211"))
        client.force_login(owner)
        assert client.post(url("org_own", enterprise.pk), self.form(zone=zone.pk)).status_code == 422

    def test_registered_facts_are_not_changed_on_the_side(self, enterprise, owner, client):
        client.force_login(owner)
        client.post(url("org_own", enterprise.pk), self.form(name="Taken", district=DistrictFactory(code=SHINAN).pk))
        after = Enterprise.objects.get(pk=enterprise.pk)
        assert (after.name, after.district_id) == (enterprise.name, enterprise.district_id)

    def test_saving_the_same_again_adds_no_entry(self, enterprise, owner):
        given = {"name_en": "Example", "categories": TradeCategory.objects.all()}
        assert declare_own(enterprise, owner, given) == ["name_en", "categories"]
        assert declare_own(enterprise, owner, given) == []
        assert EnterpriseFact.objects.count() == 2


class TestFigures:
    def test_declared_beside_what_was_verified(self, enterprise, owner, client):
        YearFigure.objects.create(
            enterprise=enterprise, year=LAST_YEAR, code=Figure.STAFF, declared=40, verified=38, basis="社保名册"
        )
        client.force_login(owner)
        page = url("org_year", enterprise.pk, LAST_YEAR)
        client.post(page, {"revenue_cny": "12,345,678.90", "staff": "99", "export_usd": ""})
        rows = {row.code: (row.declared, row.verified) for row in enterprise.figures.all()}
        assert rows == {"revenue_cny": (Decimal("12345678.90"), None), "staff": (40, 38)}
        shown = client.get(url("org_figures", enterprise.pk)).content.decode()
        assert all(text in shown for text in ("12,345,678.9", "38", "社保名册"))

    def test_an_enterprise_does_not_verify_itself(self, enterprise, owner, client):
        client.force_login(owner)
        crafted = {"revenue_cny": "1", "verified": "5", "verified_by": owner.pk, "revenue_cny_verified": "5"}
        client.post(url("org_year", enterprise.pk, LAST_YEAR), crafted)
        row = enterprise.figures.get()
        assert (row.declared, row.verified, row.verified_by) == (1, None, None)

    @pytest.mark.parametrize("wrong", ["-1", "1.234", "a lot", "9" * 20, "NaN", "1e400"])
    def test_what_is_no_figure_is_refused(self, enterprise, owner, client, wrong):
        client.force_login(owner)
        answer = client.post(url("org_year", enterprise.pk, LAST_YEAR), {"revenue_cny": wrong})
        assert (answer.status_code, enterprise.figures.count()) == (422, 0)
        assert wrong in answer.content.decode()

    @pytest.mark.parametrize("year", [LAST_YEAR + 1, 1990, LAST_YEAR - 6])
    def test_only_finished_years_since_the_registration(self, enterprise, owner, client, year):
        client.force_login(owner)
        client.post(url("org_year", enterprise.pk, year), {"revenue_cny": "1"})
        assert not YearFigure.objects.exists()

    def test_a_young_enterprise_has_its_own_years_only(self, enterprise):
        enterprise.registered_on = date(LAST_YEAR, 3, 1)
        assert [block["year"] for block in table(enterprise)] == [LAST_YEAR]

    def test_the_form_reads_what_it_wrote(self, enterprise, owner, client):
        """People are counted whole, although the column keeps two places."""
        client.force_login(owner)
        page = url("org_year", enterprise.pk, LAST_YEAR)
        declare_figures(enterprise, owner, LAST_YEAR, {"staff": Decimal(90), "revenue_cny": Decimal("46900000.5")})
        form = client.get(page).context["form"]
        stands = {code: form[code].value() or "" for code in form.fields}
        assert (stands["staff"], stands["revenue_cny"]) == ("90", "46900000.5")
        assert client.post(page, stands | {"export_usd": "1,234"}).status_code == 302
        assert {row.code: row.declared for row in enterprise.figures.all()} == {
            "staff": 90, "revenue_cny": Decimal("46900000.5"), "export_usd": 1234,
        }  # fmt: skip

    def test_a_figure_can_be_taken_back_and_each_change_is_recorded(self, enterprise, owner):
        declare_figures(enterprise, owner, LAST_YEAR, {"staff": Decimal(5)})
        declare_figures(enterprise, owner, LAST_YEAR, {"staff": None})
        assert not enterprise.figures.exists()
        said = EnterpriseFact.objects.order_by("pk").values_list("code", "value")
        assert list(said) == [(f"staff-{LAST_YEAR}", "5"), (f"staff-{LAST_YEAR}", "")]


class TestCompleteness:
    def given(self, enterprise: Enterprise) -> dict[str, tuple[bool, int]]:
        with translation.override("en"):
            return {str(n.title): (n.given, len(n.measures)) for n in completeness_of(enterprise).needs}

    def test_it_is_tied_to_the_measures_that_need_it(self, enterprise, owner):
        plain, signed = CallFactory(), CallFactory(needs_signature=True)
        paper = needs_paper(plain.measure)
        expected = {"Bank account": (False, 2), "Legal representative in the portal, who signs": (False, 1)}
        assert self.given(enterprise) == expected | {paper.title_en: (False, 1)}
        kept(enterprise, owner, kind=paper)
        MembershipFactory(enterprise=enterprise, role="legal_rep")
        assert self.given(enterprise) == {
            "Bank account": (False, 2),
            "Legal representative in the portal, who signs": (True, 1),
            paper.title_en: (True, 1),
        }
        assert signed.needs_signature

    def test_an_expired_paper_is_none(self, enterprise, owner):
        paper = needs_paper(CallFactory().measure)
        kept(enterprise, owner, kind=paper, valid_until=clock.today() - timedelta(days=1))
        assert self.given(enterprise)[paper.title_en] == (False, 1)

    @pytest.mark.parametrize("over", [{"published_at": None}, {"closes_at": "past"}, {"closed_early_at": "now"}])
    def test_what_no_running_call_needs_is_no_gap(self, enterprise, over):
        now = clock.now()
        moments = {"past": now - timedelta(days=1), "now": now}
        fields = {name: moments.get(value) for name, value in over.items()}
        if "closed_early_at" in fields:
            fields["close_reason_zh"] = "额度用完"
        CallFactory(**fields)
        assert self.given(enterprise) == {}

    def test_figures_and_categories_are_asked_for_by_the_rules(self, enterprise):
        conditions = [{"field": "export_value_usd", "op": "gte", "value": 1}]
        conditions.append({"field": "trade_category", "op": "eq", "value": "SERVICE"})
        CallFactory(measure__eligibility={"all": conditions})
        assert {name: given for name, (given, _n) in self.given(enterprise).items()} == {
            "Bank account": False,
            "Categories of digital trade": False,
            f"Exports (USD) of {LAST_YEAR}": False,
        }

    @pytest.mark.parametrize("count", [1, 12])
    def test_many_calls_cost_no_more_queries(self, enterprise, count, django_assert_max_num_queries):
        for _number in range(count):
            needs_paper(CallFactory().measure)
        completeness_of(enterprise)
        with django_assert_max_num_queries(13):
            completeness_of(enterprise)


class TestPage:
    def test_applications_and_awards_of_all_colleagues(self, enterprise, owner, client):
        colleague = MembershipFactory(enterprise=enterprise, role="filer").user
        mine = draft(enterprise=enterprise, applicant=owner)
        paid = application_in(State.PAID, enterprise=enterprise, applicant=colleague)
        other = application_in(State.PAID)
        client.force_login(owner)
        page = client.get(url("org_file", enterprise.pk)).content.decode()
        assert [number in page for number in (mine.number, paid.number, other.number)] == [True, True, False]
        assert "CNY 75,000" in page

    def test_what_was_repaid_is_not_summed_up(self, enterprise, owner, client):
        application_in(State.RECOVERED, enterprise=enterprise, applicant=owner)
        application_in(State.PAID, enterprise=enterprise, applicant=owner)
        client.force_login(owner)
        assert client.get(url("org_file", enterprise.pk)).context["awards"]["total_fen"] == 75_000_00

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_every_page_is_there_in_both_languages(self, enterprise, owner, client, language):
        client.force_login(owner)
        names = ("org_file", "org_history", "org_correct", "org_own", "org_figures", "org_account", "org_people")
        answers = [client.get(url(name, enterprise.pk, language=language)) for name in names]
        assert {answer.status_code for answer in answers} == {200}
        assert {f'lang="{language}"' in answer.content.decode() for answer in answers} == {True}

    def test_whoever_acts_for_several_chooses(self, enterprise, owner, client):
        client.force_login(owner)
        assert client.get(url("org")).url == url("org_file", enterprise.pk)
        other = MembershipFactory(user=owner, role="viewer").enterprise
        page = client.get(url("org")).content.decode()
        assert (enterprise.name in page, other.name in page) == (True, True)

    def test_whoever_acts_for_none_reads_how_to_begin(self, client):
        client.force_login(UserFactory())
        assert url("add") in client.get(url("org")).content.decode()

    def test_the_file_is_linked_from_where_people_are(self, enterprise, owner, client):
        application = draft(enterprise=enterprise, applicant=owner)
        client.force_login(owner)
        pages = [client.get(page).content.decode() for page in (url("desk"), url("case", application.number))]
        assert {f'href="{url("org_file", enterprise.pk)}"' in page for page in pages} == {True}
        assert {f'href="{url("org")}"' in page for page in pages} == {True}

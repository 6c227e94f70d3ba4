"""What must hold in the database, whoever writes to it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from policies.models import Base, Clause, Indicator, Measure, MeasurePaper, Policy, RuleBook, Target
from policies.rulebook import rule_set, vocabulary
from policies.rules import RuleError


def refused(model, **changes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**changes)


def test_impossible_rows_are_refused_by_the_database(city) -> None:
    refused(Measure, period_from=date(2027, 1, 1), period_to=date(2026, 1, 1))
    refused(Measure, window_open=date(2027, 1, 2), window_close=date(2027, 1, 1))
    refused(Measure, window_open=None)
    refused(Measure, budget_fen=-1)
    refused(Measure, usd_cny=0)
    refused(Measure, code="SUP-02")
    refused(Policy, effective_on=date(2026, 1, 2), expires_on=date(2026, 1, 1))
    refused(Policy, issued_on=date(2026, 1, 2), effective_on=date(2026, 1, 1))
    refused(Target, value=None, qualitative=False)
    refused(Indicator, year=1066)


def test_a_number_stands_once_where_it_must(city) -> None:
    clause = Clause.objects.first()
    paper = MeasurePaper.objects.first()
    undated = Indicator.objects.filter(year=None).first()
    copies = [
        Clause(policy=clause.policy, number=clause.number, text_zh="重复"),
        MeasurePaper(measure=paper.measure, paper=paper.paper),
        Indicator(code=undated.code, geo=undated.geo, value=1, unit="yi", kind=undated.kind, title_zh="重复"),
        RuleBook(pk=2, data={}),
        Base(code="PB-3", level="provincial"),
    ]
    for copy in copies:
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()


def test_a_document_cannot_replace_itself(city) -> None:
    policy = Policy.objects.get(code="QD-DT-2025")
    policy.supersedes = policy
    with pytest.raises(IntegrityError), transaction.atomic():
        policy.save()


def test_a_document_number_is_mended_or_refused() -> None:
    field = Policy._meta.get_field("document_number")
    assert field.clean(" 青政办字【2025】21号 ", None) == "青政办字〔2025〕21号"
    assert field.clean("", None) is None
    with pytest.raises(ValidationError):
        field.clean("青政办字〔2025〕第021号", None)


@pytest.mark.django_db
def test_addresses_of_pages_are_not_given_to_documents() -> None:
    with pytest.raises(ValidationError, match="slug"):
        Policy(code="PLAN", slug="plan", title_zh="方案", kind="plan", level="city").full_clean(validate_unique=False)


def test_a_new_measure_takes_the_next_article_and_its_address_from_its_code(city) -> None:
    original = Measure.objects.get(code="ENT-01")
    original.pk, original.code, original.slug, original.article = None, "ENT-09", "", None
    original.save()
    assert (original.slug, original.article) == ("ent-09", 6)


def test_rules_are_kept_in_the_process_until_the_measure_or_the_words_change(city, django_assert_num_queries) -> None:
    measure = Measure.objects.get(code="ENT-02")
    first = rule_set(measure)
    words = vocabulary()
    with django_assert_num_queries(0):
        assert rule_set(measure) is first
        assert rule_set(measure, words) is first
    measure.subsidy = measure.subsidy | {"cap_cny": 1}
    measure.save()
    assert rule_set(measure) is not first
    RuleBook.objects.get().save()
    assert vocabulary() is not words


def test_conditions_cite_the_clauses_of_their_article(city) -> None:
    rules = rule_set(Measure.objects.get(code="ENT-03"))
    assert [one.clause for one in rules.own] == ["5.1", "5.2", "5.3", "5.4", "5.5", "5.6"]
    broken = Measure.objects.get(code="ENT-03")
    broken.eligibility = {"all": "everything"}
    broken.save()
    with pytest.raises(RuleError):
        rule_set(broken)

"""The lot: an odd number, drawn with a seed that is kept; nobody whose employer applies; substitutes in their order."""

import random

import pytest
from django.db import IntegrityError, transaction

from enterprises.call_permissions import scope_of
from enterprises.enums import State
from enterprises.exceptions import ReviewError
from enterprises.experts.drawing import draw_experts, drawn, drawn_again, population
from enterprises.models import Assignment, Call, Expert, Sheet
from enterprises.tests.experts import ExpertFactory, pool
from enterprises.tests.factories import CallFactory, application_in, cast, official
from portal.accounts.enums import Role
from portal.audit.models import Entry
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return CallFactory(measure__mode="competitive")


def test_the_lot_is_that_of_the_seed(call):
    pool(9)
    draw = draw_experts(call, official(Role.CASE_MANAGER))
    order = list(Assignment.objects.filter(call=call).values_list("expert", flat=True))
    assert order == drawn_again(draw) == random.Random(draw.seed).sample(sorted(draw.population), 7)
    assert drawn("another seed", draw.population, 7) != order
    assert (
        list(Assignment.objects.filter(call=call).values_list("is_substitute", flat=True)) == [False] * 5 + [True] * 2
    )


def test_the_audit_holds_what_repeats_the_lot(call):
    pool(9)
    division = official(Role.CASE_MANAGER)
    draw = draw_experts(call, division)
    entry = Entry.objects.get(scope=scope_of(call), verb="draw_experts")
    assert entry.actor == division
    assert drawn(entry.data["seed"], entry.data["population"], 7) == entry.data["order"] == drawn_again(draw)


def test_whose_employer_applies_is_left_out_of_the_population(call):
    application = application_in(State.SUBMITTED, call=call)
    pool(5)
    theirs = ExpertFactory(employer_code=application.enterprise.credit_code)
    ExpertFactory(is_active=False)
    nobody = ExpertFactory()
    nobody.user.posts.all().delete()
    people, excluded = population(call)
    assert theirs.pk not in people
    assert len(people) == 5
    assert excluded == [{"expert": theirs.pk, "why": "employer_applies"}]
    other = CallFactory(measure__mode="competitive")
    assert theirs.pk in population(other)[0]


def test_a_pool_that_is_too_small_draws_nobody(call):
    pool(4)
    with pytest.raises(ReviewError) as refused:
        draw_experts(call, official(Role.CASE_MANAGER))
    assert "4" in refused.value.message
    assert not Assignment.objects.exists()
    assert not Entry.objects.filter(verb="draw_experts").exists()


@pytest.mark.parametrize("role", [Role.EXPERT, Role.LEADERSHIP, Role.FINANCE, Role.DISCIPLINE, Role.DISTRICT])
def test_only_the_division_draws(call, role):
    pool(5)
    with pytest.raises(StepForbidden):
        draw_experts(call, official(role))
    assert not Assignment.objects.exists()


def test_a_call_by_entitlement_draws_nobody():
    pool(5)
    with pytest.raises(ReviewError):
        draw_experts(CallFactory(), official(Role.CASE_MANAGER))


def test_a_further_draw_adds_substitutes_only(call):
    pool(9)
    division = official(Role.CASE_MANAGER)
    draw_experts(call, division)
    second = draw_experts(call, division)
    assert (second.number, second.size, second.substitutes) == (2, 0, 2)
    assert drawn_again(second) == list(second.assignments.values_list("expert", flat=True))
    assert list(second.assignments.values_list("order", "is_substitute")) == [(8, True), (9, True)]
    with pytest.raises(ReviewError):
        draw_experts(call, division)


def test_what_waits_gets_its_sheets_from_the_draw_and_what_comes_later_from_its_step(call):
    people = cast()
    early = application_in(State.EXPERT_REVIEW, call=call, people=people)
    assert not Sheet.objects.exists()
    pool(6)
    draw_experts(call, people.case_manager)
    late = application_in(State.EXPERT_REVIEW, call=call, people=people)
    chosen = set(call.assignments.filter(is_substitute=False).values_list("expert", flat=True))
    for application in (early, late):
        assert set(application.sheets.values_list("expert", flat=True)) == chosen


@pytest.mark.parametrize("number", [0, 1, 2, 4, 6])
def test_the_database_takes_odd_numbers_from_three_on(call, number):
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(experts=number)


def test_the_database_refuses_the_same_expert_twice(call):
    pool(5)
    draw = draw_experts(call, official(Role.CASE_MANAGER))
    expert = Expert.objects.get(pk=drawn_again(draw)[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(draw=draw, call=call, expert=expert, order=99)

"""The fewest questions, the one that decides most first."""

import random
from collections.abc import Callable, Iterable
from statistics import mean
from typing import Any

import pytest

from policies.matching.asking import Ask, is_open, next_ask
from policies.matching.catalogue import Catalogue
from policies.rules import Result, RuleSet, Verdict
from policies.rules.many import Prepared, evaluate_many
from policies.tests.enterprises_asked import enterprises
from policies.tests.rulebook import RULES, SOUND, USD_CNY, VOCABULARY, measure, with_conditions

Answers = dict[str, Any]


def catalogue(*rule_sets: RuleSet) -> Catalogue:
    return Catalogue.of([Prepared.of(one) for one in rule_sets], VOCABULARY)


WHOLE = catalogue(*RULES.values())
Choose = Callable[[Catalogue, list[Result], bool], Ask | None]


def results(asked: Catalogue, facts: Answers, absent: Iterable[str] = ()) -> list[Result]:
    return evaluate_many(asked.prepared, facts, rates=[USD_CNY] * len(asked.prepared), absent=frozenset(absent))


def interview(enterprise: Answers, choose: Choose) -> tuple[list[Ask], list[Result]]:
    """Ask until nothing is open; a box is ticked by who has such a thing."""
    facts: Answers = {}
    absent: set[str] = set()
    asked: list[Ask] = []
    while True:
        found = results(WHOLE, facts, absent)
        ask = choose(WHOLE, found, any(one.boxes for one in asked))
        if ask is None:
            return asked, found
        asked.append(ask)
        for code in ask.codes:
            value = enterprise[code]
            if value is None:
                absent.add(code)
            elif not ask.boxes or value in (False, 0, [0], True):
                facts[code] = value


def ours(asked: Catalogue, found: list[Result], ticked: bool) -> Ask | None:
    return next_ask(asked, found, boxes_asked=ticked)


def one_by_one(asked: Catalogue, found: list[Result], ticked: bool) -> Ask | None:
    """The same without the list to tick."""
    return next_ask(asked, found, boxes_asked=True)


def at_random(seed: int) -> Choose:
    """Any question that a measure still open needs; nothing more is asked than with the others."""
    draw = random.Random(seed)

    def choose(asked: Catalogue, found: list[Result], ticked: bool) -> Ask | None:
        open_ones = [one for one in found if is_open(one)]
        codes = sorted({asked.asked(code) for one in open_ones for code in one.missing})
        return Ask((draw.choice(codes),), 0) if codes else None

    return choose


def counted(choose: Choose) -> tuple[float, float]:
    """On average over sixty enterprises: pages shown, and questions answered (a list to tick is one question)."""
    walks = [interview(one, choose)[0] for one in enterprises()]
    questions = [sum(1 if ask.boxes else len(ask.codes) for ask in walk) for walk in walks]
    return mean(len(walk) for walk in walks), mean(questions)


def test_far_fewer_questions_settle_all_measures_than_there_are() -> None:
    everything = len(WHOLE.asked_codes)
    pages, questions = counted(ours)
    _plain_pages, plain_questions = counted(one_by_one)
    random_pages, random_questions = counted(at_random(3))
    assert everything == 41
    assert questions <= everything * 0.4
    assert questions <= random_questions * 0.65
    assert plain_questions <= random_questions * 0.85
    assert pages <= random_pages * 0.4
    assert pages <= 11


def test_asking_less_settles_the_same() -> None:
    for enterprise in enterprises(24):
        facts = {code: value for code, value in enterprise.items() if value is not None}
        absent = {code for code, value in enterprise.items() if value is None}
        whole = [one.verdict for one in results(WHOLE, facts, absent)]
        assert [one.verdict for one in interview(enterprise, ours)[1]] == whole
        assert [one.verdict for one in interview(enterprise, one_by_one)[1]] == whole


def test_nothing_is_asked_twice_and_nothing_of_a_measure_that_is_ruled_out() -> None:
    for enterprise in enterprises(24):
        walk, _found = interview(enterprise, ours)
        answered = [code for ask in walk if not ask.boxes for code in ask.codes]
        assert len(answered) == len(set(answered))
    outside = next(one for one in enterprises(24) if one["registered_division"] == "000000")
    assert len(interview(outside, ours)[0]) == 1


def test_what_everybody_is_asked_comes_first_and_on_one_page() -> None:
    ask = next_ask(WHOLE, results(WHOLE, {}))
    assert ask is not None
    assert (set(ask.codes), ask.settles) == (set(SOUND), 18)
    rest = next_ask(WHOLE, results(WHOLE, {"registered_division": "370212", "fiscal_funds_owed": False}))
    assert rest is not None
    assert set(rest.codes) == set(SOUND) - {"registered_division", "fiscal_funds_owed"}


def test_the_list_to_tick_names_what_each_measure_is_about_once() -> None:
    ask = next_ask(WHOLE, results(WHOLE, SOUND))
    assert ask is not None
    assert ask.boxes
    assert {"warehouse_area_sqm", "certificate_type", "people", "policy_type", "export_base_operator"} <= set(ask.codes)
    # What one is, or what everybody has, is no box.
    assert not {"trade_category", "entity_type", "years_since_registration", "growth_pct"} & set(ask.codes)
    nothing = {code: 0 for code in ask.codes if WHOLE.field_of(code).numeric and code != "items"}
    nothing |= {code: False for code in ask.codes if WHOLE.field_of(code).type == "bool"} | {"items": [0]}
    absent = [code for code in ask.codes if WHOLE.field_of(code).type == "enum"]
    assert {one.verdict for one in results(WHOLE, SOUND | nothing, absent)} == {Verdict.NOT_MET}


def test_a_short_library_is_asked_without_a_list_to_tick() -> None:
    small = catalogue(RULES["ENT-01"], RULES["MKT-03"])
    ask = next_ask(small, results(small, SOUND))
    assert ask is not None
    assert not ask.boxes


def test_the_figures_of_one_rate_are_asked_together() -> None:
    alone = catalogue(RULES["SUP-01"])
    facts = SOUND | {"years_since_registration": 3, "trade_category": "TECH", "statistics_reported": True}
    ask = next_ask(alone, results(alone, facts))
    assert ask is not None
    assert ask.codes == ("export_value_usd", "prev_export_value_usd")


def test_what_decides_about_more_measures_is_asked_first() -> None:
    shared = {"field": "statistics_reported", "op": "is_true"}
    own = ["export_base_member", "tech_contract_registered", "event_in_catalogue"]
    several = catalogue(*(with_conditions({"field": code, "op": "is_true"}, shared) for code in own))
    ask = next_ask(several, results(several, SOUND), boxes_asked=True)
    assert ask is not None
    assert (ask.codes, ask.settles) == (("statistics_reported",), 3)


def test_the_harder_condition_is_asked_first() -> None:
    easy = {"field": "entity_type", "op": "in", "value": ["enterprise", "institution", "association", "park_operator"]}
    hard = {"field": "trade_category", "op": "eq", "value": "GOODS"}
    alone = catalogue(with_conditions(easy, hard))
    ask = next_ask(alone, results(alone, SOUND))
    assert ask is not None
    assert ask.codes == ("trade_category",)


def test_amounts_come_last_and_only_for_what_is_still_possible() -> None:
    fair, other = RULES["MKT-01"], RULES["ENT-02"]
    both = catalogue(fair, other)
    facts = SOUND | {"event_in_catalogue": True, "booths_overseas": 2, "booths_domestic": 1}
    ask = next_ask(both, results(both, facts), boxes_asked=True)
    assert ask is not None
    assert not ask.for_amount
    facts |= {"offshore_exec_usd": 0}
    ask = next_ask(both, results(both, facts), boxes_asked=True)
    assert ask is not None
    assert (ask.codes, ask.for_amount) == (("booth_cost_overseas_cny", "booth_cost_domestic_cny"), True)
    assert next_ask(both, results(both, facts | {"event_in_catalogue": False})) is None


def test_what_was_passed_over_is_not_asked_again() -> None:
    skipped: set[str] = set()
    for _turn in range(60):
        ask = next_ask(WHOLE, results(WHOLE, SOUND), skipped=skipped, boxes_asked=True)
        if ask is None:
            break
        assert not skipped & set(ask.codes)
        skipped |= set(ask.codes)
    assert skipped == set(WHOLE.asked_codes) - set(SOUND)


def test_once_an_alternative_is_met_the_others_are_not_asked() -> None:
    alone = catalogue(RULES["ENT-03"])
    facts = SOUND | {"years_since_registration": 3, "export_value_usd": 400_000, "staff_insured": 12}
    ask = next_ask(alone, results(alone, facts))
    assert ask is not None
    assert set(ask.codes) <= {"export_base_member", "prev_export_value_usd"}
    assert next_ask(alone, results(alone, facts | {"export_base_member": True})) is None


def test_costs_are_asked_once_for_all_measures() -> None:
    assert "eligible_cost_cny" not in WHOLE.asked_codes
    facts = SOUND | {"items": [150_000, 50_000]}
    assert not any("eligible_cost_cny" in one.missing for one in results(WHOLE, facts))
    plain = catalogue(RULES["TRA-03"])
    assert "eligible_cost_cny" in plain.asked_codes


@pytest.mark.parametrize("code", list(RULES))
def test_each_measure_alone_is_settled_by_its_own_questions(code: str) -> None:
    alone = catalogue(RuleSet.from_data(measure(code), VOCABULARY))
    assert {one for code in alone.asked_codes for one in alone.page_of(code)} == set(alone.asked_codes)


def test_an_empty_library_asks_nothing() -> None:
    empty = catalogue()
    assert (empty.asked_codes, next_ask(empty, [])) == ((), None)

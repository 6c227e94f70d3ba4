"""The engine by tables: each way forwards and backwards, limits in their unit, papers, and everything in the way."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent.planning.choices import IN_CHINA, TO_WORK, Goal, Permit, Way, Who
from talent.planning.constants import MissingConstant
from talent.planning.days import Counting
from talent.planning.engine import goal_step, make_plan
from talent.planning.network import Network, Step
from talent.planning.paths import steps_of
from talent.tests.planning_numbers import CALENDAR, NUMBERS, ask, codes, day, days_of, plan

A_DAY = dt.timedelta(days=1)


def test_an_arrival_is_planned_backwards_to_it_and_forwards_from_it():
    found = plan(Way.Z, Goal.ARRIVE, "2026-09-01")
    assert days_of(found) == {
        # 5 working days each until the filing and the review, 10 for the decision, 4 for the visa.
        "register": "2026-07-29",
        "file_letter": "2026-08-05",
        "review": "2026-08-12",
        "letter": "2026-08-26",
        "apply_visa": "2026-08-26",
        "visa": "2026-09-01",
        "entry": "2026-09-01",
        "lodging": "2026-09-02",
        "claim": "2026-09-16",
        "health_check": "2026-09-28",
        "permit": "2026-10-08",
        "health_result": "2026-10-08",
        "card": "2026-10-08",
        "file_residence": "2026-10-08",
        "residence": "2026-10-23",
        "work": "2026-10-23",
        "insurance": "2026-11-23",
    }
    assert days_of(found, "limit") | {"lodging": ""} == dict.fromkeys(days_of(found), "") | {
        "claim": "2026-09-16",
        "file_residence": "2026-10-08",
        "insurance": "2026-11-23",
    }
    assert days_of(found, "earliest")["entry"] == "2026-09-01"
    assert found.first_possible.on == day("2026-07-06")
    assert found.works_out


def test_a_start_is_planned_backwards_through_the_arrival():
    found = plan(Way.Z, Goal.START, "2026-10-15", permit=Permit.A, long=False)
    latest = days_of(found)
    # 15 calendar days before 15 October is 30 September, an ordinary Wednesday; 10 working days before that is the
    # 16th, because 20 September is worked.
    assert latest["file_residence"] == "2026-09-30"
    assert latest["claim"] == "2026-09-16"
    assert latest["entry"] == "2026-09-16"
    assert latest["work"] == "2026-10-15"
    assert "health_check" not in latest
    assert days_of(found, "limit")["file_residence"] == "2026-10-16"


@pytest.mark.parametrize(
    ("permit", "letter"), [(Permit.A, "2026-06-23"), (Permit.B, "2026-06-30"), (Permit.C, "2026-06-30")]
)
def test_the_class_decides_how_long_the_decision_takes(permit, letter):
    assert days_of(plan(Way.Z, Goal.ARRIVE, "2026-09-01", permit=permit), "earliest")["letter"] == letter


def test_an_unknown_class_is_quick_forwards_and_slow_backwards():
    unknown = plan(Way.Z, Goal.ARRIVE, "2026-09-01", permit=Permit.UNKNOWN)
    quick, slow = (plan(Way.Z, Goal.ARRIVE, "2026-09-01", permit=one) for one in (Permit.A, Permit.C))
    assert days_of(unknown, "earliest") == days_of(quick, "earliest")
    assert days_of(unknown) == days_of(slow)
    assert "unknown_class" in codes(unknown)


def test_whoever_has_arrived_is_planned_from_the_arrival_on():
    found = plan(Way.Z, Goal.ARRIVE, "2026-05-25")
    assert next(iter(days_of(found))) == "entry"
    assert {"register", "letter", "visa"} & set(days_of(found)) == set()
    overdue = [caution.facts["step"] for caution in found.cautions if caution.code == "overdue"]
    assert overdue == ["lodging"]
    assert days_of(found, "limit")["claim"] == "2026-06-09"
    assert found.first_possible is None


def test_limits_of_a_day_on_a_holiday_move_on_and_say_so():
    found = plan(Way.Z, Goal.ARRIVE, "2026-09-01")
    rolled = {one.facts["step"]: one.facts["day"].isoformat() for one in found.cautions if one.code == "rolled"}
    assert rolled == {"file_residence": "2026-10-01", "insurance": "2026-11-22"}


def test_no_time_is_said_with_the_first_day_that_works_and_what_is_over():
    found = plan(Way.Z, Goal.ARRIVE, "2026-06-20")
    first = found.cautions[0]
    assert (first.code, first.grave, first.facts["step"]) == ("too_late", True, "register")
    assert first.facts["first"].on == day("2026-07-06")
    assert not found.works_out
    assert plan(Way.Z, Goal.ARRIVE, "2026-07-06").works_out


def test_what_works_only_when_authorities_hurry_is_tight():
    found = plan(Way.Z, Goal.ARRIVE, "2026-07-01", permit=Permit.UNKNOWN)
    assert found.works_out
    assert [one.code for one in found.cautions if one.code in ("tight", "too_late")] == ["tight"]


@pytest.mark.parametrize("way", [Way.M, Way.F, Way.K, Way.PORT, Way.FREE])
def test_nobody_is_planned_to_work_on_a_visit(way):
    found = plan(way, Goal.START, "2026-09-01")
    assert {"work", "permit", "residence"} & set(days_of(found)) == set()
    assert found.cautions[0].code == ("k_work" if way is Way.K else "no_work")
    assert not found.works_out
    assert plan(way, Goal.ARRIVE, "2026-09-01").works_out


def test_transit_is_counted_by_the_hour():
    found = plan(Way.FREE, Goal.ARRIVE, "2026-09-28")
    assert days_of(found, "limit") == {"entry": "", "lodging": "2026-09-29", "leave": "2026-10-08"}


def test_a_port_visa_is_asked_for_on_arrival_and_its_stay_ends_on_a_holiday_too():
    found = plan(Way.PORT, Goal.ARRIVE, "2026-09-05", family=True)
    assert [one.code for one in found.steps] == [
        "file_invitation", "port_visa", "entry", "lodging", "family_lodging", "leave"
    ]  # fmt: skip
    # Filed on Thursday, so that a working day passes before the arrival on Saturday.
    assert days_of(found)["file_invitation"] == "2026-09-03"
    # 5 October is a holiday of the National Day: a stay does not move on to the 8th, the next working day.
    assert days_of(found, "limit")["leave"] == days_of(found)["leave"] == "2026-10-05"
    assert codes(found) == ["no_work", "port_ground", "port_entry", "port_stay"]
    assert found.used == ("port_invitation", "lodging", "port_stay")
    assert days_of(plan(Way.PORT, Goal.ARRIVE, "2026-05-25")) == {
        "entry": "2026-05-25", "lodging": "2026-05-26", "leave": "2026-06-24"
    }  # fmt: skip


def test_the_r_visa_waits_for_class_a_and_for_both_permits():
    found = plan(Way.R, Goal.START, "2026-10-15")
    assert [one.code for one in found.cautions if one.grave] == ["r_class"]
    good = plan(Way.R, Goal.START, "2026-10-15", permit=Permit.A)
    assert good.works_out
    assert days_of(good)["work"] == "2026-10-15"
    # 90 calendar days after the latest day of entry.
    entry = day(days_of(good)["entry"])
    assert day(days_of(good, "limit")["residence"]) >= entry + 90 * A_DAY


def test_a_change_of_employer_has_its_own_limits():
    found = plan(Way.CHANGE, Goal.START, "2026-09-01", contract_end=day("2026-07-31"), stay_until=day("2026-08-10"))
    assert days_of(found, "limit")["cancel"] == "2026-08-14"
    assert days_of(found, "limit")["file_residence"] == "2026-08-27"
    assert {"entry", "visa", "lodging", "health_check"} & set(days_of(found)) == set()
    assert "stay_may_end" in codes(found)
    late = plan(Way.CHANGE, Goal.START, "2026-09-01", contract_end=day("2026-10-31"))
    assert [one.code for one in late.cautions if one.grave] == ["contract_runs"]
    over = plan(Way.CHANGE, Goal.START, "2026-09-01", stay_until=day("2026-05-31"))
    assert over.cautions[0].code == "stay_over"


def test_the_family_has_visas_lodging_and_permits_of_its_own():
    alone, together = (plan(Way.Z, Goal.ARRIVE, "2026-09-01", family=family) for family in (False, True))
    more = set(days_of(together)) - set(days_of(alone))
    assert more == {"family_apply_visa", "family_visa", "family_lodging", "family_residence"}
    assert {one.step.who for one in together.steps if one.code in more} == {Who.FAMILY, Who.MISSION}


@pytest.mark.parametrize(
    ("papers", "code", "latest_filing"),
    [
        ({}, "", "2026-08-05"),
        ({"criminal": "2026-03-01"}, "", "2026-08-05"),
        # Counts until 20 July: the filing has to come before it would have to.
        ({"criminal": "2026-01-20"}, "paper_lapses", "2026-07-20"),
        # Has lapsed before the first day of filing, 8 June.
        ({"criminal": "2025-12-07"}, "paper_lapsed", "2026-08-05"),
        ({"passport": "2027-02-10"}, "paper_lapses", "2026-07-22"),
        ({"passport": "2026-11-30"}, "paper_lapsed", "2026-08-05"),
        ({"photo": "2026-02-28"}, "", "2026-08-05"),
    ],
)
def test_papers_that_lapse_hurry_the_plan_or_are_needed_anew(papers, code, latest_filing):
    found = plan(Way.Z, Goal.ARRIVE, "2026-09-01", papers={name: day(text) for name, text in papers.items()})
    assert [one for one in codes(found) if one.startswith("paper")] == ([code] if code else [])
    assert days_of(found)["file_letter"] <= latest_filing


def test_how_old_a_paper_may_be_follows_from_its_last_use():
    papers = {one.code: one for one in plan(Way.Z, Goal.ARRIVE, "2026-09-01").papers}
    assert papers["criminal"].issued_from == day("2026-02-05")
    # The health certificate is shown again for the residence permit, on 8 October.
    assert papers["health"].issued_from == day("2026-04-08")
    assert papers["passport"].issued_from == day("2027-02-26")


def test_the_end_of_february_is_a_day_like_others():
    found = plan(Way.Z, Goal.ARRIVE, "2028-02-29", today=day("2027-09-01"), papers={"criminal": day("2027-08-31")})
    criminal = next(one for one in found.papers if one.code == "criminal")
    assert criminal.counts_until == day("2028-02-29")
    assert days_of(found)["lodging"] == "2028-03-01"


def test_an_unannounced_year_is_provisional_and_said_once():
    found = plan(Way.Z, Goal.ARRIVE, "2027-02-03")
    assert found.provisional
    assert codes(found).count("provisional") == 1
    assert not plan(Way.Z, Goal.ARRIVE, "2026-08-03").provisional


def test_a_start_in_the_past_is_said_and_nothing_breaks():
    found = plan(Way.Z, Goal.START, "2026-05-01")
    assert found.cautions[0].code == "past"
    assert found.cautions[0].facts["first"].on > found.question.today


def test_a_limit_that_ends_too_early_is_said():
    """Somebody who arrived three weeks ago and has not claimed the permit."""
    found = plan(Way.Z, Goal.ARRIVE, "2026-05-05")
    collides = {one.facts["step"] for one in found.cautions if one.code in ("collides", "overdue")}
    assert {"claim", "file_residence"} <= collides


def test_a_missing_number_is_named():
    with pytest.raises(MissingConstant) as error:
        make_plan(ask(Way.Z, Goal.ARRIVE, "2026-09-01"), {k: v for k, v in NUMBERS.items() if k != "visa"}, CALENDAR)
    assert error.value.code == "visa"


def test_steps_in_an_impossible_order_are_refused():
    with pytest.raises(ValueError, match="waits for"):
        Network([Step("b", Who.PERSON, (("a", None),)), Step("a", Who.PERSON)], Counting(CALENDAR))


QUESTIONS = st.builds(
    lambda way, start, offset, permit, family, long, registered: ask(
        way,
        Goal.START if start or way in IN_CHINA else Goal.ARRIVE,
        (day("2026-06-01") + offset * A_DAY).isoformat(),
        permit=permit, family=family, long=long, registered=registered,
    ),
    st.sampled_from(list(Way)), st.booleans(), st.integers(-60, 700), st.sampled_from(list(Permit)),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip


@settings(max_examples=150)
@given(QUESTIONS)
def test_both_directions_agree(question):
    """Steps taken on their latest days keep every span; and the goal is possible exactly from the first day on."""
    found = make_plan(question, NUMBERS, CALENDAR)
    latest = {one.code: one.latest for one in found.steps}
    steps = {one.code: one for one in found.steps}
    for one in found.steps:
        for before, gap in one.step.after:
            if latest[one.code] and latest[before] and gap and steps[one.code].limit is None:
                end = Counting(CALENDAR).forwards(latest[before], gap.long, gap.unit)
                assert end.on <= latest[one.code].on, (before, one.code)
    goal = goal_step(question)
    if found.first_possible and goal in latest and question.date >= question.today:
        assert ("too_late" in codes(found)) == (found.first_possible.on > question.date)


@settings(max_examples=60)
@given(QUESTIONS)
def test_what_is_possible_one_day_is_possible_the_next(question):
    network = Network(steps_of(question, _known()), Counting(CALENDAR))
    before, after = (network.earliest(question.today + n * A_DAY, {}) for n in (0, 1))
    assert all(before[code].on <= after[code].on for code in before)


def _known():
    from talent.planning.constants import Constants

    return Constants(NUMBERS)


def test_every_way_can_be_asked_for():
    assert {way for way in Way if way in TO_WORK} == {Way.Z, Way.R, Way.INSIDE, Way.CHANGE}
    for way in Way:
        assert plan(way, Goal.START, "2026-12-01").steps

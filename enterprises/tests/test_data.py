"""The code and the process table say the same: states, their names and their order, roles, limits."""

import pytest
from django.utils import translation

from enterprises.enums import FINAL, READER_STATES, State
from enterprises.limits import limit, process
from enterprises.workflow import application_flow
from portal.accounts.enums import Role


def test_states_are_those_of_the_process_table():
    assert set(State.values) == set(process()["states"])


@pytest.mark.parametrize(("language", "key"), [("zh-hans", "zh"), ("en", "en")])
def test_states_have_the_names_of_the_process_table(language, key):
    with translation.override(language):
        shown = {state.value: str(state.label) for state in State}
    assert shown == {code: row[key].rstrip("*") for code, row in process()["states"].items()}


def test_final_states_are_those_marked_terminal():
    assert {state.value for state in FINAL} == {c for c, row in process()["states"].items() if row.get("terminal")}


def test_every_step_follows_the_process_table():
    """A step goes where the table lets it go; staying in a state is a change of desk, not of state."""
    states = process()["states"]
    allowed = {(s, t) for s, row in states.items() for t in [*row.get("next", []), *row.get("reopen", [])]}
    taken = {(s, step.target) for step in application_flow.steps.values() for s in step.sources if s != step.target}
    # An objection that the database had before midnight counts, also when the clock has just closed the notice.
    taken -= {("approved", "objection")}
    assert taken <= allowed
    # Refusing without a leader's signature is not offered: these go through the decision instead.
    through_decision = {("formal_review", "rejected"), ("expert_review", "rejected"), ("verification", "rejected")}
    assert allowed - taken == through_decision | {("objection", "rejected")}


def test_roles_are_those_of_the_process_table():
    of_talent = {Role.TALENT, Role.TALENT_DESK}
    assert set(Role.values) - of_talent == {row["code"] for row in process()["roles"]}


def test_every_state_has_words_for_the_applicant():
    assert set(READER_STATES) == set(State)


def test_limits_come_from_the_table():
    acceptance = limit("acceptance")
    assert (acceptance.n, acceptance.unit, acceptance.kind) == (5, "workday", "commit")
    assert limit("correction", "reply_limit").n == 5


def test_the_table_is_read_as_it_was_meant():
    """Its texts have commas without quotation marks, and its stages a key that YAML takes for false."""
    does = {row["code"]: row.get("does") for row in process()["roles"]}
    assert does["expert"] == "scoring, must recuse"
    assert [row["no"] for row in process()["stages"]] == list(range(1, 17))

"""A process killed by signal 9 in the middle of a move: every step of the flow, at every moment of it.

Nothing is lost, nothing is there twice, and whoever tries again makes the move exactly once.
"""

import logging
from collections import Counter

import pytest
from django.db import connection

from enterprises.enums import FINAL
from enterprises.tests.factories import application_in, cast
from enterprises.tests.killing.forks import KILLED, in_child
from enterprises.tests.killing.moments import DONE, UNDONE, dying_at, each_statement_for_itself
from enterprises.tests.killing.moves import PARTS_OF_A_WHOLE, is_the_clocks, move, ready_for, standing
from enterprises.workflow import application_flow
from portal.core.exceptions import PortalError

log = logging.getLogger(__name__)
pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's test database lives in this process"),
    pytest.mark.django_db(transaction=True),
]


def rules_of(base):
    return {base.__name__} | {name for one in base.__subclasses__() for name in rules_of(one)}


RULES = rules_of(PortalError)


def killed(moment, application, step, people):
    """Whether the process died at the moment; a job that comes to its end never got there."""

    def job():
        with dying_at(moment):
            return move(application, step, people)

    return in_child(job) == KILLED


def test_every_step_killed_at_every_moment_is_made_once_or_not_at_all():
    """All that is wrong at once, by the step."""
    people, wrong, counted = cast(), {}, Counter()
    for name in application_flow.steps:
        try:
            counted += walk(name, people)
        except AssertionError as error:
            wrong[name] = str(error)[:1000]
    log.info("%s", dict(counted))
    assert wrong == {}
    assert counted["steps"] == len(application_flow.steps)
    assert counted["kills"] == (len(UNDONE) + 1) * len(application_flow.steps)


def walk(name, people):
    """Kill the step at each moment before its commit, then behind it, then try it again; what was counted."""
    application = ready_for(name, people)
    before = standing(application)
    assert (before["ledger agrees"], before["breaks"]) == (True, [])
    for moment in UNDONE:
        assert killed(moment, application, name, people), moment
        assert standing(application) == before, moment
    assert killed(DONE, application, name, people)
    after = standing(application)
    made_once(name, application_flow.steps[name], before, after)
    # Whoever got no answer tries again, and a task that was not acknowledged is delivered again.
    again = in_child(lambda: move(application, name, people))
    if name in PARTS_OF_A_WHOLE:
        assert again is None or refused(again), again
    else:
        assert again == 0 if is_the_clocks(name) else refused(again), again
    assert standing(application) == after
    told = sum(after["messages"].values()) - sum(before["messages"].values())
    return Counter(steps=1, kills=len(UNDONE) + 1, messages=told)


def made_once(name, step, before, after):
    """One move more, one open item unless the case is final, at most one message to each person about it."""
    assert after["moves"] == [*before["moves"], name]
    assert after["state"] == step.target, name
    assert len(after["open"]) == (0 if after["state"] in FINAL else 1), name
    assert after["items"] == before["items"] + len(after["open"]), name
    told = {kind: count - before["messages"].get(kind, 0) for kind, count in after["messages"].items()}
    assert set(told.values()) <= {0, 1}, (name, told)
    assert sum(told.values()) > 0 or not any(tells(effect) for effect in step.effects), name
    assert (after["ledger agrees"], after["breaks"], after["stuck"]) == (True, [], 0), name


def refused(answer):
    """The sentence of a rule, not an error of ours."""
    return isinstance(answer, str) and answer.partition(":")[0] in RULES


def tells(effect):
    return effect.__module__.endswith("notifications")


def test_without_the_transaction_the_count_sees_what_is_lost():
    """The negative control: half a move stays behind, and `standing` is not what it was before."""
    people = cast()
    application = application_in("submitted", people=people)
    before = standing(application)

    def job():
        with dying_at("written"), each_statement_for_itself():
            return move(application, "accept", people)

    assert in_child(job) == KILLED
    after = standing(application)
    assert after != before
    assert (after["state"], after["moves"], after["open"]) == ("accepted", before["moves"], before["open"])


def test_a_moment_that_is_never_reached_fails_the_walk():
    people = cast()
    application = application_in("submitted", people=people)
    assert not killed("no such moment", application, "accept", people)

"""The impact run: whom and what a version would touch before it is published."""

import pytest
from django.test import Client

from enterprises.enums import State
from enterprises.tests.factories import SOUND_FACTS, CallFactory, MeasureFactory, application_in, cast, draft
from policies.editing.drafts import open_draft
from policies.editing.editors import editor_of
from policies.editing.versions import bare
from policies.impact import impact, rules_changed
from policies.models import Change, Clause, Follow, Follower, Measure, Policy
from policies.search import SearchQuery, find
from policies.tests.edits import a_policy, again, edit_in, official, reworded, write
from policies.tests.test_permissions import signed_in, url
from policies.workflow import revision_flow
from portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def stricter(content: dict) -> dict:
    """At least 200,000 instead of 50,000 yuan, and a third of the cost."""
    eligibility = {
        "all": [
            {"field": "statistics_reported", "op": "is_true"},
            {"field": "eligible_cost_cny", "op": "gte", "value": 120_000},
        ]
    }
    return content | {"eligibility": eligibility, "subsidy": content["subsidy"] | {"pct": 40}}


def contents(measure: Measure) -> tuple[dict, dict]:
    live = editor_of("measure").read(measure)
    return live, stricter(live)


def parts(target, old, new) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    return {
        part.title: (part.count, [(line.text, line.note) for line in part.lines]) for part in impact(target, old, new)
    }


def test_applications_whose_result_changes_are_listed_and_drafts_only_counted() -> None:
    call, people = CallFactory(), cast()
    poorer = application_in(State.SUBMITTED, people=people, call=call)
    refused = application_in(State.ACCEPTED, people=people, call=call, facts={"eligible_cost_cny": 100_000})
    application_in(State.PUBLICITY, people=people, call=call)
    application_in(State.SUBMITTED, people=people)
    draft(call=call, facts={"eligible_cost_cny": 100_000})
    old, new = contents(call.measure)
    ((count, lines),) = parts(call.measure, old, new).values()
    assert count == 3
    assert [text.split(" · ")[0] for text, _note in lines[:2]] == [poorer.number, refused.number]
    assert "75,000" in lines[0][1]
    assert "60,000" in lines[0][1]
    assert "50,000" in lines[1][1]
    assert len(lines) == 3
    assert refused.enterprise.name not in lines[2][0]


def test_nothing_is_run_where_the_rules_stay() -> None:
    call = CallFactory()
    application_in(State.SUBMITTED, people=cast(), call=call)
    old, _new = contents(call.measure)
    renamed = old | {"fields": old["fields"] | {"title_zh": "新题"}}
    assert (rules_changed(old, renamed), rules_changed(old, stricter(old)), rules_changed(None, old)) == (0, 1, 0)
    assert parts(call.measure, old, renamed) == {}


def test_rules_that_can_not_be_read_are_an_answer_not_an_error() -> None:
    call = CallFactory()
    old, _new = contents(call.measure)
    broken = old | {"eligibility": {"all": [{"field": "luck", "op": "is_true"}]}}
    ((count, lines),) = parts(call.measure, old, broken).values()
    assert (count, len(lines)) == (0, 1)


def test_measures_that_quote_a_changed_clause_followers_and_stale_halves() -> None:
    policy = a_policy()
    measure = MeasureFactory(policy=policy, article=3)
    MeasureFactory(policy=policy, article=4)
    Clause.objects.create(policy=policy, number="3.1", text_zh="填报统计", text_en="Statistics", order=5)
    follower = Follower.objects.create(user=User.objects.create_user("reader@example.test"))
    Follow.objects.create(follower=follower, policy=policy)
    Follow.objects.create(follower=follower, measure=measure)
    Follow.objects.create(follower=Follower.objects.create(user=official("muted")), policy=policy, muted=True)
    old = editor_of("policy").read(policy)
    clauses = [one | ({"text_zh": "改", "stale": True} if one["number"] == "3.1" else {}) for one in old["clauses"]]
    found = list(parts(policy, old, old | {"clauses": clauses}).values())
    assert [count for count, _lines in found] == [1, 1, 1]
    assert [text for text, _note in found[1][1]] == [str(measure)]
    assert "3.1" in found[1][1][0][1]


def test_the_check_page_runs_it_by_itself_when_rules_change() -> None:
    call = CallFactory()
    application_in(State.SUBMITTED, people=cast(), call=call)
    author, colleague = official("author"), official("colleague")
    edit = open_draft(author, call.measure)
    example = {
        "title_zh": "例", "title_en": "Example", "facts": SOUND_FACTS | {"registered_division": "370212"},
        "usd_cny": None, "verdict": "met", "amount_cny": 60_000,
    }  # fmt: skip
    small = example | {"facts": example["facts"] | {"eligible_cost_cny": 90_000}}
    examples = [example, small | {"verdict": "not_met", "amount_cny": None}]
    edit = write(edit, stricter(edit.content) | {"examples": examples})
    assert signed_in(again(author)).get(url("revision_change", edit.pk)).context["impact"] is None
    revision_flow.take(edit, "submit_for_check", author)
    page = signed_in(again(colleague)).get(url("revision_change", edit.pk))
    assert [part.count for part in page.context["impact"]] == [1]
    assert page.content.decode().count("An enterprise’s draft is its own until it is sent") == 1
    revision_flow.take(edit, "approve", colleague)
    measure = Measure.objects.get(pk=call.measure_id)
    assert (measure.version, measure.subsidy["pct"]) == (2, 40)
    assert Change.objects.get().measure == measure


def test_a_document_is_checked_without_a_run_until_it_is_asked_for(client: Client) -> None:
    author, colleague = official("author"), official("colleague")
    edit = edit_in("checking", author, colleague)
    checker = signed_in(again(colleague))
    assert checker.get(url("revision_change", edit.pk)).context["impact"] is None
    assert checker.get(url("revision_change", edit.pk) + "?impact=1").context["impact"] == []
    assert reworded(bare(edit.content)) == bare(edit.content)
    assert set(revision_flow.open_steps(edit, again(colleague))) == {"approve", "send_back"}


def test_saved_searches_that_find_it_now_or_no_longer() -> None:
    policy = a_policy(title_en="Harbour", title_zh="港口")
    for number, query in enumerate(("?q=Harbour", "?q=Lighthouse", "?q=Circus", "?")):
        follower = Follower.objects.create(user=User.objects.create_user(f"reader{number}@example.test"))
        Follow.objects.create(follower=follower, query=query)
    old = editor_of("policy").read(policy)
    new = old | {"fields": old["fields"] | {"title_en": "Lighthouse"}}
    before = Policy.objects.values().get()
    (part,) = [part for part in impact(policy, old, new) if len(part.lines) == 2]
    assert ["Lighthouse" in part.lines[0].text, "Harbour" in part.lines[1].text] == [True, True]
    assert Policy.objects.values().get() == before
    assert find(SearchQuery.read({"q": "Lighthouse"})).rows == []
    unfit = old | {"fields": old["fields"] | {"title_zh": None}}
    assert [len(part.lines) for part in impact(policy, old, unfit)] == [1]

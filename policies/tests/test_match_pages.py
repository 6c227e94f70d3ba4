"""The check-up's pages: a stranger answers in the address, goes back, errs, passes over, and reads a result."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from policies.matching import library
from policies.models import Measure, Policy
from policies.tests.test_self_check import CERTIFICATE, SOUND, text

GENERAL = ".".join(SOUND)
FIRM = SOUND | CERTIFICATE | {"entity_type": "enterprise", "tax_credit_grade": "B", "warehouse_area_sqm": "0"}


class Page(HTMLParser):
    """What a browser would send from the page's form, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.names: set[str] = set()
        self.links: dict[str, str] = {}
        self._link, self._words = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag in ("input", "select", "textarea") and found.get("name"):
            self.names.add(found["name"])
            if found.get("type") == "hidden":
                self.fields.append((found["name"], found.get("value", "")))
        if tag == "a":
            self._link, self._words = found.get("href", ""), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.links[" ".join(self._words.split())] = self._link


def get(client: Client, path: str = "", query: object = "", language: str = "en"):
    asked = query if isinstance(query, str) else urlencode(query)
    return client.get(f"/{language}/match/{path}?{asked}" if asked else f"/{language}/match/{path}")


def page(client: Client, path: str = "", query: object = "") -> Page:
    return Page(get(client, path, query).content.decode())


def heading(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", text(response))[1].strip()


# --- the start ---------------------------------------------------------------------------------------


def test_the_start_page_is_kept_for_everybody(city, client: Client) -> None:
    first = get(client)
    with CaptureQueriesContext(connection) as captured:
        again = get(client)
    assert (len(captured), again.content, dict(again.cookies)) == (0, first.content, {})
    assert "all 18 measures are compared" in text(first)
    assert "csrfmiddlewaretoken" not in text(first)


def test_an_address_with_something_else_in_it_still_is_the_start(city, client: Client) -> None:
    assert heading(get(client, query="utm_source=mail")) == "Policy check-up"
    assert heading(get(client, query="go=1")) == "Your enterprise in general"


# --- question by question ----------------------------------------------------------------------------


def test_a_stranger_comes_from_the_first_question_to_the_result_without_a_cookie(city, client: Client) -> None:
    know = FIRM | {"years_since_registration": "4", "statistics_reported": "yes"}
    query: str = "go=1"
    for _turn in range(30):
        response = get(client, query=query)
        assert (dict(response.cookies), "csrf" in text(response)) == ({}, False)
        if response.status_code == 302:
            break
        form = Page(response.content.decode())
        sent = form.fields + [(name, know[name]) for name in sorted(form.names & know.keys())]
        if "has" in form.names:
            sent += [("has", "certificate_type"), ("has", "items")]
        elif not form.names & (know.keys() - dict(form.fields).keys()):
            sent.append(("skip", "1"))
        query = urlencode(sent)
    assert response["Location"].startswith("/en/match/result/?")
    end = text(client.get(response["Location"]))
    assert "CNY 75,000" in end
    assert "0 need an answer" in end


def test_the_list_to_tick_answers_what_is_left_unticked(city, client: Client) -> None:
    boxes = page(client, query=SOUND)
    offered = dict(boxes.fields)["boxes"].split(".")
    assert {"items", "people", "event_in_catalogue", "policy_type"} < set(offered)
    ticked = [("has", "event_in_catalogue"), ("has", "certificate_type")]
    following = dict(page(client, query=boxes.fields + ticked).fields)
    assert {code: following.get(code) for code in (*offered, "boxes")} == {
        code: {"policy_type": "none", "people": "none", "event_in_catalogue": "yes", "certificate_type": None,
               "export_base_operator": "no", "tech_contract_registered": "no", "data_export_route": "none",
               "ip_right_type": "none"}.get(code, "0")
        for code in offered
    } | {"boxes": ".".join(offered)}  # fmt: skip


def test_a_changed_mind_about_a_box_is_heard(city, client: Client) -> None:
    boxes = page(client, query=SOUND)
    first = page(client, query=[*boxes.fields, ("has", "certificate_type"), ("has", "event_in_catalogue")])
    html = client.get(first.links["Back"]).content.decode()
    again = Page(html)
    assert sorted(re.findall(r'name="has" value="(\w+)"[^>]* checked', html)) == [
        "certificate_type",
        "event_in_catalogue",
    ]
    assert again.names >= {"has", "boxes"}
    now = dict(page(client, query=[*again.fields, ("has", "people")]).fields)
    assert (now["event_in_catalogue"], now["certificate_type"], "people" in now) == ("no", "none", False)


def test_the_way_back_shows_the_answers_given_and_keeps_the_others(city, client: Client) -> None:
    answers = SOUND | {"trade_category": "TECH", "years_since_registration": "4", "boxes": "people", "people": "none"}
    now = page(client, query=answers)
    back = client.get(now.links["Back"])
    assert heading(back) == "Which of these does your enterprise have?"
    before = Page(client.get(Page(back.content.decode()).links["Back"]).content.decode())
    assert "years_since_registration" in before.names - dict(before.fields).keys()
    assert {"trade_category", *SOUND} <= dict(before.fields).keys()
    third = Page(client.get(before.links["Back"]).content.decode())
    assert "trade_category" in third.names - dict(third.fields).keys()
    first = Page(client.get(third.links["Back"]).content.decode())
    assert set(SOUND) <= first.names
    assert first.links["Back"] == "/en/match/"


def test_an_answer_can_be_changed_in_place(city, client: Client) -> None:
    answers = SOUND | {"trade_category": "TECH", "years_since_registration": "4"}
    change = page(client, query=answers).links["Change : Digital-trade category".replace(" :", ":")]
    again = client.get(change)
    assert heading(again) == "Digital-trade category"
    assert 'value="TECH" id="id_trade_category_1" checked' in re.sub(r'\s+(required|class="[^"]*")', "", text(again))


def test_a_page_left_empty_asks_again_and_a_page_passed_over_does_not(city, client: Client) -> None:
    empty = text(get(client, query={"at": GENERAL}))
    assert empty.count("Answer this, or say that you don’t know.") == 2
    assert "<title>Error: " in empty
    assert heading(get(client, query={"at": GENERAL, "skip": "1"})) == "Which of these does your enterprise have?"
    partly = page(client, query={"at": GENERAL, "registered_division": "370212"})
    assert dict(partly.fields)["fiscal_funds_owed"] == "skip"


def test_none_and_not_knowing_are_two_things(city, client: Client) -> None:
    answers = SOUND | {"boxes": "people", "at": "people"}
    passed = dict(page(client, query=answers | {"skip": "1"}).fields)
    nobody = dict(page(client, query=answers | {"people": "none"}).fields)
    assert (passed["people"], nobody["people"]) == ("skip", "none")
    result = text(get(client, "result/", SOUND | {"people": "none"}))
    assert "You said that you have none." in result
    assert "None" in result
    assert "You said that you have none." not in text(get(client, "result/", SOUND | {"people": "skip"}))


def test_a_wrong_answer_is_named_at_its_field_with_what_was_typed(city, client: Client) -> None:
    answers = SOUND | {"boxes": "people", "at": "export_value_usd.prev_export_value_usd", "export_value_usd": "a lot"}
    response = get(client, query=answers | {"prev_export_value_usd": "1000"})
    shown = text(response)
    assert '<a href="#id_export_value_usd">Digital-trade exports: Give a number.</a>' in shown
    assert 'value="a lot"' in shown
    assert 'value="1000"' in shown
    assert "trade_category" not in Page(response.content.decode()).names


def test_why_a_question_is_asked_and_how_far_one_is_stands_on_the_page(city, client: Client) -> None:
    shown = text(get(client, query=SOUND | {"boxes": "people", "statistics_reported": "no"}))
    assert re.search(r"\d+ measures that are still open depend on it\.", shown)
    assert "7 answers given; 14 of 18 measures are still open." in shown
    assert "4 do not fit." in shown
    assert "Show the result so far" in shown


def test_what_is_already_known_elsewhere_comes_along(city, client: Client) -> None:
    """From a measure's own check, which asks for one cost where the check-up asks for a list."""
    html = text(
        client.get("/en/items/tra-03/check/", SOUND | {"eligible_cost_cny": "150000", "entity_type": "enterprise"})
    )
    link = re.search(r'href="(/en/match/result/\?[^"]*)"', html)[1]
    result = text(client.get(link))
    assert "Costs for which you want support" in result
    assert "CNY 150,000" in result
    exact = next(url for url in re.findall(r'href="([^"]*)"', result) if "/items/tra-03/check/" in url)
    assert dict(parse_qsl(urlsplit(exact).query))["eligible_cost_cny"] == "150000"


# --- everything on one page --------------------------------------------------------------------------


def test_all_questions_stand_on_one_page_with_what_was_answered(city, client: Client) -> None:
    everything = page(client, query=[("all", "1"), *SOUND.items()])
    assert everything.names == set(library().catalogue.asked_codes)
    assert "checked" in get(client, query=[("all", "1"), *SOUND.items()]).content.decode()


def test_mistakes_on_that_page_stay_there_as_typed(city, client: Client) -> None:
    response = get(client, "result/", FIRM | {"items": "many", "cost_date": "2026-02-31", "trade_category": "CHEESE"})
    shown = text(response)
    assert shown.count("There is a problem") == 1
    assert " many</textarea>" in shown
    assert 'value="2026-02-31"' in shown
    assert {code for code in ("items", "cost_date", "trade_category") if f'id="id_{code}_error"' in shown} == {
        "items", "cost_date", "trade_category"
    }  # fmt: skip


# --- the result --------------------------------------------------------------------------------------


def groups(html: str) -> dict[str, str]:
    parts = re.split(r'<section aria-labelledby="(\w+)">', html)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_library_is_sorted_into_three_groups_with_amount_window_and_reason(city, client: Client) -> None:
    result = groups(text(get(client, "result/", FIRM)))
    assert re.findall(r"<h3><a[^>]*>([^<]*)</a>", result["meets"]) == [
        "Subsidy for international certification", "Subsidy for buying trade-digitalisation services",
    ]  # fmt: skip
    assert "CNY 75,000" in result["meets"]
    assert "until 18 December" in result["meets"]
    assert "10 conditions met." in result["meets"]
    assert "Support for public overseas warehouses" in result["does_not"]
    assert "Overseas warehouse area: at least 5,000 m²: not met." in result["does_not"]
    assert "Still to be answered: Years since registration, Digital-trade exports, " in result["needs_answer"]


def test_what_an_official_must_judge_stands_apart(city, client: Client) -> None:
    result = groups(text(get(client, "result/", FIRM | {"statistics_reported": "official"})))["needs_answer"]
    waiting, judged = result.split("For an official to judge")
    assert "Subsidy for international certification" in judged
    assert "An official judges: Statistics filed on the MOFCOM unified platform." in judged
    assert "Subsidy for international certification" not in waiting


def test_the_amounts_are_not_added_up_and_the_page_says_why(city, client: Client) -> None:
    result = text(get(client, "result/", FIRM))
    assert "The amounts are not added up: the same cost is supported only once" in result
    assert "the amounts of demo data are invented" in result
    assert "135,000" not in result


def test_the_smallest_change_that_opens_most_is_named(city, client: Client) -> None:
    result = groups(text(get(client, "result/", FIRM | {"statistics_reported": "no"})))["eligible"]
    first = result.split('<li class="card">')[1]
    assert "Statistics filed on the MOFCOM unified platform" in first
    assert "CNY 75,000 with your figures" in first


def test_the_address_is_the_same_in_both_languages(city, client: Client) -> None:
    shown = get(client, "result/", FIRM)
    other = re.search(r'hreflang="zh-hans" href="([^"]*)"', shown.content.decode())[1]
    answer = client.get(unescape(other))
    assert answer.status_code == 200
    assert "75,000 元" in text(answer)


def test_without_answers_there_is_no_result(city, client: Client) -> None:
    assert get(client, "result/")["Location"] == "/en/match/"
    assert get(client, "result/", "utm_source=x")["Location"] == "/en/match/"


def test_only_what_is_published_is_compared(city, client: Client) -> None:
    Policy.objects.filter(measures__code="ENT-01").update(published=False)
    assert "Subsidy for international certification" not in text(get(client, "result/", FIRM))


def test_one_measure_with_broken_rules_takes_the_check_up_from_nobody(city, client: Client, caplog) -> None:
    broken = Measure.objects.get(code="ENT-02")
    broken.subsidy = {"kind": "unheard of"}
    broken.save()
    result = text(get(client, "result/", FIRM))
    assert "CNY 75,000" in result
    assert "Reward for offshore service outsourcing" not in result
    assert "ENT-02 is left out" in caplog.text


# --- cost and bad input ------------------------------------------------------------------------------


def multiply(times: int) -> None:
    """More measures like those that are there."""
    originals = list(Measure.objects.all())
    for number in range(times):
        for one in originals:
            one.pk, one.code, one.slug, one.article = (
                None,
                f"{one.code[:10]}-{number}",
                f"{one.slug[:20]}-{number}",
                None,
            )
            one.save(force_insert=True)


@pytest.mark.parametrize(("path", "query"), [("", SOUND), ("result/", FIRM), ("", {"all": "1"})])
def test_a_larger_library_takes_no_more_queries(city, client: Client, path: str, query: dict) -> None:
    def count() -> int:
        get(client, path, query)
        with CaptureQueriesContext(connection) as captured:
            assert get(client, path, query).status_code == 200
        return len(captured)

    few = count()
    multiply(2)
    assert (few <= 3, count()) == (True, few)


def test_a_long_group_is_shown_by_the_page(city, client: Client) -> None:
    multiply(2)
    whole = text(get(client, "result/", FIRM))
    assert whole.count('class="card match-card sand"') == 10
    more = re.search(r'href="([^"]*group=needs_answer[^"]*)"', whole)[1]
    first = text(client.get(more))
    assert "1 to 20 of " in first
    assert 'rel="next"' in first
    assert 'class="card match-card pine"' not in first


def test_whatever_stands_in_the_address_gets_an_answer(city, client: Client) -> None:
    strange = [
        "",
        "\x00",
        "none",
        "skip",
        "-5",
        "1e999",
        "9" * 60,
        "年" * 500,
        "a.b.c",
        "' OR 1=1",
        "<script>",
        "1\n" * 200,
    ]
    words = "at ask boxes has group page k skip trade_category items people cost_date staff_insured fiscal_funds_owed"
    names = [*words.split(), "registered_division"]
    for name in names:
        for value in strange:
            for path in ("", "result/"):
                answer = get(client, path, SOUND | {name: value})
                assert answer.status_code in {200, 302, 400}, (name, value)
                assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_a_value_called_none_is_an_answer_like_any_other(city) -> None:
    from policies.matching.answers import Answers, may_be_none

    catalogue = library().catalogue
    assert may_be_none(catalogue, "policy_type")
    assert not may_be_none(catalogue, "registered_division")
    assert not may_be_none(catalogue, "staff_insured")
    answers = Answers(catalogue, {"staff_insured": "none", "fiscal_funds_owed": "none"})
    with translation.override("en"):
        assert set(answers.form.errors) == {"staff_insured", "fiscal_funds_owed"}

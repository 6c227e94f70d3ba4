"""A result to keep: the link names nobody, survives new rules, and says when it is broken; the PDF is bounded."""

import base64
import json
import re
import zlib
from contextlib import ExitStack
from copy import deepcopy
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from policies.matching import check_up, library
from policies.matching.answers import Answers
from policies.matching.links import MOST_BYTES, LinkError, _check, pack, unpack
from policies.matching.paper import paper_data
from policies.models import RuleBook
from policies.tests.test_match_pages import FIRM, get
from policies.tests.test_self_check import text
from portal.core.papers import a_place

PRIVATE = {"name": "王宁", "credit_code": "91370212MA3ABCDE12", "contact_email": "wang@example.test", "q": "绝密"}


def packed(typed: dict[str, str]) -> str:
    catalogue = library().catalogue
    return pack(catalogue, Answers(catalogue, typed).texts())


def inside(word: str) -> str:
    return zlib.decompress(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))[4:]).decode()


def sealed(body: object) -> str:
    data = zlib.compress(body if isinstance(body, bytes) else json.dumps(body).encode())
    return base64.urlsafe_b64encode(_check(data) + data).decode().rstrip("=")


def test_a_link_opens_to_the_same_result(city, client: Client) -> None:
    typed = FIRM | {
        "people": "a, B",
        "policy_type": "none",
        "statistics_reported": "official",
        "items": "150,000\n2.50",
    }
    shown = text(get(client, "result/", typed))
    link = re.search(r'value="(http://[^"]*/match/result/\?k=[\w-]+)"', shown)[1]
    again = text(client.get(link.removeprefix(settings.SITE_URL)))
    assert unpack(library().catalogue, link.partition("k=")[2]).typed == {
        **typed, "people": "A,B", "items": "150000;2.5",
    }  # fmt: skip
    headline = re.compile(r'<h2 class="headline">(.*?)</h2>')
    assert headline.search(again)[1] == headline.search(shown)[1]
    assert "have changed since" not in again


def test_a_link_is_short_and_the_same_for_the_same_answers(city) -> None:
    word = packed(FIRM)
    assert word == packed(dict(reversed(FIRM.items())))
    assert len(word) < 500
    assert re.fullmatch(r"[\w-]+", word)


def test_no_name_no_number_of_anybody_and_no_free_text_goes_into_a_link(city, client: Client) -> None:
    typed = FIRM | PRIVATE | {"trade_category": "王宁", "cost_date": "call 13900000000", "items": "my name is 王宁"}
    body = inside(packed(typed))
    assert not [word for word in (*PRIVATE.values(), "1390", "name") if word in body]
    values = json.loads(body)[2].values()
    catalogue = library().catalogue
    allowed = {value for one in catalogue.vocabulary.fields.values() for value in one.values} | {"yes", "no", "none"}
    assert {value for value in values if not re.fullmatch(r"[\d.;-]+", value)} <= allowed
    shown = text(get(client, "result/", FIRM | PRIVATE))
    assert not [word for word in PRIVATE.values() if word in shown.partition("<main")[2].partition("</main")[0]]


def test_an_old_link_opens_under_new_rules_and_says_what_no_longer_fits(city, client: Client) -> None:
    word = packed(FIRM | {"warehouse_area_sqm": "6000"})
    book = RuleBook.objects.get(pk=1)
    data = deepcopy(book.data)
    fields = [one for one in data["rule_fields"] if one["field"] != "cost_date"]
    next(one for one in fields if one["field"] == "certificate_type")["values"].remove("ISO27001")
    next(one for one in fields if one["field"] == "certificate_type")["value_labels"].pop("ISO27001")
    fields.insert(0, {"field": "of_today", "type": "bool", "zh": "新字段", "en": "A new field"})
    book.data = data | {"rule_fields": fields}
    book.save()
    from policies.models import Measure

    for measure in Measure.objects.all():
        conditions = measure.eligibility["all"]
        measure.eligibility["all"] = [one for one in conditions if one["field"] != "cost_date"]
        for one in conditions:
            if one["field"] == "certificate_type":
                one["value"].remove("ISO27001")
        measure.save()
    shown = text(get(client, "result/", {"k": word}))
    assert "The questions have changed since this link was made." in shown
    assert "1 answer is about something that the rules no longer ask. It was left out." in shown
    assert "These answers no longer fit and were left out: Certificate." in shown
    assert "6,000 m²" in shown


@pytest.mark.parametrize(
    "word",
    ["x", "x" * 5000, "年", "AAAA", "=" * 8, "../../etc", pytest.param("%00", id="null")],
)
def test_what_is_no_link_is_told_so(city, client: Client, word: str) -> None:
    answer = get(client, "result/", f"k={word}")
    assert answer.status_code == 400
    assert "This link is not whole." in text(answer)
    assert get(client, "result.pdf", f"k={word}").status_code == 400


def test_a_link_that_a_mail_broke_is_told_so(city, client: Client) -> None:
    word = packed(FIRM)
    for broken in (word[:-3], word[1:], word[:40] + "A" + word[41:], word.swapcase()):
        assert get(client, "result/", {"k": broken}).status_code == 400


def test_a_forged_link_is_refused_or_harmless(city) -> None:
    catalogue = library().catalogue
    for body in ([], {}, None, 7, [1], [1, "x", []], [1, "x", {"a": 1}], [2, "x", {}], [[]] * 3, b"[" * 9000, b"\xff",
                 b'"' + b"a" * (MOST_BYTES + 9) + b'"'):  # fmt: skip
        with pytest.raises(LinkError):
            unpack(catalogue, sealed(body))
    bomb = zlib.compress(b" " * 50_000_000)
    with pytest.raises(LinkError):
        unpack(catalogue, base64.urlsafe_b64encode(_check(bomb) + bomb).decode())
    strange = unpack(catalogue, sealed([1, "x", {"": "", "zz": "<script>", "0" * 6: "1"}]))
    assert (strange.typed, strange.lost, strange.changed) == ({}, 3, True)


# --- the paper -----------------------------------------------------------------------------------------


def data_of(typed: dict[str, str], language: str = "en") -> dict:
    whole = library()
    answers = Answers(whole.catalogue, typed)
    with translation.override(language):
        return paper_data(check_up(answers.facts, absent=answers.absent, within=whole), answers)


def test_the_pdf_is_made_in_both_languages(city, client: Client) -> None:
    for language in ("en", "zh-hans"):
        answer = get(client, "result.pdf", FIRM, language)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Disposition"] == 'inline; filename="check-up-2026-11-23.pdf"'
        assert dict(answer.cookies) == {}


def test_the_paper_has_its_day_its_versions_the_link_and_says_that_it_is_advice(city) -> None:
    paper = data_of(FIRM)
    assert paper["made"] == "2026-11-23 10:00"
    assert paper["demo"].startswith("Demo data")
    assert "not a decision" in paper["advice"]
    assert "version 1 of the rule vocabulary" in paper["rules"]
    assert re.fullmatch(r"http://[^/]*/en/match/result/\?k=[\w-]+", paper["link"])
    meets = paper["groups"][0]
    assert [(row["title"], row["amount"], row["until"]) for row in meets["rows"]] == [
        ("Subsidy for international certification", "CNY 75,000", "until 18 December"),
        ("Subsidy for buying trade-digitalisation services", "CNY 60,000", "until 18 December"),
    ]
    assert meets["rows"][0]["version"].startswith("ENT-01, version 1 of ")
    assert sum(group["count"] for group in paper["groups"]) == 18
    assert "元" in data_of(FIRM, "zh-hans")["groups"][0]["rows"][0]["amount"]


def test_what_was_typed_goes_into_the_paper_only_as_an_answer(city) -> None:
    paper = json.dumps(data_of(FIRM | PRIVATE), ensure_ascii=False)
    assert not [word for word in PRIVATE.values() if word in paper]


def test_no_more_than_two_papers_are_made_at_once(city, client: Client) -> None:
    query = urlencode(FIRM)
    with ExitStack() as others:
        others.enter_context(a_place())
        assert get(client, "result.pdf", query).status_code == 200
        others.enter_context(a_place())
        refused = get(client, "result.pdf", query)
        assert (refused.status_code, refused["Retry-After"]) == (503, "10")
        assert "Try again in a few seconds." in text(refused)
    assert get(client, "result.pdf", query).status_code == 200


def test_a_paper_without_usable_answers_leads_back_to_them(city, client: Client) -> None:
    assert get(client, "result.pdf").status_code == 302
    assert get(client, "result.pdf", {"items": "x"})["Location"] == "/en/match/result/?items=x"

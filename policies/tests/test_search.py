"""The search finds whatever stands in a document, ranks it well, and stays right in the transaction of each change."""

import random
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from bench.corpus.documents import Paper, papers, topics
from bench.corpus.filling import fill
from bench.corpus.judging import grades, ndcg, queries
from policies.models import Clause, Measure, Policy, SynonymGroup
from policies.models.search import SearchEntry
from policies.search import SearchQuery, find, matching_ids, reindex_all
from policies.search.entries import BREAK
from policies.search.index import tokens_of, write_tokens
from policies.search.text import TITLE, fold, plain
from policies.tests.conftest import SEARCH_TOKENS
from portal.accounts.models import User
from portal.core.loading import load_files
from portal.core.tests.kept_rows import KeptRows

SEED = 20261123
SYNONYMS = Path(__file__).parent.parent / "data" / "synonyms.yaml"


def _invented() -> list[Paper]:
    load_files([SYNONYMS])
    return fill()


# Folding it takes seconds.
_library = KeptRows(_invented, fts=[SEARCH_TOKENS])


@pytest.fixture
def corpus(db, today) -> list[Paper]:
    """The invented library."""
    return _library.put()


def search(words: str, **chosen: tuple[str, ...]) -> SearchQuery:
    return SearchQuery(words=words, chosen=chosen)


def found(words: str, **chosen: tuple[str, ...]) -> set[str]:
    """Codes of what is found with all of the words in it."""
    policies, measures = matching_ids(search(words, **chosen))
    rows = [*Policy.objects.filter(pk__in=policies), *Measure.objects.filter(pk__in=measures)]
    return {row.code for row in rows}


# --- recall ------------------------------------------------------------------------------------------


def pieces(count: int) -> list[str]:
    """Pieces of 1 to 8 characters out of the folded texts themselves, wherever they begin and end."""
    draw = random.Random(SEED)
    texts = list(SearchEntry.objects.order_by("pk").values_list("text", flat=True))
    made: list[str] = []
    while len(made) < count:
        text = draw.choice(draw.choice(texts).split(BREAK))
        start = draw.randrange(max(1, len(text) - 1))
        piece = text[start : start + draw.randint(1, 8)].strip()
        if any(letter.isalnum() for letter in piece) and '"' not in piece:
            made.append(piece)
    return made


def test_every_piece_that_stands_in_a_document_finds_it(corpus) -> None:
    texts = dict(SearchEntry.objects.values_list("policy_id", "text"))
    synonyms = {plain(word) for words in SynonymGroup.objects.values_list("words", flat=True) for word in words}
    lost, too_many = [], []
    for piece in pieces(500):
        wanted = {key for key, text in texts.items() if piece in text}
        assert wanted
        got, _measures = matching_ids(search(f"“{piece}”"))
        lost += [(piece, len(wanted - got))] if wanted - got else []
        too_many += [(piece, len(got - wanted))] if got - wanted and piece not in synonyms else []
    assert lost == []
    assert too_many == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5 is SQLite's")
def test_trigrams_would_lose_words_of_two_characters(corpus) -> None:
    """The control: the index that SQLite comes with finds nothing where ours finds every document."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.trigrams USING fts5(text, tokenize='trigram')")
        cursor.execute("INSERT INTO temp.trigrams SELECT text FROM policies_searchentry")
        cursor.execute("SELECT count(*) FROM temp.trigrams WHERE trigrams MATCH '\"算力\"'")
        assert cursor.fetchone() == (0,)
        cursor.execute("DROP TABLE temp.trigrams")
    assert len(matching_ids(search("算力"))[0]) >= 8


def test_a_control_without_pairs_of_characters_finds_too_much(corpus) -> None:
    """Single characters alone would take 数…字 for 数字: what pairs do not prove is looked for in the text."""
    texts = list(SearchEntry.objects.values_list("text", flat=True))
    loose = [text for text in texts if all(sign in text for sign in "力算")]
    assert len(loose) > len(matching_ids(search("“力算”"))[0]) == sum("力算" in text for text in texts)


# --- ranking -----------------------------------------------------------------------------------------


def test_judged_queries_are_ranked_well(corpus) -> None:
    codes, themes = dict(Policy.objects.values_list("pk", "code")), topics()
    worth = []
    for query in queries():
        ranked = [codes[row.policy] for row in find(SearchQuery(words=query["q"])).rows]
        worth.append(ndcg(ranked, grades(query, corpus, themes)))
    assert len(corpus) >= 300
    assert len(worth) >= 60
    assert sum(worth) / len(worth) >= 0.85


def test_the_measure_of_a_ranking_can_fail(corpus) -> None:
    query = queries()[0]
    graded = grades(query, corpus, topics())
    best = sorted(graded, key=lambda code: -graded[code])
    assert ndcg(best, graded) == 1
    assert ndcg([one.code for one in papers() if one.code not in graded], graded) == 0


@pytest.mark.parametrize(
    "number",
    [
        "示商字〔2025〕3号",
        "示商字[2025]3号",
        "示商字【2025】3号",
        "示商字（2025）3号",
        "示商字(2025) 3 号",
        "示商字〔2025〕3",
    ],
)
def test_a_document_number_in_any_bracket_comes_first(corpus, number: str) -> None:
    first = find(search(number)).rows[0]
    assert Policy.objects.get(pk=first.policy).document_number == "示商字〔2025〕3号"


def test_traditional_characters_wide_letters_and_synonyms(corpus) -> None:
    assert found("跨境電商") == found("跨境电商") == found("跨境电子商务")
    assert found("ＣＢＥＣ") == found("cbec") >= found("“跨境电商”")
    assert "自建站" in find(search("独立站")).also


def test_words_apart_come_after_the_whole_and_the_page_says_so(corpus, client: Client) -> None:
    loose = find(search("海外仓补助"))
    assert loose.loosely == len(loose.rows) > 0
    page = client.get("/en/policies/", {"q": "海外仓补助"}).content.decode()
    assert "Few entries have all of it" in page


@pytest.mark.parametrize("typed", ['"海外仓', '海外仓"', "“海外仓", "海外仓」"])
def test_a_quotation_mark_without_its_other_is_no_part_of_the_word(typed: str) -> None:
    assert SearchQuery(words=typed).phrases == SearchQuery(words="海外仓").phrases


def test_a_quoted_phrase_is_never_taken_apart(corpus) -> None:
    assert find(search("“海外仓补助”")).rows == []
    assert (find(search("“独立站”")).also, bool(find(search("独立站")).also)) == ((), True)


def test_initials_of_pinyin_find_a_title(corpus) -> None:
    rows = find(search("hwc")).rows
    assert any("海外仓" in Policy.objects.get(pk=row.policy).title_zh for row in rows)


def many_that_mention(word: str, count: int) -> Policy:
    """An old document with the word in its title, and newer ones that have it in their text only."""
    old = Policy(
        code="OLD", slug="old", title_zh=f"{word}办法", kind="notice", level="city", issued_on=date(2010, 5, 4)
    )
    newer = [
        Policy(code=f"NEW-{n}", slug=f"new-{n}", title_zh=f"文件{n}", summary_zh=f"提到{word}", kind="notice",
               level="city", issued_on=date(2026, 1, 1))
        for n in range(count)
    ]  # fmt: skip
    Policy.objects.bulk_create([old, *newer])
    reindex_all()
    return Policy.objects.get(code="OLD")


def test_an_old_document_with_the_word_in_its_title_comes_before_all_that_only_mention_it(db) -> None:
    old = many_that_mention("鲲鹏", 25)
    for words in ("鲲鹏", "鲲鹏 办法", "鲲鹏办"):
        assert find(search(words), most=20).rows[0].policy == old.pk
    # The control: without the words of titles in a form of their own it is too old to be looked at.
    entries = SearchEntry.objects.all()
    write_tokens([(one.pk, sorted(token for token in tokens_of(one) if token[0] != TITLE)) for one in entries])
    assert old.pk not in [row.policy for row in find(search("鲲鹏"), most=20).rows]


def test_whoever_reads_on_gets_to_what_the_first_pages_do_not_rank(db, client: Client) -> None:
    many_that_mention("鲲鹏", 320)
    last = client.get("/en/policies/", {"q": "鲲鹏", "page": "9"})
    assert "More than 200 entries" in last.content.decode()
    assert "page=10" in last.content.decode()
    further = client.get("/en/policies/", {"q": "鲲鹏", "page": "17"})
    assert "321 entries" in further.content.decode()
    assert further.content.decode().count('<li><p class="quiet small">') == 1


# --- filters, counts, order --------------------------------------------------------------------------


def test_counts_of_a_facet_show_what_another_choice_would_give(corpus) -> None:
    everything = find(search("数字贸易"))
    chosen = find(search("数字贸易", level=("city",)))
    assert chosen.counts["level"] == everything.counts["level"]
    assert len(chosen.rows) == everything.counts["level"]["city"]
    assert chosen.counts["kind"]["opinion"] == 0 < everything.counts["kind"]["opinion"]


def test_filters_hold_beyond_the_candidates_that_are_ranked(corpus, monkeypatch) -> None:
    assert found("企业", district=("370281",)) == {
        one.code for one in corpus if one.district and one.district[0] == "370281"
    }


def test_validity_is_that_of_today(corpus) -> None:
    Policy.objects.filter(code="CORPUS-CBEC-CALL").update(expires_on=date(2026, 11, 22))
    reindex_all()
    assert "CORPUS-CBEC-CALL" in found("跨境电商", state=("lapsed",))
    assert "CORPUS-CBEC-CALL" not in found("跨境电商", state=("in_force",))


def test_newest_first(corpus) -> None:
    days = [row.newest for row in find(SearchQuery(words="数字贸易", sort="newest")).rows]
    assert days == sorted(days, reverse=True)


def test_open_windows_come_first_by_the_days_left(city) -> None:
    rows = find(SearchQuery()).rows
    states = [row.measure and find(SearchQuery()).windows[row.measure].state for row in rows[:5]]
    assert states[:4] == ["open"] * 4 or set(states[:4]) <= {"open", "closing"}
    assert find(search("", state=("open",))).counts["state"]["open"] == 4


# --- the index follows -------------------------------------------------------------------------------


def test_a_change_is_found_at_once_and_an_undone_one_never(city) -> None:
    policy = Policy.objects.get(code="QD-DT-2025-ENTITY")
    policy.title_zh = "鲛人文件"
    policy.save()
    assert found("鲛人") >= {policy.code}
    with transaction.atomic():
        Clause.objects.create(policy=policy, number="9.9", text_zh="麒麟条款")
        assert found("麒麟") == {policy.code}
        transaction.set_rollback(True)
    assert found("麒麟") == set()
    Clause.objects.create(policy=policy, number="9.9", text_zh="麒麟条款").delete()
    assert found("麒麟") == set()


def test_what_is_not_published_is_not_found(city) -> None:
    Policy.objects.create(code="DRAFT", title_zh="机密草案鲲鹏", kind="notice", level="city", published=False)
    assert found("鲲鹏") == set()
    assert matching_ids(SearchQuery())[0] == set(Policy.objects.published().values_list("pk", flat=True))


def test_a_deleted_document_is_gone(city) -> None:
    policy = Policy.objects.create(code="GONE", title_zh="凤凰文件", kind="notice", level="city")
    assert found("凤凰") == {"GONE"}
    policy.delete()
    assert found("凤凰") == set()


def test_a_measure_is_found_by_the_sentence_of_its_condition(city) -> None:
    assert "ENT-01" in found("Statistics filed on the MOFCOM unified platform")


# --- what people type --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["海" * 1000, "x" * 7000, "“”、。！？", '"海外仓', "“海外仓", "%", "_", "\\", "'", "' OR 1=1 --", "a" * 500,
     "\x00海外仓", "AND OR NOT",
     "NEAR(a b)", "海*", "*:*", "-海外仓", "\ud800", "😀", "海外仓:", "(海外仓"],
)  # fmt: skip
def test_whatever_is_typed_gets_an_answer(city, client: Client, words: str) -> None:
    text = words.encode("utf-8", "replace").decode()
    answer = client.get("/zh-hans/policies/", {"q": text})
    assert answer.status_code == 200
    assert len(answer.content) < 200_000


def test_only_signs_are_named_as_such_and_a_long_question_is_cut(city, client: Client) -> None:
    assert "There is no word in this search" in client.get("/en/policies/", {"q": "。，！"}).content.decode()
    assert "Only the first 100 characters" in client.get("/en/policies/", {"q": "x" * 101}).content.decode()


def test_a_result_is_marked_and_escaped(city, client: Client) -> None:
    Policy.objects.create(code="EVIL", title_zh="<b>凤凰</b>", kind="notice", level="city", summary_zh="<i>凤凰</i>")
    page = client.get("/zh-hans/policies/", {"q": "鳳凰"}).content.decode()
    assert "&lt;b&gt;<mark>凤凰</mark>&lt;/b&gt;" in page
    assert "&lt;i&gt;<mark>凤凰</mark>&lt;/i&gt;" in page


def test_a_page_of_somebody_signed_in_is_shown_to_nobody_else(city, client: Client) -> None:
    """A page is kept with marks in the places of its values: never with a name in it."""
    client.force_login(User.objects.create_user("reader@example.test", "a long password", name="鲛人"))
    for reader, there in ((client, True), (Client(), False), (client, True), (Client(), False)):
        page = reader.get("/en/policies/", {"q": "贸易"}).content.decode()
        assert ("鲛人" in page) is there
        assert "<mark>贸易</mark>" in page


def test_the_question_of_one_reader_is_not_in_the_page_of_the_next(city, client: Client) -> None:
    first = client.get("/en/policies/", {"q": "贸易", "level": "city"}).content.decode()
    second = client.get("/en/policies/", {"q": "数字", "level": "city"}).content.decode()
    assert ("q=%E8%B4%B8%E6%98%93" in first, "q=%E8%B4%B8%E6%98%93" in second) == (True, False)
    assert 'href="/zh-hans/policies/?q=%E6%95%B0%E5%AD%97&amp;level=city"' in second


def test_the_clause_in_which_it_stands_is_linked(city, client: Client) -> None:
    page = client.get("/en/policies/", {"q": "“Purpose”"}).content.decode()
    assert "#clause-1" in page


def test_folding_knows_the_way_back() -> None:
    folded = fold("Ａ數字 貿易【2025】")
    assert folded.text == "a数字贸易(2025)"
    start = folded.text.index("贸易")
    first, last = folded.span(start, start + 2)
    assert folded.source[first:last] == "貿易"


def test_a_page_costs_the_same_for_one_and_for_many(corpus, client: Client, django_assert_num_queries) -> None:
    client.get("/zh-hans/policies/", {"q": "数字贸易"})
    with django_assert_num_queries(2):
        client.get("/zh-hans/policies/", {"q": "数字贸易"})
    with django_assert_num_queries(3):  # with few results the words are also looked for apart
        client.get("/zh-hans/policies/", {"q": "海外仓补助"})

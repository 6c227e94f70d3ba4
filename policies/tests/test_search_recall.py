"""Whatever stands in a document finds it: 500 words of one to eight characters, against a plain look for them.

The controls lose words: an index of trigrams, as SQLite offers it, every word of two characters; ours without pairs or
without the endings of words, those that need them.
"""

import random
import sqlite3
import unicodedata
from functools import cache

import pytest

from bench.corpus import documents
from policies.models import Clause, Measure, Policy
from policies.models.search import SearchEntry
from policies.search import SearchQuery, find, matching_ids, reindex_all
from policies.search.index import write_tokens
from policies.search.text import is_wide, tokens
from policies.tests.conftest import FILES, OURS, SEARCH_TOKENS
from portal.core.loading import load_files
from portal.core.tests.kept_rows import KeptRows

SEED = 20270101
WORDS = 500
LONGEST = 8
Key = tuple[str, int]
POLICY_COLUMNS = ("title_zh", "title_en", "document_number", "summary_zh", "summary_en", "reading_zh", "reading_en")


def _both() -> None:
    load_files(FILES)
    papers = documents.papers()
    rows = Policy.objects.bulk_create([Policy(code=one.code, slug=one.code.lower(), **one.values) for one in papers])
    Clause.objects.bulk_create(
        Clause(policy=row, number=number, text_zh=zh, text_en=en, order=order)
        for row, paper in zip(rows, papers, strict=True)
        for order, (number, zh, en) in enumerate(paper.clauses)
    )
    reindex_all()


_libraries = KeptRows(_both, of=OURS, fts=[SEARCH_TOKENS])


@pytest.fixture
def library(db, today) -> dict[Key, list[str]]:
    """The shipped library and the invented one: the fields of each document and measure, as they were written."""
    _libraries.put()
    return fields()


def fields() -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = {}
    for policy in Policy.objects.published():
        found["policy", policy.pk] = [text for name in POLICY_COLUMNS if (text := getattr(policy, name))]
    for clause in Clause.objects.filter(policy__published=True):
        found["policy", clause.policy_id] += [text for text in (clause.text_zh, clause.text_en) if text]
    for measure in Measure.objects.published().with_papers():
        papers = [row.paper for row in measure.paper_rows.all()]
        titles = [text for one in (measure, *papers) for text in (one.title_zh, one.title_en) if text]
        found["measure", measure.pk] = [measure.code, *titles]
    return found


def drawn(library: dict[Key, list[str]]) -> list[str]:
    """Pieces of fields, as they stand there: within words, across the border of Chinese and English, with signs."""
    draw = random.Random(SEED)
    texts = [text for one in library.values() for text in one]
    words: dict[str, None] = {}
    while len(words) < WORDS:
        text = draw.choice(texts)
        start = draw.randrange(len(text))
        word = text[start : start + draw.randint(1, LONGEST)].strip()
        if any(letter.isalnum() for letter in word):
            words[word] = None
    return list(words)


def plain_look(library: dict[Key, list[str]], word: str) -> set[Key]:
    """Without anything of the search: width and case do not matter, nor does the kind of blank."""
    wanted = same(word)
    return {key for key, texts in library.items() if any(wanted in same(text) for text in texts)}


def pair(word: str) -> bool:
    """Two Chinese characters."""
    return len(word) == 2 and all(is_wide(letter) and letter.isalnum() for letter in word)


@cache
def same(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def found(word: str) -> set[Key]:
    rows = find(SearchQuery.read({"q": word})).rows
    return {("policy", row.policy) if row.policy else ("measure", row.measure) for row in rows}


def lost(library: dict[Key, list[str]], words: list[str]) -> list[str]:
    return [word for word in words if not plain_look(library, word) <= found(word)]


def test_every_word_that_stands_in_a_document_finds_it(library) -> None:
    words = drawn(library)
    assert {len(word) for word in words} == set(range(1, LONGEST + 1))
    assert sum(map(pair, words)) > 20
    assert lost(library, words) == [], f"seed {SEED}"


def test_a_word_is_not_found_where_only_its_pairs_stand(db) -> None:
    policy = Policy.objects.create(code="APART", kind="notice", level="city", title_zh="甲骨乙骨，骨丙骨丁")
    wholes = [matching_ids(SearchQuery(words=word)) for word in ("骨丙骨丁", "乙骨丙骨", "“乙骨丙骨”")]
    assert wholes == [({policy.pk}, set()), (set(), set()), (set(), set())]


def test_without_pairs_words_of_two_characters_are_lost(library) -> None:
    """The control: single characters alone are not what a question asks the index for."""
    words = list(filter(pair, drawn(library)))
    weaken(pair)
    assert lost(library, words) == words


def test_without_the_endings_of_words_their_parts_are_lost(library) -> None:
    whole = {word for texts in library.values() for text in texts for word in same(text).split()}
    parts = [word for word in drawn(library) if len(word) > 3 and word.isascii() and word.isalpha()]
    parts = [part.lower() for part in parts if not any(word.startswith(part.lower()) for word in whole)]
    assert parts
    assert lost(library, parts) == []
    weaken(lambda token: token.isascii() and "=" not in token, keep=lambda text: {word[:8] for word in text.split()})
    assert lost(library, parts) == parts


def weaken(drop, keep=lambda text: set()) -> None:
    """Write the index anew without the tokens that `drop` names, and with those that `keep` gives instead."""
    rows = SearchEntry.objects.values_list("pk", "text", "facets")
    write_tokens(
        [
            (pk, sorted({one for one in tokens(text) if not drop(one)} | keep(text) | set(facets.split())))
            for pk, text, facets in rows
        ]
    )


def test_an_index_of_trigrams_loses_every_word_of_two_characters(library) -> None:
    line = sqlite3.connect(":memory:")
    line.execute("CREATE VIRTUAL TABLE trigrams USING fts5(text, tokenize='trigram')")
    line.executemany("INSERT INTO trigrams VALUES (?)", [("\n".join(texts),) for texts in library.values()])
    words = list(filter(pair, drawn(library)))
    question = "SELECT count(*) FROM trigrams WHERE trigrams MATCH ?"
    hits = [line.execute(question, (f'"{word}"',)).fetchone()[0] for word in words]
    line.close()
    assert all(plain_look(library, word) for word in words)
    assert set(hits) == {0}

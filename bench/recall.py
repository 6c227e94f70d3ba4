"""Whether the search finds every document in which a word stands, and which words are good questions for measuring it.

Run as a process of its own on a filled library: `python -m bench.recall --words 500 --each 84 --seed 1`. A plain LIKE
over all texts says where a word stands; `lost` names the words that the search does not find everywhere there.
"""

import argparse
import json
from itertools import count
from pathlib import Path

import django

django.setup()

from django.db import connection

from bench.library import pieces
from policies.search import SearchQuery, matching_ids

# A question is rare, frequent or common by the number of documents, of 20,000, in which it stands.
CLASSES = {"rare": (1, 50), "frequent": (50, 1000), "common": (1000, 10**9)}
OF = 20_000
# A question of people has two letters at least and is seldom longer than six.
LENGTHS = range(2, 7)
ENOUGH = 6000
Keys = set[tuple[int | None, int | None]]


def plain_look(word: str) -> Keys:
    """Key of the document or of the measure, wherever the word stands. The words have no sign that LIKE knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT policy_id, measure_id FROM policies_searchentry WHERE published AND text LIKE %s", [f"%{word}%"]
        )
        return set(cursor.fetchall())


def ours(word: str) -> Keys:
    policies, measures = matching_ids(SearchQuery(words=f"“{word}”"))
    return {(key, None) for key in policies} | {(None, key) for key in measures}


def name_of(found: int, documents: int) -> str:
    return next((name for name, (low, high) in CLASSES.items() if low <= found * OF / documents < high), "")


def draw(words: int, each: int, seed: int) -> dict[str, object]:
    """`words` are looked for twice; more are drawn until each class has `each` questions."""
    lost, questions = [], {name: [] for name in CLASSES}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM policies_searchentry WHERE published")
        documents = cursor.fetchone()[0]
    for number, word in zip(count(), pieces(seed), strict=False):
        full = all(len(some) >= each for some in questions.values())
        if number >= words and (full or number >= ENOUGH):
            break
        wanted = plain_look(word)
        if number < words and wanted - ours(word):
            lost.append(word)
        some = questions.get(name_of(len(wanted), documents), [])
        if len(word) in LENGTHS and len(some) < each:
            some.append(word)
    return {"words": words, "lost": lost, "questions": questions, "documents": documents}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, required=True)
    parser.add_argument("--each", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, default="/dev/stdout")
    options = parser.parse_args()
    options.out.write_text(json.dumps(draw(options.words, options.each, options.seed), ensure_ascii=False))


if __name__ == "__main__":
    main()

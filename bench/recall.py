"""Whether the search finds every document in which a word stands, and which words are good questions for measuring it.

Run as a process of its own on a filled library: `python -m bench.recall --words 500 --each 84 --seed 1`. A plain look
through all texts says where a word stands; `lost` names the words that the search does not find everywhere there.
"""

import argparse
import json
from itertools import count
from pathlib import Path

import django

django.setup()

from bench.library import pieces
from policies.models.search import SearchEntry
from policies.search import SearchQuery, matching_ids
from policies.search.text import is_wide

# A word is rare or common by the number of documents, of 20,000, in which it stands.
RARE, COMMON, OF = 50, 1000, 20_000
KINDS = ("rare word", "two characters", "common word", "phrase")
# A word of people has two letters at least and is seldom longer than six; a phrase is longer than a word.
WORD, PHRASE = range(2, 7), range(5, 9)
ENOUGH = 6000
# Of the document or of the measure.
Key = tuple[int | None, int | None]


def all_texts() -> list[tuple[Key, str]]:
    """Of each document and measure everything that it says, as the index holds it."""
    rows = SearchEntry.objects.filter(published=True).values_list("policy", "measure", "text")
    return [((policy, measure), text) for policy, measure, text in rows]


def ours(word: str) -> set[Key]:
    policies, measures = matching_ids(SearchQuery(words=f"“{word}”"))
    return {(key, None) for key in policies} | {(None, key) for key in measures}


def kind_of(word: str, found: int, documents: int) -> str:
    """What kind of question it is; "" if none of those that are asked."""
    share = found * OF / documents
    if share < RARE:
        return "rare word" if share and len(word) in WORD else ""
    if len(word) == 2:
        return "two characters" if all(map(is_wide, word)) else ""
    if share >= COMMON:
        return "common word" if len(word) in WORD else ""
    return "phrase" if len(word) in PHRASE and is_wide(word[0]) else ""


def draw(words: int, each: int, seed: int) -> dict[str, object]:
    """`words` are looked for twice; more are drawn until each kind has `each` questions."""
    lost, questions = [], {kind: [] for kind in KINDS}
    texts = all_texts()
    for number, word in zip(count(), pieces(seed), strict=False):
        full = all(len(some) >= each for some in questions.values())
        if number >= words and (full or number >= ENOUGH):
            break
        wanted = {key for key, text in texts if word in text}
        if number < words and wanted - ours(word):
            lost.append(word)
        some = questions.get(kind_of(word, len(wanted), len(texts)))
        if some is not None and len(some) < each:
            some.append(word)
    return {"words": words, "lost": lost, "questions": questions, "documents": len(texts)}


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

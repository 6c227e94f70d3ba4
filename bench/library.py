"""A library of any size for measuring the search: rows of the index as the portal itself writes them, made fast.

Run as a process of its own: `python -m bench.library --documents 20000 --seed 1`. Texts are put together from the
sentences of the invented library, so words are as frequent as in real documents, and each has a sentence of its own
with a street, a number and goods, most of which stand in few documents. 企业 stands in more than half of them.
What is there of an earlier run is kept; past `WRITTEN` documents the rest are copies with codes of their own.
"""

import argparse
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, transaction

from bench.copies import copy_documents, run, without_gin
from bench.corpus.documents import DISTRICTS, topics
from bench.details import Details
from policies.models import Policy
from policies.models.search import SearchEntry
from policies.search.ages import words_of_age
from policies.search.entries import BREAK
from policies.search.index import prominent, write_tokens
from policies.search.text import initials, plain, tokens
from portal.core import clock

BATCH = 1000
SENTENCES = 9
# More documents than this are copied within the database, where a row costs a tenth.
WRITTEN = 20_000
DAYS = 12 * 365
TAIL_ZH = "各有关部门应当加强协同配合，做好政策宣传和统计工作，企业对申报材料的真实性负责。"
KINDS = ("notice", "measure", "plan", "explanation", "opinion")
LEVELS = ("city", "district", "provincial", "national")
AREAS = ("supply", "transform", "entity", "market", "open", "platform")


class Sentence:
    """A pair of sentences with what the index makes of them, worked out once."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        self.text = BREAK.join([plain(zh), plain(en)])
        self.tokens = tokens(self.text)


def sentences() -> list[Sentence]:
    found = [Sentence(zh, en) for topic in topics() for zh, en in zip(topic.zh_lines, topic.en_lines, strict=True)]
    return [*found, *[Sentence(TAIL_ZH, "Departments work together.")] * (len(found) // 12)]


def fill(count: int, seed: int) -> None:
    """Until there are `count` documents and measures in the index, with what was there before."""
    have = Policy.objects.filter(code__startswith="BENCH-").count()
    count -= SearchEntry.objects.filter(published=True).count() - have
    draw, pool, themes = random.Random(seed + have), sentences(), topics()
    names = [(plain(one.zh), one.zh, one.en, tokens(plain(one.zh)) | tokens(plain(one.en))) for one in themes]
    details, written = Details(draw), max(have, min(count, WRITTEN))
    # A library grows with the years: what is newer was written later.
    days = sorted(clock.today() - timedelta(days=draw.randrange(DAYS)) for _place in range(written - have))
    run("SET statement_timeout = 0" if connection.vendor == "postgresql" else "PRAGMA synchronous = OFF")
    with without_gin():
        for start in range(have, written, BATCH):
            numbers = range(start, min(written, start + BATCH))
            with transaction.atomic():
                _write([_document(number, days[number - have], draw, pool, names, details) for number in numbers])
        copy_documents(written, count)
    run("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _write(made: list[tuple[Policy, SearchEntry, list[str]]]) -> None:
    policies = Policy.objects.bulk_create([policy for policy, _entry, _words in made])
    for (_policy, entry, _words), policy in zip(made, policies, strict=True):
        entry.policy = policy
    entries = SearchEntry.objects.bulk_create([entry for _policy, entry, _words in made])
    write_tokens([(entry.pk, words) for entry, (_p, _e, words) in zip(entries, made, strict=True)])


def _document(
    number: int, day: date, draw: random.Random, pool: list[Sentence], names: list[Any], details: Details
) -> tuple[Policy, SearchEntry, list[str]]:
    folded, zh, en, words = draw.choice(names)
    lines = [*draw.sample(pool, SENTENCES), Sentence(*details.pair())]
    district = draw.choice(DISTRICTS)[0]
    kind, level, area = draw.choice(KINDS), draw.choice(LEVELS), draw.choice(AREAS)
    title = f"关于支持{zh}发展的第{number}号文件（示例）"
    code = f"BENCH-{number}"
    policy = Policy(code=code, slug=code.lower(), title_zh=title, title_en=en, kind=kind, level=level, is_demo=True)
    facets = f"what=document level={level} kind={kind} area={area} district={district} audience=enterprise"
    text = BREAK.join([plain(title), plain(en), plain(code), *(line.text for line in lines)])
    found = set().union(words, tokens(plain(title)), tokens(plain(code)), *(line.tokens for line in lines))
    entry = SearchEntry(
        title=BREAK.join([plain(title), plain(en)]),
        numbers=plain(code),
        lead=lines[0].text,
        text=text,
        initials=initials(folded),
        state="in_force",
        newest=day,
        published=True,
        published_at=clock.now(),
        facets=facets,
        card={"slug": policy.slug, "kind": kind, "level": level, "areas": [area.upper()], "audiences": ["enterprise"],
              "number": "", "zh": title, "en": en, "demo": True},
        passages=[[f"1.{place}", line.zh, line.en] for place, line in enumerate(lines, start=1)],
    )  # fmt: skip
    found |= prominent(entry.title, entry.numbers) | words_of_age(day)
    return policy, entry, sorted(found | {f"={facet}" for facet in facets.split()})


def pieces(seed: int) -> Iterator[str]:
    """What readers may type, without end: different pieces of one to eight characters out of the documents' own texts,
    in turn out of a title, a sentence that other documents have too, and the sentence that only one has."""
    draw, given, texts = random.Random(seed), set(), _texts(seed)
    while True:
        text = draw.choice(texts[len(given) % len(texts)])
        start = draw.randrange(len(text))
        piece = text[start : start + draw.randint(1, 8)].strip()
        if piece.isalnum() and piece not in given:
            given.add(piece)
            yield piece


def _texts(seed: int, count: int = 400) -> list[list[str]]:
    keys = list(Policy.objects.filter(code__startswith="BENCH-").order_by("pk").values_list("pk", flat=True))
    chosen = random.Random(seed).sample(keys, min(count, len(keys)))
    lines = [text.split(BREAK) for text in SearchEntry.objects.filter(policy__in=chosen).values_list("text", flat=True)]
    # Title and its English, the code, the sentences in pairs; the last pair is the document's own.
    return [[one[0] for one in lines], [text for one in lines for text in one[3:-2]], [one[-2] for one in lines]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, default="/dev/stdout")
    options = parser.parse_args()
    fill(options.documents, options.seed)
    options.out.write_text(json.dumps({"documents": SearchEntry.objects.filter(published=True).count()}))


if __name__ == "__main__":
    main()

"""One question to the database: which entries hold the words, at most so many, each with what its rank depends on.

The tokens of a word are looked up in the index of words; a word that they do not prove is looked for in the text of
those entries. Every value is a parameter, and every token is quoted on top of it.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db import connection

from policies.search.ages import stretches
from policies.search.ranking import WEIGHTS
from policies.search.text import TITLE, needs

# More candidates are neither ranked nor counted: exact totals of common words cost a second at 100,000 documents.
MOST = 1000
# Of them come back the first ones; the others are looked through for the words.
COLUMNS = ("e.id", "e.policy_id", "e.measure_id", "e.newest", "e.facets", "e.numbers", "e.title", "e.lead")
FACTS = 5
# Days are told as numbers: making a date of each costs more than all that is done with it.
DAY = {
    "postgresql": "e.newest - DATE '2000-01-01'",
    "sqlite": "CAST(julianday(e.newest) - 2451544.5 AS INTEGER)",
}
# A sub-select with this is worked out by itself, in its own order.
FENCE = {"postgresql": "OFFSET 0", "sqlite": "LIMIT -1"}
# Validity as of today: a document's own is a facet, that of a measure's document only counts for its rank.
FACETS_TODAY = """e.facets || CASE WHEN e.measure_id IS NULL THEN ' state=' ELSE ' within=' END
 || CASE WHEN e.state = 'in_force' AND e.expires_on < %s THEN 'lapsed' ELSE e.state END"""
Alternatives = tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """Each word with what may stand for it, the word itself first; `ways` are other ways to cut the words."""

    words: tuple[Alternatives, ...] = ()
    ways: tuple[tuple[Alternatives, ...], ...] = ()
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    measures: frozenset[int] | None = None
    since: dt.datetime | None = None
    initials: str = ""
    fixed: frozenset[str] = frozenset()


class Row(tuple[Any, ...]):
    """A row as the database gives it: hundreds are ranked for a page that shows twenty."""

    __slots__ = ()
    pk = property(itemgetter(0))
    policy = property(itemgetter(1))
    measure = property(itemgetter(2))
    # Days since 2000.
    newest = property(itemgetter(3))
    # Tokens such as area=supply; of a document its validity as of today, too.
    facets = property(itemgetter(4))
    # For each word, how prominently it stands in the entry.
    scores = property(itemgetter(slice(FACTS, None)))

    @property
    def state(self) -> str:
        return self.facets.rpartition("=")[2]


def candidates(wanted: Wanted, today: dt.date, limit: int = MOST + 1) -> list[Row]:
    """At most `limit` rows; where there are more, those with a word in their title or number, then the newest."""
    statement, values = written(wanted, today, limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(map(Row, cursor.fetchall()))


def kept_to_show(keys: Sequence[int], words: Sequence[str]) -> dict[int, tuple[Any, Any]]:
    """Card and passages of these entries; no passages of one that has the words nowhere but in its title."""
    below = holds("substr(e.text, length(e.title) + 1)")
    passages = f"CASE WHEN {' OR '.join([below] * len(words))} THEN e.passages END" if words else "NULL"
    places = ", ".join(["%s"] * len(keys)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, e.card, {passages} FROM policies_searchentry e WHERE e.id IN ({places})",  # noqa: S608
            [*words, *keys],
        )
        return {pk: (json.loads(card), json.loads(kept or "[]")) for pk, card, kept in cursor.fetchall()}


def written(wanted: Wanted, today: dt.date, limit: int) -> tuple[str, list[Any]]:
    """The statement and its values.

    What has a word in its title or number comes first, because it ranks before whatever else is found. What is older
    is looked at only where the newer is not enough (`ages`). The proof in the text comes last, row by row, and ends
    where there are enough.
    """
    score, score_values = _score(wanted)
    where, where_values = _where(wanted, today)
    proof, proof_values = _proof(wanted)
    prominent, prominent_values = _prominent(wanted)
    parts, values = [], []
    # One word that stands in the title needs no further proof.
    first_proof, first_values = ("", []) if len(wanted.words) == 1 else (proof, proof_values)
    for match, test in _places(wanted, prominent):
        proven, proofs = (first_proof, first_values) if test == prominent else (proof, proof_values)
        for asked in _by_age(match, today):
            parts.append(_part(asked, [*where, *([test] if test else [])], proven))
            values += [*([asked] if asked else []), *where_values, *prominent_values, *proofs, limit]
    day = connection.ops.adapt_datefield_value(today)
    columns = ", ".join([*COLUMNS[:3], DAY[connection.vendor], FACETS_TODAY, *score])
    statement = f"SELECT {columns} FROM ({' UNION ALL '.join(parts)}) e LIMIT %s"  # noqa: S608  (our own parts)
    return statement, [day, *score_values, *values, limit]


def _places(wanted: Wanted, prominent: str) -> Iterator[tuple[str, str]]:
    """What is asked of the index of words, and what else must hold: the prominent places first, then all others."""
    match = _match(wanted)
    if not prominent:
        yield match, ""
        return
    first = _any([_phrase(one, TITLE) for word in wanted.words for one in word])
    # One word's tokens of the title say that the text has them, too.
    yield _all([first, _match(replace(wanted, words=()) if len(wanted.words) == 1 else wanted)]), prominent
    yield match, f"NOT {prominent}"


def _part(asked: str, where: list[str], proof: str) -> str:
    """The newest of those that match, in their order."""
    source, condition = "policies_searchentry e", " AND ".join(where)
    if asked and connection.vendor == "sqlite":
        source = "policies_searchtokens t JOIN policies_searchentry e ON e.id = t.rowid"
        condition = f"policies_searchtokens MATCH %s AND {condition}"
    elif asked:
        condition = f"e.tokens @@ %s::tsquery AND {condition}"
    columns = [*COLUMNS, "e.state", "e.expires_on", *(["e.text"] if proof else [])]
    rows = f"SELECT {', '.join(columns)} FROM {source} WHERE {condition}"  # noqa: S608  (our own parts)
    if asked and connection.vendor == "postgresql":
        # A fence: in the order of days PostgreSQL would unpack the words of every entry to see whether it matches.
        rows = f"SELECT * FROM ({rows} {FENCE['postgresql']}) e"  # noqa: S608
    rows = f"{rows} ORDER BY e.newest DESC, e.id DESC"
    names = ", ".join(column.removeprefix("e.") for column in columns[: len(COLUMNS) + 2])
    if proof:
        rows = f"SELECT {names} FROM ({rows} {FENCE[connection.vendor]}) e WHERE {proof}"  # noqa: S608
    return f"SELECT * FROM ({rows} LIMIT %s) part"  # noqa: S608


def _by_age(match: str, today: dt.date) -> list[str]:
    """The question stretch by stretch; nothing is asked where neither words nor facets are given."""
    if not match:
        return [""]
    newest, others = _ages(connection.vendor, today)
    sign = "NOT" if connection.vendor == "sqlite" else "& !"
    return [*[_all([match, age]) for age in newest], f"({match} {sign} {others})"]


@lru_cache(maxsize=4)
def _ages(vendor: str, today: dt.date) -> tuple[list[str], str]:
    newest, others = stretches(today)
    return [_any([_token(word) for word in words]) for words in newest], _any([_token(word) for word in others])


def _match(wanted: Wanted) -> str:
    """The words and the chosen facets as one question to the index of words."""
    cuts = [cut for cut in (wanted.words, *wanted.ways) if cut]
    parts = [_any([_all([_any([_phrase(one) for one in word]) for word in cut]) for cut in cuts])] if cuts else []
    for name, values in wanted.facets.items():
        parts.append(_any([_token(f"={name}={value}") for value in values]))
    return _all(parts)


def _phrase(phrase: str, place: str = "") -> str:
    """Anywhere, or in the place whose sign stands before its tokens."""
    wanted = needs(phrase)
    begins = [_token(place + one, begins=True) for one in wanted.beginnings]
    return _all([_token(place + one) for one in wanted.whole] + begins)


def _token(token: str, begins: bool = False) -> str:
    if connection.vendor == "sqlite":
        quoted = '"' + token.replace('"', '""') + '"'
        return f"{quoted}*" if begins else quoted
    quoted = "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"{quoted}:*" if begins else quoted


def _all(parts: list[str]) -> str:
    parts = [part for part in parts if part]
    sign = " AND " if connection.vendor == "sqlite" else " & "
    return f"({sign.join(parts)})" if len(parts) > 1 else "".join(parts)


def _any(parts: list[str]) -> str:
    sign = " OR " if connection.vendor == "sqlite" else " | "
    return f"({sign.join(parts)})" if len(parts) > 1 else "".join(parts)


def holds(column: str) -> str:
    """Whether a column holds a value; a plain look, without patterns."""
    return f"instr({column}, %s) > 0" if connection.vendor == "sqlite" else f"strpos({column}, %s) > 0"


def _where(wanted: Wanted, today: dt.date) -> tuple[list[str], list[Any]]:
    where, values = ["e.published"], []
    if wanted.states or wanted.measures is not None:
        state, state_values = _state(wanted, today)
        where.append(state)
        values += state_values
    if wanted.initials:
        where.append(holds("e.initials"))
        values.append(wanted.initials)
    if wanted.since is not None:
        where.append("e.published_at > %s")
        values.append(connection.ops.adapt_datetimefield_value(wanted.since))
    return where, values


def _prominent(wanted: Wanted) -> tuple[str, list[Any]]:
    """Whether one of the words, or what may stand for it, is in title or number."""
    words = [one for word in wanted.words for one in word]
    tests = [holds(column) for column in ("e.title", "e.numbers") for _word in words]
    return f"({' OR '.join(tests)})" if words else "", words * 2


def _proof(wanted: Wanted) -> tuple[str, list[Any]]:
    """Words whose tokens do not prove that they stand together are looked for in the text itself."""
    cuts, values = [], []
    for cut in (wanted.words, *wanted.ways):
        parts = []
        for word in cut:
            if all(needs(one).proven for one in word):
                continue
            parts.append("(" + " OR ".join([holds("e.text")] * len(word)) + ")")
            values += word
        cuts.append(" AND ".join(parts))
    if not all(cuts):  # one way to cut the words is proven by the index alone
        return "", []
    return "(" + " OR ".join(cuts) + ")", values


def _state(wanted: Wanted, today: dt.date) -> tuple[str, list[Any]]:
    """Validity as of today, as `Policy.state_on` sees it, or one of these measures."""
    parts, values = [], []
    day = connection.ops.adapt_datefield_value(today)
    over = "(e.state = 'in_force' AND e.expires_on IS NOT NULL AND e.expires_on < %s)"
    for state in wanted.states:
        if state == "lapsed":
            parts.append(f"(e.policy_id IS NOT NULL AND (e.state = 'lapsed' OR {over}))")
            values.append(day)
        else:
            parts.append(f"(e.policy_id IS NOT NULL AND e.state = %s AND NOT {over})")
            values += [state, day]
    if wanted.measures is not None:
        keys = sorted(wanted.measures) or [0]
        parts.append(f"e.measure_id IN ({', '.join(['%s'] * len(keys))})")
        values += keys
    return "(" + " OR ".join(parts) + ")", values


def _score(wanted: Wanted) -> tuple[list[str], list[Any]]:
    """A column for each word: how prominently it stands in the entry."""
    columns, values = [], []
    for word in dict.fromkeys(word for cut in (wanted.words, *wanted.ways) for word in cut):
        typed, others = word[0], word[1:]
        cases = [(holds("e.numbers"), "number", typed), (holds("e.title"), "title", typed)]
        cases += [(holds("e.title"), "title_other", one) for one in others]
        cases += [(holds("e.lead"), "lead", typed)]
        cases += [(holds("e.lead"), "lead_other", one) for one in others]
        columns.append(
            "CASE " + " ".join(f"WHEN {test} THEN {WEIGHTS[name]}" for test, name, _one in cases) + " ELSE 0 END"
        )
        values += [one for _test, _name, one in cases]
    return columns, values

"""One question to the database: which entries hold the words, at most so many, each with what its rank depends on.

The tokens of a word are looked up in the index of words; a word that they do not prove is looked for in the text of
those entries. Every value is a parameter, and every token is quoted on top of it.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import connection

from policies.search.ages import stretches
from policies.search.ranking import WEIGHTS
from policies.search.text import needs

# More candidates are neither ranked nor counted: exact totals of common words cost a second at 100,000 documents.
MOST = 1000
COLUMNS = (
    "e.id", "e.policy_id", "e.measure_id", "e.newest", "e.facets", "e.state", "e.expires_on",
    "e.numbers", "e.title", "e.lead",
)  # fmt: skip
# So many of them are given back; the others are looked through for the words.
FACTS = 7
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
    """A row as the database gives it: a thousand of them are ranked for a page that shows twenty."""

    __slots__ = ()
    pk = property(itemgetter(0))
    policy = property(itemgetter(1))
    measure = property(itemgetter(2))
    newest = property(itemgetter(3))
    facets = property(itemgetter(4))
    state = property(itemgetter(5))
    expires_on = property(itemgetter(6))
    # For each word, how prominently it stands in the entry.
    scores = property(itemgetter(slice(FACTS, None)))


def candidates(wanted: Wanted, today: dt.date, limit: int = MOST + 1) -> list[Row]:
    """At most `limit` rows, the newest where there are more."""
    statement, values = written(wanted, today, limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [Row(_typed(row)) for row in rows] if connection.vendor == "sqlite" else list(map(Row, rows))


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


def _typed(row: Sequence[Any]) -> list[Any]:
    """SQLite gives days as texts."""
    cells = list(row)
    for place in (3, 6):
        if isinstance(cells[place], str):
            cells[place] = dt.date.fromisoformat(cells[place])
    return cells


def written(wanted: Wanted, today: dt.date, limit: int) -> tuple[str, list[Any]]:
    """The statement and its values. What is older is looked at only where the newer is not enough (`ages`)."""
    score, score_values = _score(wanted)
    where, where_values = _where(wanted, today)
    parts, values = [], []
    for match in _matches(wanted, today):
        parts.append(_part(len(parts), bool(match), where))
        values += [*([match] if match else []), *where_values, limit]
    columns = ", ".join([*COLUMNS[:FACTS], *score])
    statement = f"SELECT {columns} FROM ({' UNION ALL '.join(parts)}) e LIMIT %s"  # noqa: S608  (our own parts)
    return statement, [*score_values, *values, limit]


def _part(number: int, by_words: bool, where: list[str]) -> str:
    """The newest of those that match, in their order."""
    source, condition = "policies_searchentry e", " AND ".join(where)
    if by_words and connection.vendor == "sqlite":
        source = "policies_searchtokens t JOIN policies_searchentry e ON e.id = t.rowid"
        condition = f"policies_searchtokens MATCH %s AND {condition}"
    elif by_words:
        condition = f"e.tokens @@ %s::tsquery AND {condition}"
    rows = f"SELECT {', '.join(COLUMNS)} FROM {source} WHERE {condition}"  # noqa: S608  (our own parts)
    if by_words and connection.vendor == "postgresql":
        # A fence: in the order of days PostgreSQL would unpack the words of every entry to see whether it matches.
        rows = f"SELECT * FROM ({rows} OFFSET 0) e"  # noqa: S608
    return f"SELECT * FROM ({rows} ORDER BY e.newest DESC, e.id DESC LIMIT %s) part{number}"  # noqa: S608


def _matches(wanted: Wanted, today: dt.date) -> list[str]:
    """What is asked of the index of words, stretch by stretch; nothing where neither words nor facets are given."""
    match = _match(wanted)
    if not match:
        return [""]
    newest, others = stretches(today)
    parts = [_all([match, _any([_token(word) for word in words])]) for words in newest]
    sign = "NOT" if connection.vendor == "sqlite" else "& !"
    return [*parts, f"({match} {sign} {_any([_token(word) for word in others])})"]


def _match(wanted: Wanted) -> str:
    """The words and the chosen facets as one question to the index of words."""
    cuts = [cut for cut in (wanted.words, *wanted.ways) if cut]
    parts = [_any([_all([_any([_phrase(one) for one in word]) for word in cut]) for cut in cuts])] if cuts else []
    for name, values in wanted.facets.items():
        parts.append(_any([_token(f"={name}={value}") for value in values]))
    return _all(parts)


def _phrase(phrase: str) -> str:
    wanted = needs(phrase)
    return _all([_token(one) for one in wanted.whole] + [_token(one, begins=True) for one in wanted.beginnings])


def _token(token: str, begins: bool = False) -> str:
    if connection.vendor == "sqlite":
        quoted = '"' + token.replace('"', '""') + '"'
        return f"{quoted}*" if begins else quoted
    quoted = "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"{quoted}:*" if begins else quoted


def _all(parts: list[str]) -> str:
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
    proof, proof_values = _proof(wanted)
    if proof:
        where.append(proof)
        values += proof_values
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
            parts.append(
                f"(e.policy_id IS NOT NULL AND e.state = %s AND NOT {over.replace('e.expires_on <', 'e.expires_on <')})"
            )
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

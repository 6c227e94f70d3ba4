"""From a question to results: the words, what stands for them, other ways to cut them, order and counts."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from django.db.models import QuerySet

from policies.offers import Offer
from policies.search import ranking
from policies.search.query import FACETS, SearchQuery
from policies.search.statement import MOST, Alternatives, Row, Wanted, candidates
from policies.search.synonyms import known, others
from policies.search.text import is_wide, runs
from policies.search.windows_now import windows_now
from portal.core import clock

WINDOW_STATES = {"open": ("open", "closing"), "upcoming": ("upcoming",), "closed": ("closed",)}
# With fewer results than a page has lines, words are also looked for apart from each other.
ENOUGH = 10
SHORTEST_CUT = 4
SAVED_MOST = 20_000
MOST_WAYS = 24
INITIALS = re.compile("[a-z]{3,12}")
MEASURE_OF, FACETS_OF = itemgetter(2), itemgetter(4)


@dataclass
class Found:
    """`rows` in their order; `counts` by facet and value; `more`: there are more than were ranked."""

    rows: list[Row]
    counts: dict[str, Counter[str]]
    windows: Mapping[int, Offer]
    more: bool = False
    also: tuple[str, ...] = ()
    loosely: int = 0
    words: list[str] = field(default_factory=list)


def find(query: SearchQuery, most: int = MOST) -> Found:
    """At most `most` results in the order that the query asks for, with the counts of its facets."""
    today, windows = clock.today(), windows_now()
    wanted = _wanted(query, windows)
    strict, loose = candidates(wanted, today, most + 1), []
    if len(strict) < ENOUGH and (looser := loosened(wanted)):
        seen = {row.pk for row in strict}
        loose = [row for row in candidates(looser, today, most) if row.pk not in seen]
    if not strict and not loose and (initials := _initials(query)):
        loose = candidates(replace(wanted, words=(), initials=initials), today, most)
    return Found(
        rows=_ordered(strict, loose, query, windows)[:most],
        counts=_counts(strict + loose, query, wanted, windows, today, most + 1),
        windows=windows,
        more=len(strict) > most,
        also=tuple(dict.fromkeys(one for word in wanted.words for one in word[1:])),
        loosely=len(loose),
        words=marked_words(wanted),
    )


def matching_ids(query: SearchQuery, since: dt.datetime | None = None) -> tuple[set[int], set[int]]:
    """Keys of the published documents and measures that a saved search finds, with all of its words."""
    wanted = replace(_wanted(query, windows_now()), since=since)
    rows = candidates(wanted, clock.today(), SAVED_MOST)
    return {row.policy for row in rows if row.policy}, {row.measure for row in rows if row.measure}


def api_filter(rows: QuerySet, words: str) -> QuerySet:
    """A queryset of policies or measures, narrowed to what the words find; unchanged without words."""
    query = SearchQuery(words=words[:100])
    if not query.phrases:
        return rows.none() if words.strip() else rows
    policies, measures = matching_ids(query)
    return rows.filter(pk__in=policies if rows.model._meta.model_name == "policy" else measures)


def marked_words(wanted: Wanted) -> list[str]:
    """What is highlighted: longer words first, so that the whole is marked before its part."""
    found = {one for cut in (wanted.words, *wanted.ways) for word in cut for one in word}
    return sorted(found, key=lambda one: (-len(one), one))


def _wanted(query: SearchQuery, windows: Mapping[int, Offer]) -> Wanted:
    states, fixed = query.chosen.get("state", ()), query.fixed
    in_window = {state for name in states for state in WINDOW_STATES.get(name, ())}
    measures = frozenset(key for key, window in windows.items() if window.state in in_window) if in_window else None
    return Wanted(
        words=tuple((phrase,) if phrase in fixed else (phrase, *others(phrase)) for phrase in query.phrases),
        fixed=fixed,
        facets={name: values for name, values in query.chosen.items() if name != "state"},
        states=tuple(state for state in states if state not in WINDOW_STATES),
        measures=measures,
    )


def _initials(query: SearchQuery) -> str:
    """What may be the initials of a title's pinyin: hwc for 海外仓. Looked for only where nothing else is found."""
    return query.phrases[0] if len(query.phrases) == 1 and INITIALS.fullmatch(query.phrases[0]) else ""


def loosened(wanted: Wanted) -> Wanted | None:
    """The same with long words cut in two, in every way, or with one of the words left out.

    海外仓补助 is found where 海外仓 stands with 补助 somewhere else; of three words two are better than nothing.
    """
    ways: list[tuple[Alternatives, ...]] = [()]
    for word in wanted.words:
        cuts = [] if word[0] in wanted.fixed else _cuts(word)
        ways = [(*way, *cut) for way in ways for cut in [(word,), *cuts]][:MOST_WAYS]
    if len(wanted.words) > 1:
        places = [place for place, word in enumerate(wanted.words) if word[0] not in wanted.fixed]
        ways += [(*wanted.words[:place], *wanted.words[place + 1 :]) for place in places]
    ways = [way for way in dict.fromkeys(ways) if way != wanted.words]
    return replace(wanted, words=(), ways=tuple(ways)) if ways else None


def _cuts(word: Alternatives) -> list[tuple[Alternatives, ...]]:
    """Around the words that staff keep, and in two at every place."""
    typed = word[0]
    if len(word) > 1 or len(typed) < SHORTEST_CUT or not any(map(is_wide, typed)):
        return []
    first = next(iter(runs(typed)))
    # Not within a number or an English word.
    inner = [place for place in range(2, len(typed) - 1) if is_wide(typed[place - 1]) or is_wide(typed[place])]
    places = inner if is_wide(typed[0]) else [len(first)]
    halves = [(typed[:place], typed[place:]) for place in places]
    cuts = [tuple(around_known(typed)), *(pair for pair in halves if all(half.isalnum() for half in pair))]
    return [tuple((part, *others(part)) for part in cut) for cut in dict.fromkeys(cuts) if len(cut) > 1]


def around_known(typed: str) -> list[str]:
    """2026年服务外包申报通知 is 2026年, 服务外包 and 申报通知, because staff keep the last two words."""
    inside = [one for one in known() if 1 < len(one) < len(typed) and one in typed]
    if not inside:
        return [typed] if len(typed) > 1 else []
    longest = max(inside, key=lambda one: (len(one), one))
    before, _word, after = typed.partition(longest)
    return [*around_known(before), longest, *around_known(after)]


def _ordered(strict: list[Row], loose: list[Row], query: SearchQuery, windows: Mapping[int, Offer]) -> list[Row]:
    rows = strict + loose
    if query.order == "newest":
        return sorted(rows, key=lambda row: (row.newest, row.pk), reverse=True)
    # Strict and loose results have words of their own; they never mix, because loose ones come last.
    scores = [*ranking.scores(strict, windows), *ranking.scores(loose, windows)]
    # Equals stay in the order in which they were found: the newest first.
    places = sorted(range(len(strict)), key=scores.__getitem__, reverse=True)
    places += sorted(range(len(strict), len(rows)), key=scores.__getitem__, reverse=True)
    if query.order == "left":
        places.sort(key=lambda place: ranking.by_days_left(windows, rows[place].measure))
    return [rows[place] for place in places]


def _counts(
    rows: list[Row], query: SearchQuery, wanted: Wanted, windows: Mapping[int, Offer], today: dt.date, limit: int
) -> dict[str, Counter[str]]:
    """Of each facet, as if nothing were chosen in it: choosing a second value must show what it would add."""
    counts = _counted(rows, windows)
    for name in query.chosen:
        loose = _wanted(query.without(name), windows)
        others_rows = candidates(replace(loose, words=wanted.words, ways=wanted.ways), today, limit)
        counts[name] = _counted(others_rows, windows)[name]
    return counts


def _counted(rows: Sequence[Row], windows: Mapping[int, Offer]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    # One long text and one count, because each step for each row shows in the time of the page.
    for token, number in Counter(" ".join(map(FACETS_OF, rows)).split()).items():
        name, _sign, value = token.partition("=")
        if name in counts:
            counts[name][value] = number
    for key in map(MEASURE_OF, rows):
        if key and (window := windows.get(key)):
            counts["state"]["open" if window.is_open else window.state] += 1
    return counts

"""The public's pages about versions: the list, and the comparison of two with its marks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from policies.document_texts import reader_half
from policies.editing.differences import IN, OUT, Piece
from policies.history.differences import CLAUSE, FACT, KIND_LABELS, LANGUAGES, TEXT, Difference
from policies.history.measures import compare_measures
from policies.history.names import read_names
from policies.history.policies import compare_policies
from policies.history.runs import Effort, runs
from policies.models import Measure, Policy, Revision
from policies.rulebook import vocabulary

MOST_VERSIONS = 200
# A page shows so many changed clauses, conditions and texts; whatever is past it is counted.
MOST_SHOWN = 200
TEXT_LABELS = {
    "title": _("Title"),
    "issuer": _("Issuer"),
    "summary": _("Summary"),
    "reading": _("In plain words"),
}


@dataclass(frozen=True)
class Version:
    """A published version in the list, with the way to what it changed."""

    number: int
    at: Any
    sentence: str
    changes_url: str
    is_current: bool


@dataclass(frozen=True)
class Marked:
    """A difference with the runs of its two sides."""

    difference: Difference
    old: list[Piece]
    new: list[Piece]


@dataclass(frozen=True)
class Group:
    """A clause, condition or text with the languages in which it differs."""

    label: str
    kind: str
    kind_label: str
    anchor: str
    sides: list[Marked]


@dataclass
class Comparison:
    """Two versions and all that differs."""

    old: Revision
    new: Revision
    sentences: list[str]
    facts: list[Difference] = field(default_factory=list)
    moved: list[Difference] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    left_out: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.moved or self.groups)


def published(target: Policy | Measure, user: Any) -> Any:
    """The versions of a thing that exist for this reader, the newest first."""
    column = "policy" if isinstance(target, Policy) else "measure"
    found = Revision.objects.visible_to(user).published().filter(**{column: target})
    return found.order_by("-version")


def versions_of(target: Policy | Measure, user: Any) -> list[Version]:
    rows = list(published(target, user).defer("content")[:MOST_VERSIONS])
    before = [*rows[1:], None]
    return [_version(target, row, older, row is rows[0]) for row, older in zip(rows, before, strict=True)]


def _version(target: Policy | Measure, row: Revision, older: Revision | None, is_current: bool) -> Version:
    url = f"{target.get_absolute_url()}history/{older.version}..{row.version}/" if older else ""
    return Version(row.version or 0, row.published_at, row.summary, url, is_current)


def comparison(target: Policy | Measure, user: Any, old: int, new: int) -> Comparison | None:
    """None where one of the versions is not there, or where they are not in their order."""
    rows = {row.version: row for row in published(target, user).defer("content")[:MOST_VERSIONS]}
    if old >= new or not {old, new} <= rows.keys():
        return None
    between = sorted(version for version in rows if old < version <= new)
    sentences = [rows[version].summary for version in between if rows[version].summary]
    found = Comparison(rows[old], rows[new], sentences)
    return _filled(found, _differences(target, user, rows[old].content, rows[new].content))


def _differences(target: Policy | Measure, user: Any, old: Any, new: Any) -> list[Difference]:
    names = read_names(user, old, new)
    if isinstance(target, Measure):
        return compare_measures(old, new, vocabulary(), names)
    return compare_policies(old, new, names)


def _filled(found: Comparison, differences: Iterable[Difference]) -> Comparison:
    effort = Effort()
    groups: dict[str, list[Difference]] = {}
    for one in differences:
        if one.part == FACT:
            found.facts.append(one)
        elif one.kind == "moved":
            found.moved.append(one)
        elif len(groups) >= MOST_SHOWN and _key(one) not in groups:
            found.left_out += 1
        else:
            groups.setdefault(_key(one), []).append(one)
    own = LANGUAGES[reader_half()]
    for sides in groups.values():
        sides.sort(key=lambda one: one.language != own)  # what the reader reads first
        found.groups.append(_group([marked(one, effort) for one in sides]))
    return found


def _key(one: Difference) -> str:
    """Both languages of a clause or of a text belong together."""
    return one.key.removesuffix("_zh").removesuffix("_en") if one.part == TEXT else f"{one.part}:{one.number}"


def marked(one: Difference, effort: Effort | None = None) -> Marked:
    pieces = runs(one.old, one.new, effort)
    return Marked(
        one, [piece for piece in pieces if piece.kind != IN], [piece for piece in pieces if piece.kind != OUT]
    )


def _group(sides: list[Marked]) -> Group:
    first = sides[0].difference
    label = first.label
    if first.part == TEXT and first.language:
        label = TEXT_LABELS[first.key.rpartition("_")[0]]
    kinds = {side.difference.kind for side in sides}
    kind = first.kind if len(kinds) == 1 else "changed"
    clause = first.part == CLAUSE and kind != "removed"
    return Group(
        label=str(label),
        kind=kind,
        kind_label=str(KIND_LABELS[kind]),
        anchor=f"#clause-{first.number.replace('.', '-')}" if clause else "",
        sides=sides,
    )

"""English halves that are older than their Chinese: found by comparing with what is published."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from policies.editing.editors import Content
from policies.editing.policy_content import PAIRS

CLAUSE = "clause:"


def mark_stale(content: Content, published: Content | None, still_right: Mapping[str, str]) -> None:
    """Write `stale` of the columns and of each clause.

    A half is stale while its Chinese differs from the published one and its English does not, or while it was stale
    as published and its English was not touched; unless its author said of exactly this Chinese that it is right.
    """
    stale = {name for name, _zh in _stale(content, published, still_right)}
    content["stale"] = sorted(name for name in stale if not name.startswith(CLAUSE))
    for clause in content["clauses"]:
        clause["stale"] = f"{CLAUSE}{clause['number']}" in stale


def digest(text: str) -> str:
    """What `still_right` keeps of a Chinese text: enough to see that it is another one."""
    return sha256(text.encode()).hexdigest()[:16]


def _stale(content: Content, published: Content | None, still_right: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    before = {name: (zh, en, old) for name, zh, en, old in _halves(published)} if published else {}
    for name, zh, en, _old in _halves(content):
        if name not in before or not en or still_right.get(name) == digest(zh):
            continue
        old_zh, old_en, was_stale = before[name]
        if en == old_en and (was_stale or (zh != old_zh and old_zh)):
            yield name, zh


def _halves(content: Content) -> Iterator[tuple[str, str, str, bool]]:
    """Name of the English half, Chinese text, English text, whether it is marked."""
    fields = content["fields"]
    for chinese, english in PAIRS:
        yield english, fields.get(chinese) or "", fields.get(english) or "", english in content.get("stale", [])
    for clause in content.get("clauses", []):
        yield f"{CLAUSE}{clause['number']}", clause["text_zh"], clause["text_en"], bool(clause.get("stale"))

"""What differs between two snapshots of an application, by target."""

from typing import Any

from enterprises.models import Application


def changed_targets(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    """Facts, answers and papers whose value, or whose files, are not the same."""
    changed = {f"fact:{name}" for name in _differing(old["facts"], new["facts"])}
    changed |= {f"answer:{name}" for name in _differing(old["answers"], new["answers"])}
    return changed | {f"paper:{code}" for code in _differing(_files(old), _files(new))}


def changed_since_last(application: Application) -> set[str]:
    """What the last corrections changed; nothing when the application was sent once."""
    last = list(application.snapshots.order_by("-number").values_list("content", flat=True)[:2])
    return changed_targets(last[1], last[0]) if len(last) == 2 else set()


def _differing(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _files(content: dict[str, Any]) -> dict[str, list[str]]:
    """The hashes of the files given for each paper: a file that was given again under another name is the same."""
    found: dict[str, list[str]] = {}
    for paper in content["papers"]:
        found.setdefault(paper["code"], []).append(paper["sha256"])
    return {code: sorted(hashes) for code, hashes in found.items()}

"""Everything that the portal keeps of a person, as a table for the page and as data for the export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.accounts.models import User
from talent import clear, sealed
from talent.models import Person
from talent.models.people import Identity

# Other parts of the portal add what they keep: a name and what stands in the export under it.
Part = Callable[[Person], dict[str, Any]]
parts: list[Part] = []
NAMES = ("latin_name", "own_name", "chinese_name", "nationality")


def register(part: Part) -> None:
    if part not in parts:
        parts.append(part)


def as_data(person: Person, viewer: User) -> dict[str, Any]:
    """The whole of it in clear, for the person alone; each sealed value counts as a look of their own."""
    data: dict[str, Any] = {
        "account": {
            "email": viewer.email,
            "name": viewer.name,
            "language": viewer.language,
            "since": viewer.date_joined,
        },
        "person": _identity(person, viewer),
        "family": [
            _identity(member, viewer) | {"relation": member.relation} for member in person.family.filter(erased_at=None)
        ],
        "papers": [
            {
                "file": file_name(paper),
                "kind": paper.kind,
                "given_at": paper.given_at,
                "sha256": paper.attachment.sha256,
            }
            for paper in person.papers.select_related("attachment")
        ],
        "consents": list(person.consents.values("kind", "version", "language", "given_at", "withdrawn_at")),
        "seen_in_clear": list(person.clear_views.values("field", "viewer_label", "why", "case_number", "at")),
    }
    for part in parts:
        data |= part(person)
    return data


def file_name(paper: Any) -> str:
    return f"papers/{paper.pk}-{paper.attachment.original_name}"


def _identity(subject: Identity, viewer: User) -> dict[str, Any]:
    values = {
        field: clear.reveal(subject, field, viewer, "export") for field in sealed.FIELDS if sealed.has(subject, field)
    }
    times = {"created_at": subject.created_at, "updated_at": subject.updated_at}
    return {name: getattr(subject, name) for name in NAMES} | values | times

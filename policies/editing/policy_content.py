"""A policy document as data, and back: what a version keeps of it."""

import datetime as dt
from typing import Any

from django.db import models

from policies.editing.editors import Content
from policies.models import Clause, Contact, FocusArea, Policy, Safeguard, TradeCategory
from portal.accounts.models import District

COLUMNS = (
    "code", "slug", "title_zh", "title_en", "kind", "level", "issuer_zh", "issuer_en", "document_number", "issued_on",
    "reported_on", "effective_on", "expires_on", "state", "summary_zh", "summary_en", "reading_zh", "reading_en",
    "audiences", "is_demo", "published",
)  # fmt: skip
# Halves of one text: the English follows the Chinese, which alone is authentic.
PAIRS = (("title_zh", "title_en"), ("issuer_zh", "issuer_en"), ("summary_zh", "summary_en"),
         ("reading_zh", "reading_en"))  # fmt: skip
CONTACT = ("name_zh", "name_en", "phone", "email", "hours_zh", "hours_en")
LINKED: dict[str, type[models.Model]] = {
    "areas": FocusArea,
    "safeguards": Safeguard,
    "categories": TradeCategory,
    "districts": District,
    "based_on": Policy,
}


def read_policy(policy: Policy) -> Content:
    return {
        "fields": {name: plain(getattr(policy, name)) for name in COLUMNS},
        **{name: sorted(getattr(policy, name).values_list("code", flat=True)) for name in LINKED},
        "supersedes": policy.supersedes.code if policy.supersedes else None,
        "contacts": [{name: getattr(row, name) for name in CONTACT} for row in policy.contacts.all()],
        "clauses": [
            {"number": row.number, "text_zh": row.text_zh, "text_en": row.text_en, "stale": row.stale}
            for row in policy.clauses.all()
        ],
        "stale": sorted(policy.stale),
    }


def empty_policy() -> Content:
    fields = {name: plain(Policy._meta.get_field(name).get_default()) for name in COLUMNS}
    return {
        "fields": {name: "" if value is None and not name.endswith("_on") else value for name, value in fields.items()}
        | {"document_number": None},
        **{name: [] for name in LINKED},
        "supersedes": None,
        "contacts": [],
        "clauses": [],
        "stale": [],
    }


def plain(value: Any) -> Any:
    """What JSON can hold: days as texts."""
    return value.isoformat() if isinstance(value, dt.date) else value


def write_columns(content: Content, policy: Policy) -> Policy:
    """The columns of the content on this instance, which is not saved. Raises ValidationError for what is none."""
    for name, value in content["fields"].items():
        setattr(policy, name, Policy._meta.get_field(name).to_python(value))
    policy.stale = list(content.get("stale", []))
    return policy


def apply_policy(content: Content, policy: Policy | None) -> Policy:
    policy = write_columns(content, policy or Policy())
    policy.supersedes = Policy.objects.get(code=content["supersedes"]) if content.get("supersedes") else None
    policy.save()
    for name, model in LINKED.items():
        getattr(policy, name).set(model._default_manager.filter(code__in=content.get(name, [])))
    _apply_clauses(content.get("clauses", []), policy)
    _apply_contacts(content.get("contacts", []), policy)
    return policy


def _apply_clauses(wanted: list[dict[str, Any]], policy: Policy) -> None:
    """Matched by number, so that a clause that did not change keeps its row; others are written one by one."""
    known = {row.number: row for row in policy.clauses.all()}
    for order, clause in enumerate(wanted):
        row = known.pop(clause["number"], None) or Clause(policy=policy, number=clause["number"])
        values = {"text_zh": clause["text_zh"], "text_en": clause["text_en"], "order": order}
        values["stale"] = bool(clause.get("stale"))
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
    policy.clauses.filter(pk__in=[row.pk for row in known.values()]).delete()


def _apply_contacts(wanted: list[dict[str, str]], policy: Policy) -> None:
    """Nothing refers to a contact, so a list that changed is written anew."""
    if [{name: getattr(row, name) for name in CONTACT} for row in policy.contacts.all()] == wanted:
        return
    policy.contacts.all().delete()
    for order, contact in enumerate(wanted):
        Contact.objects.create(policy=policy, order=order, **{name: contact.get(name, "") for name in CONTACT})

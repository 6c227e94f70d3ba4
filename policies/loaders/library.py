"""Loads policy documents with their clauses (our own shape: a list `policies`)."""

from typing import Any

from django.core.exceptions import ValidationError

from policies.enums import PolicyKind, PolicyLevel, PolicyState
from policies.loaders.reading import Entry, relate
from policies.models import Clause, FocusArea, Policy, Safeguard
from portal.core.loading import Document, Report, loader, upsert

DATES = ("issued_on", "reported_on", "effective_on", "expires_on")
KEYS = (
    "code", "zh", "en", "kind", "level", "issuer_zh", "issuer_en", "document_number", *DATES, "state", "supersedes",
    "summary_zh", "summary_en", "areas", "safeguards", "based_on", "demo", "published", "clauses",
)  # fmt: skip


@loader("policies", keys={"policies"})
def load_policies(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("policies", "demo")
    document.need(("policies",), list)
    seen: set[str] = set()
    for entry in root.entries("policies"):
        entry.only(*KEYS)
        _load_policy(report, entry, entry.once(seen, "code"), root.flag("demo"))
    return report


def _load_policy(report: Report, entry: Entry, code: str, demo: bool) -> None:
    values: dict[str, Any] = {
        **entry.pair("title"),
        "kind": entry.choice("kind", PolicyKind),
        "level": entry.choice("level", PolicyLevel),
        "state": entry.choice("state", PolicyState, PolicyState.IN_FORCE),
        **entry.pair("issuer", "issuer_zh", "issuer_en", required=False),
        **entry.pair("summary", "summary_zh", "summary_en", required=False),
        "is_demo": entry.flag("demo") if entry.has("demo") else demo,
        "published": entry.flag("published") if entry.has("published") else True,
    }
    # What the file leaves open stays as the bureau has filled it in since.
    values |= {name: entry.date(name) for name in DATES if entry.has(name)}
    if entry.has("document_number"):
        values["document_number"] = document_number(entry, "document_number")
    if entry.has("supersedes"):
        values["supersedes"] = named(entry, "supersedes", Policy, entry.text("supersedes"))
    policy = upsert(report, Policy, {"code": code}, values, where=entry.where)
    for name, model in (("areas", FocusArea), ("safeguards", Safeguard), ("based_on", Policy)):
        if entry.has(name):
            relate(report, policy, name, [named(entry, name, model, one) for one in entry.texts(name)])
    if entry.has("clauses"):
        _load_clauses(report, entry, policy)


def _load_clauses(report: Report, entry: Entry, policy: Policy) -> None:
    seen: set[str] = set()
    for order, clause in enumerate(entry.entries("clauses")):
        clause.only("number", "zh", "en")
        key = {"policy": policy, "number": clause.once(seen, "number")}
        upsert(report, Clause, key, {**clause.pair("text"), "order": order}, where=clause.where)
    policy.clauses.exclude(number__in=seen).delete()


def document_number(entry: Entry, key: str) -> str | None:
    """The number in its normal form, so that a misprinted bracket is no change."""
    try:
        return Policy._meta.get_field("document_number").clean(entry.text(key), None)
    except ValidationError as error:
        entry.fail(key, " ".join(error.messages))
        raise


def named(entry: Entry, key: str, model: Any, code: str) -> Any:
    row = model.objects.filter(code=code).first()
    if row is None:
        entry.fail(key, f"no {model._meta.model_name} with the code “{code}” is known")
    return row

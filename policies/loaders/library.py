"""Loads policy documents with their clauses (our own shape: a list `policies`)."""

from typing import Any

from django.core.exceptions import ValidationError

from policies.enums import Audience, PolicyKind, PolicyLevel, PolicyState
from policies.loaders.reading import Entry, relate
from policies.loaders.versions import Sentence, morning, remember_version
from policies.models import Clause, Contact, FocusArea, Policy, Safeguard, TradeCategory
from policies.search import gathered
from portal.accounts.models import District
from portal.core.loading import Document, Report, loader, upsert

DATES = ("issued_on", "reported_on", "effective_on", "expires_on")
RELATIONS = {
    "areas": FocusArea,
    "safeguards": Safeguard,
    "categories": TradeCategory,
    "districts": District,
    "based_on": Policy,
}
PAIRS = {"title": ("zh", "en"), "issuer": ("issuer_zh", "issuer_en"), "summary": ("summary_zh", "summary_en")}
READING = ("reading_zh", "reading_en")
# What an earlier version may have said otherwise; the rest is as in the present one.
EARLIER = (*(key for pair in PAIRS.values() for key in pair), *READING, *DATES, "state", "audience", "clauses")
KEYS = (
    "code", "kind", "level", "document_number", "supersedes", "demo", "published", "published_on", "contacts",
    "versions", *RELATIONS, *EARLIER,
)  # fmt: skip
CONTACT = ("name_zh", "name_en", "phone", "email", "hours_zh", "hours_en")


@loader("policies", keys={"policies"})
def load_policies(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("policies", "demo")
    document.need(("policies",), list)
    seen: set[str] = set()
    with gathered():  # each document is indexed once, however many of its rows change
        for entry in root.entries("policies"):
            entry.only(*KEYS)
            _load_policy(report, entry, entry.once(seen, "code"), root.flag("demo"))
    return report


def _load_policy(report: Report, entry: Entry, code: str, demo: bool) -> None:
    """A document that is new here goes through its earlier versions first, so that its history can be read."""
    versions = list(_versions(entry))
    if not Policy.objects.filter(code=code).exists():
        for earlier, sentence in versions[:-1]:
            policy = _write(Report(), entry, code, demo, earlier)
            remember_version(policy, sentence)
    policy = _write(report, entry, code, demo)
    # The clauses of a demo document are still to be written from its measures, whose loader remembers both.
    if entry.has("clauses") or not (policy.is_demo and policy.kind == PolicyKind.MEASURE):
        remember_version(policy, versions[-1][1] if versions else None)


def _versions(entry: Entry) -> Any:
    """The earlier versions, oldest first, then the present one: what each said otherwise, and its sentence."""
    rows = list(entry.entries("versions"))
    for one in rows:
        one.only("on", "zh", "en", "before")
        if one.has("before") == (one is rows[-1]):
            one.fail(None, "every version but the last says what was different “before”")
        before = one.inner("before") if one.has("before") else None
        if before:
            before.only(*EARLIER, "without")
        yield before, Sentence(one.text("zh"), one.text("en"), morning(one.date("on")))


def _write(report: Report, entry: Entry, code: str, demo: bool, earlier: Entry | None = None) -> Policy:
    """The rows of a document as the file has them, or as an earlier version had them."""
    values = _values(entry) | (_values(earlier, partly=True) if earlier else {})
    values["is_demo"] = entry.flag("demo") if entry.has("demo") else demo
    policy = upsert(report, Policy, {"code": code}, values, where=(earlier or entry).where)
    for name, model in RELATIONS.items():
        if entry.has(name):
            relate(report, policy, name, [named(entry, name, model, one) for one in entry.texts(name)])
    if entry.has("contacts"):
        _load_contacts(report, entry, policy)
    if entry.has("clauses"):
        _load_clauses(report, entry, policy, earlier)
    return policy


def _values(entry: Entry, partly: bool = False) -> dict[str, Any]:
    """The columns. What the file leaves open stays as the bureau has filled it in since."""
    values: dict[str, Any] = {}
    for name, (zh, en) in PAIRS.items():
        if not partly:
            # An English half may come later; until then pages show the Chinese and say so.
            values |= {f"{name}_zh": entry.text(zh, name == "title"), f"{name}_en": entry.text(en, required=False)}
        else:
            values |= {f"{name}_{half}": entry.text(key) for half, key in (("zh", zh), ("en", en)) if entry.has(key)}
    values |= {name: entry.text(name) for name in READING if entry.has(name)}
    values |= {name: entry.date(name) for name in DATES if entry.has(name)}
    if entry.has("audience"):
        values["audiences"] = _audience(entry)
    if not partly or entry.has("state"):
        values["state"] = entry.choice("state", PolicyState, PolicyState.IN_FORCE)
    return values if partly else values | _lasting(entry)


def _lasting(entry: Entry) -> dict[str, Any]:
    """The columns that are the same in every version."""
    values: dict[str, Any] = {
        "kind": entry.choice("kind", PolicyKind),
        "level": entry.choice("level", PolicyLevel),
        "published": entry.flag("published") if entry.has("published") else True,
    }
    if entry.has("published_on"):
        values["published_at"] = morning(entry.date("published_on"))
    if entry.has("document_number"):
        values["document_number"] = document_number(entry, "document_number")
    if entry.has("supersedes"):
        values["supersedes"] = named(entry, "supersedes", Policy, entry.text("supersedes"))
    return values


def _audience(entry: Entry) -> list[str]:
    for number, code in enumerate(entry.texts("audience")):
        if code not in Audience.values:
            path = (*entry.path, "audience", number)
            entry.document.fail(path, f"“{code}” is no audience; known are {', '.join(Audience.values)}")
    return entry.texts("audience")


def _load_contacts(report: Report, entry: Entry, policy: Policy) -> None:
    """A list that changed is written anew: nothing refers to a contact."""
    wanted = [_contact(contact) for contact in entry.entries("contacts")]
    if [{name: getattr(row, name) for name in CONTACT} for row in policy.contacts.all()] == wanted:
        return
    for row in policy.contacts.all():
        row.delete()
    for order, values in enumerate(wanted):
        Contact.objects.create(policy=policy, order=order, **values)
    report.count("changed", "contact")


def _contact(entry: Entry) -> dict[str, str]:
    entry.only(*CONTACT)
    values = {name: entry.text(name, required=name == "name_zh") for name in CONTACT}
    try:
        Contact(**values).clean_fields(exclude=["policy", "area"])
    except ValidationError as error:
        entry.fail(None, "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()))
    return values


def _load_clauses(report: Report, entry: Entry, policy: Policy, earlier: Entry | None = None) -> None:
    """All of them; an earlier version names only those that it had otherwise, and those that it was without."""
    replaced = {one.text("number"): one for one in earlier.entries("clauses")} if earlier else {}
    without = set(earlier.texts("without")) if earlier else set()
    seen: set[str] = set()
    for order, clause in enumerate(entry.entries("clauses")):
        clause.only("number", "zh", "en", "stale")
        number = clause.once(seen, "number")
        source = replaced.pop(number, clause)
        if number not in without:
            _load_clause(report, policy, source, number, order)
    for number, source in replaced.items():
        _load_clause(report, policy, source, number, len(seen))
        seen.add(number)
    for row in policy.clauses.exclude(number__in=seen - without):
        row.delete()


def _load_clause(report: Report, policy: Policy, source: Entry, number: str, order: int) -> None:
    source.only("number", "zh", "en", "stale")
    values = {
        "text_zh": source.text("zh"),
        "text_en": source.text("en", required=False),
        "order": order,
        "stale": source.flag("stale"),
    }
    upsert(report, Clause, {"policy": policy, "number": number}, values, where=source.where)


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

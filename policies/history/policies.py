"""Two versions of a document compared: its facts, its texts, its clauses."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.enums import Audience, PolicyKind, PolicyLevel, PolicyState
from policies.history.clauses import compare_clauses
from policies.history.differences import FACT, LANGUAGES, TEXT, Difference, difference
from policies.history.names import Content, Names, titles
from policies.history.values import comma, day, joined
from policies.models import Policy

TEXTS = ("title", "issuer", "summary", "reading")
CHOICES = {"kind": PolicyKind, "level": PolicyLevel, "state": PolicyState}
DAYS = ("issued_on", "reported_on", "effective_on", "expires_on")
LISTS = {
    "areas": ("area", gettext_lazy("focus areas")),
    "safeguards": ("safeguard", gettext_lazy("safeguards")),
    "categories": ("category", gettext_lazy("trade categories")),
    "districts": ("district", gettext_lazy("districts and zones")),
    "supersedes": ("policy", gettext_lazy("replaces")),
    "based_on": ("policy", gettext_lazy("rests on")),
}


def compare_policies(old: Content, new: Content, names: Names | None = None) -> list[Difference]:
    """Both in the format of a revision's content; an empty one compares with nothing. Labels in the active language."""
    fields = (old.get("fields") or {}, new.get("fields") or {})
    return [
        *_facts(*fields),
        *_lists(old, new, names or {}),
        *difference("contacts", _("contacts"), _contacts(old), _contacts(new)),
        *_texts(*fields),
        *compare_clauses(old.get("clauses") or [], new.get("clauses") or []),
    ]


def _facts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    yield from _fact("document_number", old, new, str)
    for name, choices in CHOICES.items():
        labels = dict(choices.choices)
        yield from _fact(name, old, new, lambda value, labels=labels: labels.get(value, value))
    for name in DAYS:
        yield from _fact(name, old, new, day)
    yield from _fact("audiences", old, new, _audiences)


def _fact(name: str, old: Mapping[str, Any], new: Mapping[str, Any], show: Any) -> list[Difference]:
    """A column that one of the versions did not know yet counts as unchanged: it was not a change of the document."""
    if (name not in old and old) or name not in new:
        return []
    before, after = (show(fields[name]) if fields.get(name) else "" for fields in (old, new))
    return difference(name, label_of(name), before, after, part=FACT)


def _audiences(codes: list[str]) -> str:
    return joined(str(label) for code, label in Audience.choices if code in codes)


def _lists(old: Content, new: Content, names: Names) -> Iterator[Difference]:
    for key, (kind, label) in LISTS.items():
        before, after = (joined(titles(names, kind, content.get(key))) for content in (old, new))
        yield from difference(key, label, before, after, part=FACT)


def _contacts(content: Content) -> str:
    return "\n".join(_contact(one) for one in content.get("contacts") or [])


def _contact(one: Mapping[str, Any]) -> str:
    """In the reader's language as far as it goes."""
    first, second = ("zh", "en") if comma() == "、" else ("en", "zh")
    parts = [one.get(f"name_{first}") or one.get(f"name_{second}"), one.get("phone"), one.get("email")]
    parts.append(one.get(f"hours_{first}") or one.get(f"hours_{second}"))
    return " · ".join(str(part) for part in parts if part)


def _texts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for name in TEXTS:
        for half, language in LANGUAGES.items():
            key = f"{name}_{half}"
            yield from difference(key, label_of(key), old.get(key), new.get(key), part=TEXT, language=language)


def label_of(column: str) -> str:
    return str(Policy._meta.get_field(column).verbose_name)

"""What blocks the publication of a policy document, and what its editor should look at again."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from policies.editing.editors import Content
from policies.editing.policy_content import CONTACT, LINKED, PAIRS, write_columns
from policies.enums import PolicyKind, PolicyLevel, PolicyState
from policies.models import Clause, Contact, Policy

# The city and its districts publish what can be applied for, announced or planned in Chinese and in English, because
# foreign-invested enterprises act on it. Laws, opinions and explanations, and whatever comes from the province or
# the state, may stand here in Chinese alone: their translation is not this portal's to make.
BOTH_LEVELS = frozenset({PolicyLevel.CITY, PolicyLevel.DISTRICT})
BOTH_KINDS = frozenset({PolicyKind.MEASURE, PolicyKind.NOTICE, PolicyKind.PLAN})
REQUIRED = ("code", "title_zh", "kind", "level")
OVER = frozenset({PolicyState.LAPSED, PolicyState.REPEALED, PolicyState.AMENDED})


def label(column: str) -> str:
    return str(Policy._meta.get_field(column).verbose_name)


def needs_both_languages(content: Content) -> bool:
    fields = content["fields"]
    return fields["kind"] in BOTH_KINDS and fields["level"] in BOTH_LEVELS


def policy_problems(content: Content) -> list[str]:
    missing = [name for name in REQUIRED if not content["fields"].get(name)]
    found = [_("Fill in “%(field)s”.") % {"field": label(name)} for name in missing]
    if not missing:
        found += _of_columns(content)
    found += [*_of_numbers(content), *_of_links(content), *_of_clauses(content), *_of_contacts(content)]
    if needs_both_languages(content):
        found += _of_halves(content)
    return found


def policy_warnings(content: Content) -> list[str]:
    """What does not block, but is most often an oversight."""
    state, code = content["fields"].get("state"), content["fields"].get("code")
    if state in OVER and not Policy.objects.filter(supersedes__code=code).exists():
        return [
            _("This document is marked as “%(state)s”, but no document says that it replaces this one.")
            % {"state": PolicyState(state).label}
        ]
    return []


def _of_columns(content: Content) -> Iterator[str]:
    """What the table itself refuses: the same checks, the same words."""
    policy = Policy()
    if content.get("base") is not None:
        policy = Policy.objects.filter(code=content["fields"]["code"]).first() or policy
    try:
        write_columns(content, policy)
        policy.full_clean(exclude={"supersedes"})
    except ValidationError as error:
        known = {field.name for field in Policy._meta.fields}
        for name, texts in getattr(error, "message_dict", {"": error.messages}).items():
            yield from (_(": ").join([label(name), text]) if name in known else text for text in texts)


def _of_numbers(content: Content) -> Iterator[str]:
    number, code = content["fields"].get("document_number"), content["fields"].get("code")
    twin = Policy.objects.filter(document_number=number).exclude(code=code).first() if number else None
    if twin is not None:
        yield _("The document number %(number)s belongs to “%(title)s” already.") % {
            "number": number,
            "title": twin.title,
        }


def _of_links(content: Content) -> Iterator[str]:
    code = content["fields"].get("code")
    linked = {name: content.get(name) or [] for name in LINKED} | {"supersedes": [content.get("supersedes")]}
    for name, codes in linked.items():
        wanted = {one for one in codes if one}
        model = LINKED.get(name, Policy)
        known = set(model._default_manager.filter(code__in=wanted).values_list("code", flat=True)) if wanted else set()
        for unknown in sorted(wanted - known):
            yield _("%(field)s: “%(code)s” is not known.") % {"field": label(name), "code": unknown}
        if code in wanted and model is Policy:
            yield _("%(field)s: a document can’t name itself.") % {"field": label(name)}


def _of_clauses(content: Content) -> Iterator[str]:
    clauses = content.get("clauses", [])
    for number, times in Counter(clause["number"] for clause in clauses).items():
        if times > 1 and number:
            yield _("Clause %(number)s stands here %(times)s times.") % {"number": number, "times": times}
    for place, clause in enumerate(clauses, start=1):
        if not clause["number"]:
            yield _("Row %(place)s of the clauses has no number.") % {"place": place}
        elif not clause["text_zh"]:
            yield _("Clause %(number)s has no Chinese text.") % {"number": clause["number"]}
        elif len(clause["number"]) > (Clause._meta.get_field("number").max_length or 0):
            yield _("The number of clause %(number)s is too long.") % {"number": clause["number"]}


def _of_contacts(content: Content) -> Iterator[str]:
    for place, contact in enumerate(content.get("contacts", []), start=1):
        row = Contact(**{name: contact.get(name, "") for name in CONTACT})
        try:
            row.full_clean(exclude={"policy", "area"}, validate_constraints=False)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                field = Contact._meta.get_field(name).verbose_name
                yield _("Contact %(place)s, %(field)s: %(problem)s") % {
                    "place": place,
                    "field": field,
                    "problem": " ".join(texts),
                }


def _of_halves(content: Content) -> Iterator[str]:
    fields, stale = content["fields"], set(content.get("stale", []))
    for chinese, english in PAIRS:
        for one, other in ((chinese, english), (english, chinese)):
            if fields.get(one) and not fields.get(other):
                yield _("Fill in “%(field)s”: this document is kept in both languages.") % {"field": label(other)}
        if fields.get(english) and english in stale:
            yield _("“%(field)s” is older than its Chinese: change it, or say that it is still right.") % {
                "field": label(english)
            }
    yield from _of_clause_halves(content.get("clauses", []))


def _of_clause_halves(clauses: Iterable[dict]) -> Iterator[str]:
    for clause in clauses:
        if not clause["text_en"]:
            yield _("Clause %(number)s has no English: this document is kept in both languages.") % {
                "number": clause["number"]
            }
        elif clause.get("stale"):
            yield _(
                "The English of clause %(number)s is older than its Chinese: change it, or say that it is right."
            ) % {"number": clause["number"]}

"""The editor of policy documents."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from policies.editing.differences import Difference
from policies.editing.editors import Content
from policies.editing.policy_content import CONTACT, LINKED, apply_policy, empty_policy, plain, read_policy
from policies.editing.policy_form import COLUMNS, NAMED, TICKED, PolicyForm, clause_rows, contact_rows
from policies.editing.policy_problems import needs_both_languages, policy_problems, policy_warnings
from policies.editing.staleness import CLAUSE, digest, mark_stale
from policies.history import compare_policies, read_names
from policies.models import Policy
from portal.accounts.models import User

EMPTY_ROWS = 3
CLAUSE_TEXT = ("number", "text_zh", "text_en")


class PolicyEditor:
    template = "admin/policies/revision/_policy.html"
    needs_both_languages = staticmethod(needs_both_languages)

    @classmethod
    def read(cls, target: Policy) -> Content:
        return read_policy(target)

    @classmethod
    def empty(cls) -> Content:
        return empty_policy()

    @classmethod
    def apply(cls, content: Content, target: Policy | None) -> Policy:
        return apply_policy(content, target)

    @classmethod
    def problems(cls, content: Content) -> list[str]:
        return policy_problems(content)

    @classmethod
    def warnings(cls, content: Content) -> list[str]:
        return policy_warnings(content)

    @classmethod
    def compare(cls, old: Content, new: Content) -> list[Difference]:
        return compare_policies(old, new, read_names(User(is_staff=True), old, new))

    @classmethod
    def with_rows(cls, content: Content, name: str) -> Content:
        """Three empty rows more at the end of the clauses or contacts."""
        columns = {"clauses": CLAUSE_TEXT, "contacts": CONTACT}.get(name)
        if columns is None:
            return content
        return content | {name: content[name] + [dict.fromkeys(columns, "") for _row in range(EMPTY_ROWS)]}

    def __init__(self, content: Content, data: Mapping[str, Any] | None = None) -> None:
        self.before = content
        self.form = PolicyForm(content, data)
        self.clauses, self.contacts = clause_rows(content, data), contact_rows(content, data)

    def is_valid(self) -> bool:
        """All three, so that the page names everything that can't be read at once."""
        return all([self.form.is_valid(), self.clauses.is_valid(), self.contacts.is_valid()])

    def faults(self) -> list[dict[str, str]]:
        """What can't be read, for the summary at the top of the page: a sentence, and the way to its field."""
        found = [
            {"message": text, "url": ""} for rows in (self.clauses, self.contacts) for text in rows.non_form_errors()
        ]
        for form in (self.form, *self.clauses, *self.contacts):
            for field in form:
                found += [
                    {"message": _(": ").join([str(field.label), str(text)]), "url": f"#{field.auto_id}"}
                    for text in field.errors
                ]
        return found

    def content(self) -> Content:
        given = self.form.cleaned_data
        content = self.before | {
            "fields": {name: plain(given[name]) for name in COLUMNS},
            **{name: sorted(given[name]) for name in TICKED},
            **{name: given[name] for name in NAMED},
            "clauses": self._clauses(),
            "contacts": [{name: row[name] or "" for name in CONTACT} for row in _kept(self.contacts, CONTACT)],
        }
        content["still_right"] = self._still_right(content)
        mark_stale(content, self._published(), content["still_right"])
        return content

    def context(self) -> dict[str, Any]:
        return {"form": self.form, "clauses": self.clauses, "contacts": self.contacts, "linked": list(LINKED)}

    def _clauses(self) -> list[dict[str, Any]]:
        rows = _kept(self.clauses, CLAUSE_TEXT)
        last = max((row["order"] or 0 for row in rows), default=0)
        ordered = sorted(rows, key=lambda row: last + 1 if row["order"] is None else row["order"])
        return [{name: row[name] for name in CLAUSE_TEXT} for row in ordered]

    def _still_right(self, content: Content) -> dict[str, str]:
        """What was ticked, now or before, for exactly the Chinese that stands there."""
        chinese = {name: content["fields"][f"{name[:-3]}_zh"] for name in self.before["stale"]}
        ticked = {name for name in chinese if self.form.cleaned_data.get(f"right_{name}")}
        for row in self.clauses.cleaned_data:
            if row.get("right"):
                ticked.add(f"{CLAUSE}{row['number']}")
        chinese |= {f"{CLAUSE}{clause['number']}": clause["text_zh"] for clause in content["clauses"]}
        return self.before.get("still_right", {}) | {name: digest(chinese[name]) for name in ticked if name in chinese}

    def _published(self) -> Content | None:
        if self.before.get("base") is None:
            return None
        policy = Policy.objects.filter(code=self.before["fields"]["code"]).first()
        return read_policy(policy) if policy else None


def _kept(rows: Any, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows that hold something and are not to go."""
    return [row for row in rows.cleaned_data if not row.get("remove") and any(row.get(name) for name in columns)]

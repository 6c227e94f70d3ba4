"""The form of a policy document: its columns, its clauses with both languages side by side, its contacts."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from policies.editing.editors import Content
from policies.editing.policy_content import COLUMNS, LINKED, PAIRS
from policies.editing.staleness import CLAUSE
from policies.enums import Audience
from policies.models import Contact, Policy
from portal.accounts.models import District
from portal.core.validators import normalise_document_number

DAYS = ("issued_on", "reported_on", "effective_on", "expires_on")
# Chosen by ticks; documents are named by code or number, because there may be thousands.
TICKED = tuple(name for name, model in LINKED.items() if model is not Policy)
NAMED = ("based_on", "supersedes")
SEPARATORS = re.compile(r"[\s,，、;；]+")
CLAUSES_AT_MOST = 600
CONTACTS_AT_MOST = 20
RIGHT = _("The Chinese was changed, the English is still right")


class PolicyForm(forms.ModelForm):
    """The columns, without a row: a draft may be incomplete, so nothing is required and nothing is saved here."""

    class Meta:
        model = Policy
        fields = COLUMNS
        widgets = (
            {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in DAYS}
            | {name: forms.Textarea(attrs={"rows": 2}) for name in ("title_zh", "title_en", "issuer_zh", "issuer_en")}
            | {f"summary_{half}": forms.Textarea(attrs={"rows": 4}) for half in ("zh", "en")}
            | {f"reading_{half}": forms.Textarea(attrs={"rows": 6}) for half in ("zh", "en")}
        )

    audiences = forms.MultipleChoiceField(
        label=_("Audience"), choices=Audience, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, content: Content, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_initial(content))
        for name in TICKED:
            self.fields[name] = self._ticks(name, content.get(name, []))
        for name in NAMED:
            self.fields[name] = forms.CharField(
                label=capfirst(Policy._meta.get_field(name).verbose_name),
                max_length=2000,
                help_text=_("Code or document number."),
            )
        for name in content["stale"]:
            self.fields[f"right_{name}"] = forms.BooleanField(label=RIGHT, required=False)
        for field in self.fields.values():
            field.required = False
        if content.get("base") is not None:
            # What is published keeps its name: versions, links and rules hang on it.
            for name in ("code", "slug"):
                self.fields[name].disabled = True

    def _ticks(self, name: str, chosen: list[str]) -> forms.MultipleChoiceField:
        rows = LINKED[name]._default_manager.all()
        if LINKED[name] is District:
            # A code that was retired is not chosen any more; where it was, it stays.
            rows = rows.filter(Q(is_retired=False) | Q(code__in=chosen))
        field = Policy._meta.get_field(name)
        return forms.MultipleChoiceField(
            label=capfirst(field.verbose_name),
            help_text=field.help_text,
            choices=[(row.code, str(row)) for row in rows],
            widget=forms.CheckboxSelectMultiple,
        )

    def _post_clean(self) -> None:
        """No row is made: what it would refuse is found by `policy_problems`, when it is to be published."""

    def clean_document_number(self) -> str | None:
        return normalise_document_number(self.cleaned_data["document_number"] or "") or None

    def clean_based_on(self) -> list[str]:
        return sorted(set(_codes(self.cleaned_data["based_on"])))

    def clean_supersedes(self) -> str | None:
        codes = _codes(self.cleaned_data["supersedes"])
        if len(codes) > 1:
            raise forms.ValidationError(_("A document replaces one other: name only one."))
        return codes[0] if codes else None

    def pairs(self) -> list[dict[str, Any]]:
        """For the page: both halves of a text, with the tick where the English is older."""
        return [
            {"zh": self[zh], "en": self[en], "right": self[f"right_{en}"] if f"right_{en}" in self.fields else None}
            for zh, en in PAIRS
        ]


class ClauseForm(forms.Form):
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=100_000, required=False)
    number = forms.CharField(label=_("Number"), max_length=20, required=False)
    text_zh = forms.CharField(
        label=_("Chinese"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "zh"})
    )
    text_en = forms.CharField(
        label=_("English"), max_length=40_000, required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "en"})
    )
    right = forms.BooleanField(label=RIGHT, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ("name_zh", "name_en", "phone", "email", "hours_zh", "hours_en")

    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def _post_clean(self) -> None:
        """As above: no row is made."""


ClauseRows = forms.formset_factory(ClauseForm, extra=0, max_num=CLAUSES_AT_MOST, absolute_max=CLAUSES_AT_MOST + 1)
ContactRows = forms.formset_factory(ContactForm, extra=0, max_num=CONTACTS_AT_MOST, absolute_max=CONTACTS_AT_MOST + 1)


def clause_rows(content: Content, data: Mapping[str, Any] | None) -> Any:
    """Order numbers in tens, so that a clause can be put between two others."""
    initial = [
        {"order": 10 * place, **{name: clause[name] for name in ("number", "text_zh", "text_en")}}
        for place, clause in enumerate(content["clauses"], start=1)
    ]
    rows = ClauseRows(data, initial=initial, prefix="clauses")
    stale = {f"{CLAUSE}{clause['number']}" for clause in content["clauses"] if clause.get("stale")}
    for row in rows:
        # The tick stands only where a page can have shown it.
        if f"{CLAUSE}{row['number'].initial or ''}" not in stale:
            del row.fields["right"]
    return rows


def contact_rows(content: Content, data: Mapping[str, Any] | None) -> Any:
    return ContactRows(data, initial=content["contacts"], prefix="contacts")


def _initial(content: Content) -> dict[str, Any]:
    return content["fields"] | {
        **{name: content.get(name, []) for name in TICKED},
        "based_on": ", ".join(content.get("based_on", [])),
        "supersedes": content.get("supersedes") or "",
    }


def _codes(text: str) -> list[str]:
    """Codes of the documents that are named by code or number; what is unknown stays as it was typed."""
    words = [word for word in SEPARATORS.split(text) if word]
    numbers = {word: normalise_document_number(word) for word in words}
    found = Policy.objects.filter(Q(code__in=words) | Q(document_number__in=numbers.values()))
    known = {row.code: row.code for row in found} | {row.document_number: row.code for row in found}
    return list(dict.fromkeys(known.get(word) or known.get(numbers[word]) or word for word in words))

"""Forms of a person's own details, of the family and of papers. Each says what is wrong in a sentence.

A passport is read from its machine-readable lines, whose check digits are compared, or its number is typed twice.
"""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.forms import DateInput
from portal.attachments.forms import AttachmentField
from portal.core import clock
from talent import countries, sealed
from talent.enums import Relation
from talent.latin import LATIN, LONGEST_LATIN
from talent.models import FamilyMember, Person
from talent.models.people import Identity
from talent.passport import LONGEST_VALIDITY, OLDEST, Passport, PassportError, read_lines

SCANS = ("pdf", "jpg", "png")
QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-"})
OFF = {"autocomplete": "off", "spellcheck": "false"}
AGREE = _("I have read the notice of data use and agree to this.")


class ConsentBox(forms.BooleanField):
    """The tick of its own that a sensitive kind needs (PIPL 29); not shown to whoever agreed already."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", AGREE)
        missing = _("Tick this box: without your consent nothing of it can be kept.")
        super().__init__(error_messages={"required": missing}, **kwargs)


class LatinNameField(forms.CharField):
    """Capital letters as in the machine-readable lines. One part is enough: not everybody has two."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_LATIN)
        super().__init__(**kwargs)
        self.error_messages["max_length"] = _(
            "At most 39 letters fit into the lines of a passport. Write the name as it is shortened there."
        )
        self.validators.append(LATIN)

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().to_python(value)).translate(QUOTES)
        return " ".join(text.upper().split())


def read_number(value: str) -> str:
    """Full-width digits, small letters and spaces are what keyboards produce."""
    return "".join(unicodedata.normalize("NFKC", value).split()).upper()


class IdentityForm(forms.Form):
    """The passport part can stay empty where one is kept already; it is never filled in with what is kept."""

    latin_name = LatinNameField(
        label=_("Name in Latin letters"),
        help_text=_("As in the two lines at the foot of the passport’s page. A single name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    own_name = forms.CharField(
        label=_("Name in its own script"),
        max_length=100,
        required=False,
        help_text=_("For example 홍길동 or 山田太郎."),
    )
    chinese_name = forms.CharField(label=_("Chinese name"), max_length=50, required=False)
    nationality = forms.ChoiceField(label=_("Nationality"))
    lines = forms.CharField(
        label=_("The two lines at the foot of the passport’s page"),
        required=False,
        max_length=200,
        strip=False,
        help_text=_("Type or paste them: 44 characters each. The rest below is then read from them."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "code"} | OFF),
    )
    passport_number = forms.CharField(
        label=_("Passport number"), required=False, max_length=30, widget=forms.TextInput(attrs=OFF),
        help_text=_("If you do not use the lines above."),
    )  # fmt: skip
    passport_number_again = forms.CharField(
        label=_("Passport number, once more"), required=False, max_length=30, widget=forms.TextInput(attrs=OFF)
    )
    passport_expires_on = forms.DateField(label=_("Passport valid until"), required=False, widget=DateInput)
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DateInput)
    agree = ConsentBox()

    def __init__(self, *args: Any, subject: Identity | None, agreed: bool, **kwargs: Any) -> None:
        self.subject = subject
        if subject is not None:
            names = ("latin_name", "own_name", "chinese_name", "nationality")
            kwargs["initial"] = {name: getattr(subject, name) for name in names} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["nationality"].choices = [("", "–"), *countries.choices()]  # type: ignore[attr-defined]
        no_day = _("This is not a day of the calendar. 29 February exists in leap years only.")
        for name in ("passport_expires_on", "birth_date"):
            self.fields[name].error_messages["invalid"] = no_day
        if agreed:
            del self.fields["agree"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lines", "").strip():
            self._read_lines(data)
        elif self._anything_typed(data) or not self._kept("passport_number"):
            self._read_typed(data)
        self._check_days(data)
        return data

    def values(self) -> dict[str, date | str]:
        """What is to be sealed; nothing for what stays as it was."""
        return {field: self.cleaned_data[field] for field in sealed.FIELDS if self.cleaned_data.get(field)}

    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("latin_name", "own_name", "chinese_name", "nationality")}

    def _kept(self, field: str) -> bool:
        return self.subject is not None and sealed.has(self.subject, field)

    def _anything_typed(self, data: dict[str, Any]) -> bool:
        return any(data.get(name) for name in ("passport_number", "passport_number_again", "passport_expires_on"))

    def _read_lines(self, data: dict[str, Any]) -> None:
        try:
            passport = read_lines(data["lines"], clock.today())
        except PassportError as error:
            self.add_error("lines", error.message)
            return
        self._compare(data, passport)
        data["passport_number"], data["birth_date"] = passport.number, passport.born_on
        data["passport_expires_on"] = passport.expires_on
        for name in ("passport_number", "passport_number_again", "passport_expires_on", "birth_date"):
            self._errors.pop(name, None)  # type: ignore[union-attr]

    def _compare(self, data: dict[str, Any], passport: Passport) -> None:
        """The lines against what was typed or chosen besides them."""
        state = countries.from_passport(passport.nationality)
        if state and data.get("nationality") and state != data["nationality"]:
            self.add_error(
                "nationality",
                _("The lines of the passport say %(state)s. Choose that, or compare the lines once more.")
                % {"state": countries.name_of(state)},
            )
        number = read_number(data.get("passport_number") or "")
        if number and number != passport.number:
            self.add_error("lines", _("The number typed below is another one than in the lines. Compare them."))

    def _read_typed(self, data: dict[str, Any]) -> None:
        number = read_number(data.get("passport_number") or "")
        again = read_number(data.get("passport_number_again") or "")
        if not number:
            self.add_error("passport_number", _("Type the number, or use the two lines of the passport above."))
        elif not sealed.NUMBER.fullmatch(number):
            self.add_error("passport_number", sealed.WRONG_NUMBER)
        elif number != again:
            self.add_error("passport_number_again", _("The two numbers differ. Compare both with the passport."))
        data["passport_number"] = number
        if not data.get("passport_expires_on") and "passport_expires_on" not in self.errors:
            self.add_error("passport_expires_on", _("Enter the day until which the passport is valid."))

    def _check_days(self, data: dict[str, Any]) -> None:
        today, born, expires = clock.today(), data.get("birth_date"), data.get("passport_expires_on")
        if born is None and not self._kept("birth_date") and not {"birth_date", "lines"} & set(self.errors):
            self.add_error("birth_date", _("Enter the date of birth."))
        if born and born > today:
            self.add_error("birth_date", _("This day lies in the future."))
        elif born and today.year - born.year > OLDEST:
            self.add_error("birth_date", _("Nobody is that old. Compare the year with the passport."))
        where = "lines" if data.get("lines", "").strip() else "passport_expires_on"
        if expires and expires <= today:
            self.add_error(where, _("This passport has run out. Enter the new one."))
        elif expires and expires.year - today.year > LONGEST_VALIDITY:
            self.add_error(where, _("No passport is valid for so long. Compare the year with the passport."))


class DetailsForm(IdentityForm):
    agree = ConsentBox(label=_("I have read the notice of data use and agree that my passport data are kept for this."))


class FamilyForm(IdentityForm):
    relation = forms.ChoiceField(label=_("Relation to you"), choices=Relation.choices)
    agree = ConsentBox(
        label=_("I have read the notice of data use and agree, also for the family member, that these data are kept.")
    )
    field_order = ("relation",)

    def __init__(self, *args: Any, subject: FamilyMember | None, agreed: bool, **kwargs: Any) -> None:
        initial = {"relation": subject.relation} if subject else {}
        super().__init__(*args, subject=subject, agreed=agreed, initial=initial, **kwargs)

    def names(self) -> dict[str, str]:
        return super().names() | {"relation": self.cleaned_data["relation"]}


class PaperForm(forms.Form):
    """One paper of one kind, of the person or of somebody of the family."""

    member = forms.ModelChoiceField(FamilyMember.objects.none(), label=_("Whose paper"), required=False)
    file = AttachmentField(
        label=_("File"), allowed=SCANS, help_text=_("PDF, JPG or PNG, at most 20 MB, without a password.")
    )
    agree = ConsentBox()

    def __init__(self, *args: Any, person: Person, agreed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = person.family.filter(erased_at=None)
        self.fields["member"].queryset = family  # type: ignore[attr-defined]
        self.fields["member"].empty_label = str(person)  # type: ignore[attr-defined]
        if not family:
            del self.fields["member"]
        if agreed:
            del self.fields["agree"]


class ConfirmForm(forms.Form):
    """The password once more, before something goes or leaves the portal as a whole."""

    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=200,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password."))
        return ""

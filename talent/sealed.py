"""Writes and opens the sealed columns of a person or family member.

Each row has a key of its own in the key store, each value is bound to table, row and field. Pages and letters do not
come here: they ask talent/clear.py, which writes down who looks. What computes with a value and shows nothing of it (a
reminder before a passport expires, the comparison of a look-up) may `read` here.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core import keystore
from portal.core.sealing import is_newest, seal, unseal
from talent.models.masks import tail_context
from talent.models.people import FamilyMember, Identity, Person

FIELDS = ("birth_date", "passport_number", "passport_expires_on")
DATES = frozenset({"birth_date", "passport_expires_on"})
NUMBER = re.compile(r"[A-Z0-9]{5,12}")
WRONG_NUMBER = _("A passport number has 5 to 12 letters and digits, without spaces.")


def write(subject: Identity, **values: date | str | None) -> None:
    """Seal the given fields of a saved row and save them; an empty value takes the field away.

    Takes any of `FIELDS`. The caller has checked what the values mean; here only what could not be read back.
    """
    columns = {}
    for field, value in values.items():
        if field not in FIELDS:
            raise ValueError(f"{field} is not a sealed field")
        columns[f"{field}_sealed"] = _sealed(subject, field, value)
        if field == "passport_number":
            columns["passport_tail_sealed"] = _sealed_tail(subject, value)
    for column, text in columns.items():
        setattr(subject, column, text)
    subject.save(update_fields=[*columns, "updated_at"])


def read(subject: Identity, field: str) -> date | str | None:
    """In clear, and nothing is recorded. Raises KeyGone for somebody who was deleted."""
    if field not in FIELDS:
        raise ValueError(f"{field} is not a sealed field")
    sealed = getattr(subject, f"{field}_sealed")
    if not sealed:
        return None
    text = unseal(sealed, _context(subject, field), keystore.load(subject.key_id))
    return date.fromisoformat(text) if field in DATES else text


def has(subject: Identity, field: str) -> bool:
    return bool(getattr(subject, f"{field}_sealed"))


def _sealed(subject: Identity, field: str, value: date | str | None) -> str:
    if not value:
        return ""
    if field in DATES and not isinstance(value, date):
        raise ValueError(f"{field} is a date")
    if field == "passport_number" and not NUMBER.fullmatch(str(value)):
        raise ValidationError(WRONG_NUMBER, code="passport_number")
    text = value.isoformat() if isinstance(value, date) else value
    return seal(text, _context(subject, field), keystore.load_or_create(subject.key_id))


def _sealed_tail(subject: Identity, number: object) -> str:
    """Three characters of a number of eight or nine, fewer of a shorter one."""
    text = str(number or "")
    return (
        seal(text[-3 if len(text) >= 8 else -2 :], tail_context(subject._meta.label_lower, subject.pk)) if text else ""
    )


def _context(subject: Identity, field: str) -> str:
    """Bound to table, row and field."""
    if subject.pk is None:
        raise ValueError("save the row before anything of it is sealed")
    return f"{subject._meta.label_lower}.{field}:{subject.pk}"


def reseal_tails() -> int:
    """The last characters are the ring's own; everything else changes its key in the key store. How many rows."""
    return sum(_reseal_tails_of(model) for model in (Person, FamilyMember))


def _reseal_tails_of(model: type[Person] | type[FamilyMember]) -> int:
    done = 0
    rows = model.objects.exclude(passport_tail_sealed="").only("pk", "passport_tail_sealed")
    for row in rows.iterator(chunk_size=500):
        old = row.passport_tail_sealed
        if not is_newest(old):
            context = tail_context(model._meta.label_lower, row.pk)
            new = seal(unseal(old, context), context)
            # Not where somebody has corrected the number meanwhile.
            done += model.objects.filter(pk=row.pk, passport_tail_sealed=old).update(passport_tail_sealed=new)
    return done

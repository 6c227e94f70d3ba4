"""Identifier checks, shared by form, serializer and import."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# GB 32100-2015: 31 characters, without I, O, S, V and Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
# GB 11714-1997: the organisation code's own check digit, places 9 to 17.
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# Spaces, hyphens and what can't be seen: people paste them along.
SEPARATORS = frozenset({"Zs", "Zl", "Zp", "Pd", "Cf", "Cc"})
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fa5]{2,12}〔(19|20)[0-9]{2}〕[1-9][0-9]{0,4}号")


def credit_code_check_digit(first_17: str) -> str:
    """The 18th place: (31 - weighted sum mod 31) mod 31, looked up in the alphabet (GB 32100-2015)."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check_digit(first_8: str) -> str:
    """The 9th place of an organisation code (GB 11714): 11 - weighted sum mod 11; 10 is X, 11 is 0."""
    values = [int(char) if char.isdigit() else ord(char) - 55 for char in first_8]
    check = 11 - sum(v * w for v, w in zip(values, ORGANISATION_WEIGHTS, strict=True)) % 11
    return "X" if check == 10 else "0" if check == 11 else str(check)


def _without_separators(value: str) -> str:
    """What was meant by a pasted or typed text: no spaces, hyphens or characters that can't be seen."""
    plain = unicodedata.normalize("NFKC", value)
    return "".join(char for char in plain if unicodedata.category(char) not in SEPARATORS)


def validate_credit_code(value: str) -> str:
    """Return the Unified Social Credit Code in its written form, or say what is wrong with it.

    Full-width letters and lower case are what input methods produce, so they are read as what they
    stand for; a wrong character is refused. Source: GB 32100-2015; domain rules, identifiers, 4.1.
    """
    code = _without_separators(value).upper()
    if len(code) != 18:
        raise ValidationError(
            _("A Unified Social Credit Code has 18 characters; this one has %(count)s. Copy it from the licence."),
            code="length",
            params={"count": len(code)},
        )
    wrong = sorted({char for char in code if char not in ALPHABET})
    if wrong:
        raise ValidationError(
            _(
                "“%(chars)s” can’t stand in a Unified Social Credit Code (no I, O, S, V or Z). "
                "Compare it with the licence."
            ),
            code="alphabet",
            params={"chars": " ".join(wrong)},
        )
    if not code[2:8].isdigit():
        raise ValidationError(
            _("Characters 3 to 8 of the code name the place of registration and must be digits."), code="division"
        )
    if credit_code_check_digit(code[:17]) != code[17] or organisation_check_digit(code[8:16]) != code[16]:
        raise ValidationError(
            _(
                "The code’s check character does not fit: at least one character is mistyped. "
                "Compare it with the licence."
            ),
            code="check",
        )
    return code


def normalise_document_number(value: str) -> str:
    """`青政办字【2025】21号` and its kin with 〔〕, as GB/T 9704-2012 prescribes."""
    text = "".join(unicodedata.normalize("NFKC", value).split())
    return re.sub(r"[\[【〔(]((?:19|20)[0-9]{2})[\]】〕)]", r"〔\1〕", text)


def validate_document_number(value: str) -> None:
    if not DOCUMENT_NUMBER.fullmatch(value):
        raise ValidationError(_("Write the document number like this: 青政办字〔2025〕21号."), code="document_number")

"""Check digits of case numbers: ISO 7064, MOD 97-10.

They catch every wrong digit and every swap of two digits that stand side by side. They keep out typing errors, not
guesses: whoever has a number can work them out.
"""

import unicodedata

MODULUS = 97


def check_digits(number: str) -> str:
    """Two digits for a number of letters and digits, such as "57". Case, spaces and hyphens do not count.

    Letters stand for 10 to 35, as the standard's users (IBAN, LEI) write them. A number without any raises ValueError.
    """
    plain = plain_number(number)
    if not plain:
        raise ValueError("a number needs letters or digits")
    return f"{MODULUS + 1 - _figures(plain + '00') % MODULUS:02}"


def fits(number: str, digits: str) -> bool:
    """Whether these are the number's check digits; nothing that was typed raises an error."""
    plain, given = plain_number(number), plain_number(digits)
    return bool(plain) and given == check_digits(plain)


def plain_number(text: str) -> str:
    """What counts of a number as people type it: full-width and small letters as capitals, nothing else."""
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in wide if character.isascii() and character.isalnum())


def _figures(plain: str) -> int:
    return int("".join(str(int(character, 36)) for character in plain))

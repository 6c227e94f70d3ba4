"""Unified Social Credit Codes (GB 32100-2015) and document numbers (GB/T 9704-2012)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.core.validators import (
    ALPHABET,
    credit_code_check_digit,
    normalise_document_number,
    organisation_check_digit,
    validate_credit_code,
    validate_document_number,
)

VECTORS = [
    "91110000600037341L",
    "91350100M000100Y43",
    "91370202MAXDEM013J",
    "91370203MAXDEM021U",
    "91370211MAXDEM03X6",
    "91370212MAXDEM048L",
    "91370213MAXDEM056X",
]
CODE = VECTORS[2]


def refusal(value: str) -> str:
    """The code of the error with which a value is refused; empty when it is accepted."""
    try:
        validate_credit_code(value)
    except ValidationError as error:
        return error.code
    return ""


def lawful(first_16: str) -> str:
    """A code with both of its check characters in place."""
    first_17 = first_16 + organisation_check_digit(first_16[8:])
    return first_17 + credit_code_check_digit(first_17)


# --- credit codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", VECTORS)
def test_the_known_codes_are_accepted_as_they_are(code):
    assert validate_credit_code(code) == code


@pytest.mark.parametrize("code", VECTORS)
def test_one_changed_character_is_always_noticed(code):
    """Every other letter of the alphabet in every place: the weights have no common divisor with 31."""
    changed = [code[:place] + char + code[place + 1 :] for place in range(18) for char in ALPHABET]
    assert [value for value in changed if not refusal(value)] == [code] * 18


@pytest.mark.parametrize("code", VECTORS)
def test_neighbours_that_changed_places_are_noticed(code):
    swapped = [code[:place] + code[place + 1] + code[place] + code[place + 2 :] for place in range(17)]
    assert [value for value in swapped if value != code and not refusal(value)] == []


@pytest.mark.parametrize(
    "written",
    [
        CODE.lower(),
        f"  {CODE}\n",
        "91370202 MAXDEM01 3J",
        "91370202-MAXDEM01-3J",
        "91370202–MAXDEM01－3J",
        "91370202\u3000MAXDEM01\u00a03J",
        "".join(chr(ord(char) + 0xFEE0) for char in CODE),
        "\ufeff91370202\u200bMAXDEM013J\u200e",
    ],
    ids=["small", "around", "spaces", "hyphens", "dashes", "wide spaces", "full width", "invisible"],
)
def test_what_input_methods_and_pasting_add_is_read_as_meant(written):
    assert validate_credit_code(written) == CODE


@pytest.mark.parametrize("first", ["N", "A", "Y", "1", "5", "9"])
def test_every_registering_authority_is_accepted(first):
    """Rural collectives, the military and others begin with a letter."""
    code = lawful(f"{first}1370202MA3QD01X")
    assert validate_credit_code(code) == code


@pytest.mark.parametrize("letter", "IOSVZ")
def test_the_letters_that_the_standard_leaves_out_are_named(letter):
    with pytest.raises(ValidationError) as caught:
        validate_credit_code(f"{CODE[:9]}{letter}{CODE[10:]}")
    assert (caught.value.code, caught.value.params["chars"]) == ("alphabet", letter)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "length"),
        (CODE[:17], "length"),
        (f"{CODE}0", "length"),
        ("9" * 100_000, "length"),
        (f"青{CODE[1:]}", "alphabet"),
        (f"{CODE[:17]}\u0663", "alphabet"),
        (f"{CODE[:17]}<", "alphabet"),
        (f"9137A202{CODE[8:]}", "division"),
        (f"{CODE[:17]}K", "check"),
    ],
)
def test_the_reason_fits_what_is_wrong(value, reason):
    assert refusal(value) == reason


def test_a_wrong_check_digit_of_the_organisation_is_noticed_behind_a_right_last_one():
    right = CODE[:16] + organisation_check_digit(CODE[8:16])
    wrong = right[:16] + ("0" if right[16] != "0" else "1")
    assert refusal(right + credit_code_check_digit(right)) == ""
    assert refusal(wrong + credit_code_check_digit(wrong)) == "check"


@pytest.mark.parametrize(
    ("language", "value", "says", "then"),
    [
        ("en", CODE[:17], "this one has 17", "Copy it from the licence."),
        ("zh-hans", CODE[:17], "17 位", "请按营业执照填写"),
        ("en", f"O{CODE[1:]}", "“O” can’t stand", "Compare it with the licence."),
        ("zh-hans", f"O{CODE[1:]}", "O", "营业执照"),
        ("en", f"9137A202{CODE[8:]}", "Characters 3 to 8", "must be digits"),
        ("zh-hans", f"9137A202{CODE[8:]}", "第 3", "数字"),
        ("en", f"{CODE[:17]}K", "at least one character is mistyped", "Compare it with the licence."),
        ("zh-hans", f"{CODE[:17]}K", "校验", "营业执照"),
    ],
)
def test_the_message_says_what_is_wrong_and_what_to_do(language, value, says, then):
    with translation.override(language), pytest.raises(ValidationError) as caught:
        validate_credit_code(value)
    with translation.override(language):
        [message] = caught.value.messages
    assert says in message
    assert then in message


# --- document numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "青政办字〔2025〕21号",
        "青政办字【2025】21号",
        "青政办字[2025]21号",
        "青政办字［2025］21号",
        "青政办字（2025）21号",
        "青政办字(2025)21号",
        " 青政办字 〔2025〕 21 号\n",
        "青政办字﹝２０２５﹞２１号",
    ],
)
def test_brackets_of_a_document_number_become_those_of_the_standard(written):
    number = normalise_document_number(written)
    assert number == "青政办字〔2025〕21号"
    validate_document_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "青政办字2025年21号",
        "青政办字〔2025〕021号",
        "青政办字〔2025〕第21号",
        "青政办字〔1825〕21号",
        "青政办字〔25〕21号",
        "青政办字〔2025〕21",
        "青政办字〔2025〕21号\n",
        "青政办字〔20\u0662\u0665〕21号",
        "〔2025〕21号",
        "QZB〔2025〕21号",
    ],
)
def test_what_is_no_document_number_is_refused_with_an_example(number):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        validate_document_number(number)
    assert "青政办字〔2025〕21号" in caught.value.messages[0]

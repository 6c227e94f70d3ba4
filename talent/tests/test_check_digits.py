"""Check digits of case numbers: known values, every slip of a key, and whatever people may type."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent.check_digits import check_digits, fits, plain_number

NUMBERS = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        # The example of ISO 7064 itself, and the IBAN GB82 WEST 1234 5698 7654 32 with its country behind the account.
        ("794", "44"),
        ("WEST 1234 5698 7654 32 GB", "82"),
        ("0", "98"),
    ],
)
def test_known_values(number, digits):
    assert check_digits(number) == digits
    assert fits(number, digits)


def test_what_people_type_counts_the_same():
    digits = check_digits("T2026-000123")
    assert [check_digits(text) for text in ("t2026 000123", "Ｔ２０２６－０００１２３", " T2026000123 ")] == [
        digits
    ] * 3
    assert fits("T2026-000123", f" {digits} ")


@pytest.mark.parametrize(("number", "digits"), [("", ""), ("", "98"), ("一二三", "98"), ("T1", ""), ("T1", "x" * 9)])
def test_what_is_no_number_never_fits(number, digits):
    assert fits(number, digits) is False


def test_a_number_without_letters_and_digits_has_none():
    with pytest.raises(ValueError, match="needs letters or digits"):
        check_digits(" - ")


@given(NUMBERS)
def test_the_whole_leaves_one(number):
    assert int("".join(str(int(one, 36)) for one in number + check_digits(number))) % 97 == 1


@given(NUMBERS, st.data())
def test_one_wrong_character_of_its_kind_never_fits(number, data):
    at = data.draw(st.integers(0, len(number) - 1))
    kind = string.digits if number[at].isdigit() else string.ascii_uppercase
    other = data.draw(st.sampled_from([one for one in kind if one != number[at]]))
    assert not fits(number[:at] + other + number[at + 1 :], check_digits(number))


@given(st.text(string.digits, min_size=2, max_size=20), st.data())
def test_neighbours_that_change_places_never_fit(number, data):
    at = data.draw(st.integers(0, len(number) - 2))
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert fits(swapped, check_digits(number)) == (swapped == number)


@given(st.text(max_size=30), st.text(max_size=5))
def test_no_text_is_an_error(number, digits):
    assert fits(number, digits) in (True, False)
    assert plain_number(plain_number(number)) == plain_number(number)

"""What people type about their passport: read when it can only mean one thing, refused in a sentence otherwise."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation

from portal.core import clock
from talent.people_forms import DetailsForm
from talent.tests.test_passport import FIRST, GERMANY, UTOPIA, made

NOON = datetime(2026, 11, 29, 12)
TYPED = {
    "latin_name": "HONG GIL DONG",
    "own_name": "홍길동",
    "nationality": "KOR",
    "passport_number": "M70460421",
    "passport_number_again": "M70460421",
    "passport_expires_on": "2031-05-06",
    "birth_date": "1990-02-28",
    "agree": "on",
}


def form(**changed: Any) -> DetailsForm:
    data = {name: value for name, value in (TYPED | changed).items() if value is not None}
    return DetailsForm(data, subject=None, agreed=False)


@pytest.fixture(autouse=True)
def today():
    with clock.at(NOON), translation.override("en"):
        yield


def test_everything_typed_twice_is_taken():
    asked = form()
    assert asked.is_valid(), asked.errors
    assert asked.values() == {
        "birth_date": date(1990, 2, 28),
        "passport_number": "M70460421",
        "passport_expires_on": date(2031, 5, 6),
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("SUHARTO", "SUHARTO"),
        ("o’connor  sean", "O'CONNOR SEAN"),
        ("A" * 39, "A" * 39),
        ("Smith–Jones Ann", "SMITH-JONES ANN"),
        ("ＨＯＮＧ ＧＩＬ", "HONG GIL"),
    ],
)
def test_names_of_one_part_with_apostrophes_and_of_39_letters(typed, kept):
    asked = form(latin_name=typed)
    assert asked.is_valid(), asked.errors
    assert asked.names()["latin_name"] == kept


@pytest.mark.parametrize("name", ["홍길동", "A" * 40, "JOSÉ", "X Æ A-12", "'", "HONG, GIL", "", "   ", "HONG--GIL"])
def test_what_does_not_stand_in_a_passport_is_no_latin_name(name):
    assert set(form(latin_name=name).errors) == {"latin_name"}


def test_hangul_stands_in_the_own_script():
    asked = form(own_name="홍길동", chinese_name="洪吉童")
    assert asked.is_valid()
    assert asked.names()["own_name"] == "홍길동"


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"passport_number_again": "M70460422"}, "passport_number_again"),
        ({"passport_number_again": ""}, "passport_number_again"),
        ({"passport_number": "", "passport_number_again": ""}, "passport_number"),
        ({"passport_number": "여권", "passport_number_again": "여권"}, "passport_number"),
        ({"birth_date": "2026-11-30"}, "birth_date"),
        ({"birth_date": "2023-02-29"}, "birth_date"),
        ({"birth_date": "1890-01-01"}, "birth_date"),
        ({"birth_date": ""}, "birth_date"),
        ({"passport_expires_on": "2026-11-29"}, "passport_expires_on"),
        ({"passport_expires_on": "2060-01-01"}, "passport_expires_on"),
        ({"passport_expires_on": ""}, "passport_expires_on"),
        ({"nationality": "UTO"}, "nationality"),
        ({"nationality": "D"}, "nationality"),
        ({"agree": None}, "agree"),
        ({"lines": UTOPIA[:-1] + "1"}, "lines"),
        ({"lines": "hello"}, "lines"),
    ],
)
def test_each_mistake_is_named_at_its_field(changed, wrong):
    errors = form(**changed).errors
    assert set(errors) == {wrong}
    assert "M7046042" not in str(errors[wrong].as_data()[0].messages)


@pytest.mark.parametrize("born", ["2024-02-29", "2000-02-29", "2026-11-29"])
def test_days_that_exist(born):
    assert form(birth_date=born).is_valid()


def test_full_width_digits_small_letters_and_spaces_are_read():
    asked = form(passport_number="ｍ７０４６ ０４２１", passport_number_again="M7046 0421")
    assert asked.is_valid(), asked.errors
    assert asked.cleaned_data["passport_number"] == "M70460421"


# --- from the machine-readable lines -----------------------------------------------------------------------

EMPTY = {"passport_number": "", "passport_number_again": "", "passport_expires_on": "", "birth_date": ""}


def test_the_lines_say_everything_and_germany_has_one_letter():
    asked = form(lines=GERMANY, nationality="DEU", **EMPTY)
    assert asked.is_valid(), asked.errors
    assert asked.values() == {
        "birth_date": date(1964, 8, 12),
        "passport_number": "C01X00T47",
        "passport_expires_on": date(2027, 2, 28),
    }


def test_a_line_of_another_state_than_chosen_is_asked_about():
    asked = form(lines=GERMANY, nationality="KOR", **EMPTY)
    assert set(asked.errors) == {"nationality"}
    assert "Germany" in asked.errors["nationality"][0]


@pytest.mark.parametrize(("code", "ours"), [("GBN", "GBR"), ("RKS", "XKX"), ("XXA", "XXA"), ("UNO", "FRA")])
def test_special_codes_of_passports(code, ours):
    """A passport of the United Nations says no nationality: whatever was chosen stands."""
    asked = form(lines=made("A1234567", code, "900101", "300101"), nationality=ours, **EMPTY)
    assert asked.is_valid(), asked.errors
    assert asked.names()["nationality"] == ours


def test_lines_that_ran_out_are_refused():
    asked = form(lines=f"{FIRST}\n{UTOPIA}", **EMPTY)
    assert set(asked.errors) == {"lines"}


def test_a_number_typed_beside_other_lines_is_asked_about():
    asked = form(lines=GERMANY, nationality="DEU")
    assert set(asked.errors) == {"lines"}


def test_a_mistake_in_the_lines_says_which_part_and_no_number():
    line = made("M70460421", "KOR", "900228", "310506")
    asked = form(lines=line[:9] + str((int(line[9]) + 1) % 10) + line[10:], **EMPTY)
    [message] = asked.errors["lines"]
    assert "passport number" in message
    assert "M70460421" not in message


@pytest.mark.parametrize(("language", "letters"), [("ko", "[가-힣]"), ("ja", "[ぁ-ん]")])
def test_a_name_in_another_script_is_refused_in_the_readers_language(language, letters):
    with translation.override(language):
        asked = form(latin_name="홍길동")
        assert re.search(letters, asked.errors["latin_name"][0])

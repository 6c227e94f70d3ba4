"""Machine-readable lines: the vectors of ICAO Doc 9303, every single wrong character, special codes, odd names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent.passport import ALPHABET, FILLER, Passport, PassportError, check_digit, read_lines

TODAY = date(2026, 11, 29)
UTOPIA = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
GERMANY = "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"


def made(number: str, nationality: str, born: str, expiry: str, optional: str = "") -> str:
    """A second line with right digits."""
    number, optional = number.ljust(9, FILLER), optional.ljust(14, FILLER)
    body = number + check_digit(number) + nationality.ljust(3, FILLER) + born + check_digit(born) + "F"
    body += expiry + check_digit(expiry) + optional + check_digit(optional)
    return body + check_digit(body[:10] + body[13:20] + body[21:43])


def test_both_lines_of_the_standard():
    assert read_lines(f"{FIRST}\n{UTOPIA}", TODAY) == Passport(
        "L898902C3", "UTO", date(1974, 8, 12), "F", date(2012, 4, 15), "ERIKSSON", "ANNA MARIA"
    )


def test_an_empty_optional_part_may_carry_the_filler_and_germany_has_one_letter():
    passport = read_lines(GERMANY, TODAY)
    assert (passport.number, passport.nationality, passport.expires_on) == ("C01X00T47", "D", date(2027, 2, 28))


@pytest.mark.parametrize("line", [UTOPIA, GERMANY])
def test_no_digit_can_be_wrong_unseen(line):
    """Every place that a check digit covers, with the next character of the alphabet."""
    covered = [*range(10), *range(13, 20), *range(21, 44)]
    passed = []
    for place in covered:
        old = line[place]
        new = ALPHABET[(ALPHABET.index(old) + 1) % 36] if old in ALPHABET else "1"
        try:
            read_lines(line[:place] + new + line[place + 1 :], TODAY)
        except PassportError:
            continue
        passed.append(place)
    assert passed == []


def test_small_letters_spaces_and_one_long_line_are_read():
    together = f"{FIRST}{UTOPIA}".lower()
    assert read_lines(together, TODAY) == read_lines(f" {FIRST} \n\n {UTOPIA[:22]} {UTOPIA[22:]} ", TODAY)


def test_the_full_width_of_an_east_asian_keyboard_is_read():
    wide = "".join(chr(ord(one) + 0xFEE0) for one in f"{FIRST}{UTOPIA}")
    assert read_lines(wide, TODAY) == read_lines(f"{FIRST}\n{UTOPIA}", TODAY)


@pytest.mark.parametrize(
    "code", ["GBD", "GBN", "GBO", "GBP", "GBS", "RKS", "UNO", "UNA", "XXA", "XXB", "XXC", "XXX", "EUE"]
)
def test_special_codes(code):
    assert read_lines(made("A1234567", code, "900101", "300101"), TODAY).nationality == code


@pytest.mark.parametrize("code", ["DE<", "D1<", "<<<", "1AB", "<D<"])
def test_no_nationality(code):
    with pytest.raises(PassportError):
        read_lines(made("A1234567", code, "900101", "300101"), TODAY)


@pytest.mark.parametrize(
    ("born", "day"),
    [
        ("261129", date(2026, 11, 29)),  # today
        ("261130", date(1926, 11, 30)),  # tomorrow is a hundred years ago
        ("000229", date(2000, 2, 29)),
        ("040229", date(2004, 2, 29)),
        ("270101", date(1927, 1, 1)),
    ],
)
def test_the_century_of_birth(born, day):
    assert read_lines(made("A1234567", "KOR", born, "300101"), TODAY).born_on == day


@pytest.mark.parametrize("born", ["010229", "901301", "900132", "000000", "9001<<"])
def test_no_day_of_birth(born):
    with pytest.raises(PassportError):
        read_lines(made("A1234567", "KOR", born, "300101"), TODAY)


def test_the_century_of_expiry():
    assert read_lines(made("A1234567", "KOR", "900101", "460101"), TODAY).expires_on == date(2046, 1, 1)
    assert read_lines(made("A1234567", "KOR", "900101", "470101"), TODAY).expires_on == date(1947, 1, 1)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("P<IDNSUHARTO" + "<" * 32, ("SUHARTO", "")),
        ("P<KORHONG<<GIL<DONG" + "<" * 25, ("HONG", "GIL DONG")),
        ("P<IRLOCONNOR<<SEAN" + "<" * 26, ("OCONNOR", "SEAN")),
        ("P<NLD" + "A" * 39, ("A" * 39, "")),
    ],
)
def test_names(line, names):
    passport = read_lines(f"{line}\n{UTOPIA}", TODAY)
    assert (passport.surname, passport.given_names) == names


@pytest.mark.parametrize(
    "text",
    ["", "L898902C3", UTOPIA[:-1], f"{UTOPIA}\n{UTOPIA}\n{UTOPIA}", "홍" * 44, "é" * 44, f"V{FIRST[1:]}\n{UTOPIA}"],
)
def test_what_is_no_passport(text):
    with pytest.raises(PassportError) as error:
        read_lines(text, TODAY)
    assert "L898902C3" not in str(error.value.message)


@given(st.text(alphabet=ALPHABET + FILLER, max_size=44))
def test_a_digit_is_always_one_digit(text):
    assert check_digit(text) in set("0123456789")

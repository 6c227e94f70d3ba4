"""Amounts: integer fen in the database, Decimal yuan in rules and on screen."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.core.money import fen, format_cny, format_number, yuan


@pytest.mark.parametrize(
    ("amount", "whole_fen"),
    [
        (75_000, 7_500_000),
        ("75000.00", 7_500_000),
        (Decimal("0.01"), 1),
        (Decimal("0.019"), 1),
        (Decimal("-0.019"), -1),
        (Decimal("999999999999.99"), 99_999_999_999_999),
        (0, 0),
    ],
)
def test_fen_are_whole_and_the_rest_is_cut_off(amount, whole_fen):
    assert fen(amount) == whole_fen


@pytest.mark.parametrize(
    ("amount_fen", "amount"), [(7_500_000, "75000"), (7_500_050, "75000.50"), (1, "0.01"), (-50, "-0.50"), (0, "0")]
)
def test_yuan_have_two_places_only_where_there_are_fen(amount_fen, amount):
    assert str(yuan(amount_fen)) == amount


@given(st.integers(-(10**15), 10**15))
def test_there_and_back_is_the_same_amount(amount_fen):
    assert fen(yuan(amount_fen)) == amount_fen


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (75_000, "75,000"),
        (Decimal("75000.00"), "75,000"),
        (Decimal("1E+6"), "1,000,000"),
        (Decimal("1234567.50"), "1,234,567.5"),
        (Decimal("0.01"), "0.01"),
        (Decimal("-1200"), "-1,200"),
        (100, "100"),
        (0, "0"),
    ],
)
def test_numbers_have_commas_and_no_trailing_zeros(amount, text):
    assert format_number(amount) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-hans", "75,000 元"), ("en", "CNY 75,000"), ("ko", "75,000위안"), ("ja", "75,000元"), ("fr", "CNY 75,000")],
)
def test_the_currency_stands_where_the_language_puts_it(language, text):
    assert format_cny(75_000, language) == text
    with translation.override(language):
        assert format_cny(Decimal(75_000)) == text


def test_without_any_language_it_is_chinese():
    with translation.override(None):
        assert format_cny(1) == "1 元"

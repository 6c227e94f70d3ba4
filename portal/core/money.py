"""Money: integer 分 (fen) in the database, `Decimal` yuan in rules and on screen."""

from decimal import ROUND_DOWN, Decimal

from django.utils import translation

FEN = 100
UNITS = {"zh": "%s 元", "ko": "%s위안", "ja": "%s元"}


def fen(yuan_amount: Decimal | int | str) -> int:
    """Whole fen of an amount in yuan; anything below a fen is cut off."""
    return int((Decimal(yuan_amount) * FEN).to_integral_value(rounding=ROUND_DOWN))


def yuan(amount_fen: int) -> Decimal:
    """An amount in yuan, with two places only where there are fen."""
    whole, rest = divmod(amount_fen, FEN)
    return Decimal(whole) if rest == 0 else (Decimal(amount_fen) / FEN).quantize(Decimal("0.01"))


def format_number(amount: Decimal | int) -> str:
    """Thousands separated by commas, no trailing zeros."""
    text = f"{Decimal(amount):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_cny(amount: Decimal | int, language: str | None = None) -> str:
    """`CNY 75,000` in English, `75,000 元` in Chinese, `75,000위안` in Korean, `75,000元` in Japanese."""
    number = format_number(amount)
    language = language or translation.get_language() or "zh-hans"
    return UNITS.get(language[:2], "CNY %s") % number

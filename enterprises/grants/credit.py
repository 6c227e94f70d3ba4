"""The credit list, as far as it leaves somebody out."""

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any


def exclusions(credit_codes: Iterable[str], on: date) -> dict[str, list[Any]]:
    """Records that count on this day, by credit code."""
    if find_spec("enterprises.credit") is None:
        return {}
    return import_module("enterprises.credit.checking").exclusions(list(credit_codes), on)

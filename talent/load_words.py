"""Loads Korean and Japanese for the facts of talent.yaml (shape of words.yaml): a text is found by its Chinese."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from portal.core.loading import Document, Report, loader
from talent.models.base import Checked
from talent.models.guide import Guide, GuidePart
from talent.models.words import told, translate

LANGUAGES = ("ko", "ja")


@loader("words", keys={"words"})
def load_words(document: Document) -> Report:
    document.only((), {"words"})
    words: dict[str, dict[str, str]] = {}
    for number in range(len(document.need(("words",), list))):
        path = ("words", number)
        document.only(path, {"zh", *LANGUAGES})
        chinese = document.need((*path, "zh"), str)
        if chinese in words:
            document.fail(path, "this Chinese text stands here twice")
        words[chinese] = {language: document.need((*path, language), str) for language in LANGUAGES}
    report = Report()
    for model in fact_models():
        for row in model._default_manager.all():
            report.count(_translate(row, words), "words")
    return report


def fact_models() -> list[Any]:
    """The kinds of facts whose translations stand in this file; guides bring their own."""
    facts = [model for model in apps.get_app_config("talent").get_models() if issubclass(model, Checked)]
    return [model for model in facts if model is not Guide and not issubclass(model, GuidePart)]


def _translate(row: Any, words: dict[str, dict[str, str]]) -> str:
    before = row.words
    for text in told(type(row)):
        own = words.get(getattr(row, f"{text.name}_zh"), {})
        for language in own:
            translate(row, language, {text.name: own[language]})
        # The English column was written with this Chinese: from now on a change of the Chinese shows.
        if own and getattr(row, f"{text.name}_en"):
            translate(row, "en", {text.name: getattr(row, f"{text.name}_en")})
    if row.words == before:
        return "kept"
    row.save()
    return "changed"

"""Texts in four languages: Chinese and English in columns, the others beside them, each with what it was made from."""

from hashlib import blake2b
from typing import Any

from django.utils import translation

from portal.core.models import Localised


class Said(str):
    """A text that knows its language and whether the Chinese has changed since it was translated."""

    language: str
    outdated: bool

    def __new__(cls, text: str, language: str, outdated: bool = False) -> "Said":
        said = super().__new__(cls, text)
        said.language, said.outdated = language, outdated
        return said


def digest(chinese: str) -> str:
    """Which Chinese text a translation was made from."""
    return blake2b(chinese.encode(), digest_size=8).hexdigest()


class Told(Localised):
    """Reads a text in the active language; Chinese is the authority, English stands in for a language that lacks it.

    `words` of the row holds `{language: {name: {"text": ..., "of": digest of the Chinese}}}`. Of English, whose text
    has a column, it holds the digest only.
    """

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        page = (translation.get_language() or "zh")[:2]
        if page == "zh":
            return self.in_language(instance, "zh") or self.in_language(instance, "en")
        return self.in_language(instance, page) or self.in_language(instance, "en") or self.in_language(instance, "zh")

    def in_language(self, instance: Any, language: str) -> Said:
        """The text in this very language, or an empty one."""
        if language in ("zh", "en"):
            text = getattr(instance, f"{self.name}_{language}")
        else:
            text = instance.words.get(language, {}).get(self.name, {}).get("text", "")
        return Said(text, language, bool(text) and self.outdated(instance, language))

    def outdated(self, instance: Any, language: str) -> bool:
        """Whether the Chinese is another one than that from which the translation was made."""
        made_from = instance.words.get(language, {}).get(self.name, {}).get("of")
        return bool(made_from) and made_from != digest(getattr(instance, f"{self.name}_zh"))


def told(model: type[Any]) -> list[Told]:
    """The texts of a model in their order."""
    named = {name: value for base in reversed(model.__mro__) for name, value in vars(base).items()}
    return [value for value in named.values() if isinstance(value, Told)]


def translate(row: Any, language: str, texts: dict[str, str]) -> None:
    """Set translations of a row, made from its Chinese as it is now; the row is not saved."""
    words = {code: dict(own) for code, own in row.words.items()}
    own = words.setdefault(language, {})
    for name, text in texts.items():
        kept = {} if language == "en" else {"text": text}
        own[name] = kept | {"of": digest(getattr(row, f"{name}_zh"))}
    row.words = words

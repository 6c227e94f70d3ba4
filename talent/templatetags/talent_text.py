"""Marks the language of what is quoted: a screen reader and the font need to know. And looks for what is unknown."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
CHINESE = r"[\u2e80-\u9fff\uff00-\uffef]"
OWN_LETTERS = {"ko": r"[\uac00-\ud7a3]", "ja": r"[\u3040-\u30ff]"}
RUN = re.compile(rf"({CHINESE}+(?:[0-9A-Za-z“”]+{CHINESE}+)*)")


@register.filter
def spoken(value: Any) -> str | SafeString:
    """The text with its language marked where it is not that of the page, and with a word where it is out of date."""
    marked = in_its_language(value)
    if not getattr(value, "outdated", False):
        return marked
    remark = _("The Chinese has changed since this was translated.")
    return format_html('{} <span class="chip sand" lang="{}">{}</span>', marked, translation.get_language(), remark)


def in_its_language(value: Any) -> str | SafeString:
    text, page = str(value), (translation.get_language() or "zh")[:2]
    language = getattr(value, "language", "") or guessed(text, page)
    if language == "zh":
        return text if page == "zh" else format_html('<span lang="zh-Hans">{}</span>', text)
    # In Japanese only a text that was translated is known to hold no Chinese: the letters are shared.
    inner = text if language == "ja" or page == "zh" else chinese_marked(text)
    return inner if language == page else format_html('<span lang="{}">{}</span>', language, inner)


def guessed(text: str, page: str) -> str:
    """The language of a text that does not know its own."""
    latin = re.search(r"[A-Za-z]{3}", text)
    if page == "zh":
        return "en" if latin and not RUN.search(text) else "zh"
    if page not in OWN_LETTERS or re.search(OWN_LETTERS[page], text) or not latin:
        return page
    return "en"


def chinese_marked(text: str) -> SafeString:
    pieces = RUN.split(text)
    marked = [format_html('<span lang="zh-Hans">{}</span>', part) if n % 2 else part for n, part in enumerate(pieces)]
    return format_html_join("", "{}", ((part,) for part in marked))


@register.filter
def papers(rows: Iterable[Any]) -> list[Any]:
    """The papers of rows that are papers themselves or a step's rows of papers."""
    return [getattr(row, "paper", row) for row in rows]


@register.filter
def some_unknown(papers: list[Any]) -> bool:
    """Whether the rule or the source of a paper is yet to be supplied."""
    return any(not paper.rule or not paper.kinds for paper in papers)


@register.filter
def shared_kinds(papers: list[Any]) -> list[Any]:
    """The kinds of source that several papers have in common; none where they differ."""
    same = len(papers) > 1 and all(paper.kinds == papers[0].kinds for paper in papers)
    return papers[0].kinds if same else []

"""Marks the language of what is quoted: a screen reader and the font need to know. And looks for what is unknown."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
CHINESE = r"[\u2e80-\u9fff\uff00-\uffef]"
OWN_LETTERS = {"ko": r"[\uac00-\ud7a3]", "ja": r"[\u3040-\u30ff]"}
RUN = re.compile(rf"({CHINESE}+(?:[0-9A-Za-z“”]+{CHINESE}+)*)")


@register.filter
def spoken(value: Any) -> str | SafeString:
    """The text with its language marked where it is not that of the page."""
    text, page = str(value), (translation.get_language() or "zh")[:2]
    if page == "zh":
        foreign = not RUN.search(text) and re.search(r"[A-Za-z]{3}", text)
        return format_html('<span lang="en">{}</span>', text) if foreign else text
    if page in OWN_LETTERS:
        if re.search(OWN_LETTERS[page], text):
            return text
        # A text that has no translation yet stands in English.
        if re.search(r"[A-Za-z]{3}", text):
            return format_html('<span lang="en">{}</span>', chinese_marked(text))
    return chinese_marked(text)


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

"""The rows of a queue as markup: thirty rows of ten cells cost a template more than everything else on the page."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
Cell = Mapping[str, Any]


class Words(NamedTuple):
    """Looked up once for all rows."""

    choose: str
    overdue: str
    paused: str
    today: str


@register.simple_tag
def queue_rows(rows: Iterable[Mapping[str, Any]], selectable: Any = None) -> SafeString:
    """The rows as components/queue_table.html describes them, each with its box where they are selectable."""
    words = Words(_("Choose %(number)s"), escaped(_("Overdue")), escaped(_("Paused")), escaped(_("Today")))
    return SafeString("".join(_row(row, selectable, words) for row in rows))


@register.simple_tag
def options(choices: Iterable[Mapping[str, Any]]) -> SafeString:
    """The options of a select, each with value, label and whether it is selected: a queue has a hundred of them."""
    return SafeString("".join([_option(one) for one in choices]))


@register.simple_tag
def menu_items(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """The lines of a group of the desk's menu, each with title, url, count and whether it is the current one."""
    return SafeString("".join([_menu_item(one) for one in items]))


def _menu_item(one: Mapping[str, Any]) -> str:
    current = ' aria-current="page"' if one["current"] else ""
    count = f" <span>{escaped(one['count'])}</span>" if one["count"] is not None else ""
    return f'<li><a href="{escaped(one["url"])}"{current}><span>{escaped(one["title"])}</span>{count}</a></li>'


def _option(one: Mapping[str, Any]) -> str:
    # A key is written as it is, without the separators of a number for readers.
    chosen = " selected" if one.get("selected") else ""
    return f'<option value="{escape(str(one["value"]))}"{chosen}>{escaped(one["label"])}</option>'


def escaped(value: Any) -> str:
    if type(value) is str:
        # What Django's function does in the end, after it has looked for lazy texts, which takes longer than this.
        return escape(value)
    return conditional_escape(value if isinstance(value, str) else localize(value))


def _row(row: Mapping[str, Any], selectable: Any, words: Words) -> str:
    number, chosen, box = escaped(row.get("number", "")), row.get("selected"), ""
    if selectable:
        label = escaped(words.choose % {"number": row.get("number", "")})
        checked = " checked" if chosen else ""
        box = (
            f'<td><input type="checkbox" name="chosen" value="{escaped(row.get("pk", ""))}"{checked}'
            f' aria-label="{label}"></td>'
        )
    cells = "".join([_cell(cell, words) for cell in row.get("cells", ())])
    selected = ' class="selected"' if chosen else ""
    link = f'<a href="{escaped(row.get("url", ""))}">{number}</a>'
    return f'\n    <tr{selected}>{box}<th scope="row">{link}</th>{cells}</tr>'


def _cell(cell: Cell, words: Words) -> str:
    text = escaped(cell.get("text", ""))
    numeric = "num" if cell.get("numeric") else ""
    if cell.get("cut"):
        return f'<td class="{numeric} cut" title="{text}">{_inside(cell, text, words)}</td>'
    return f'<td class="{numeric}">{_inside(cell, text, words)}</td>'


def _inside(cell: Cell, text: str, words: Words) -> str:
    if cell.get("clock"):
        return clock_chip(cell["clock"], text, escaped(cell.get("reason") or ""), words)
    if cell.get("chips"):
        chips = [(escaped(chip["tone"]), escaped(chip["text"])) for chip in cell["chips"]]
        return "".join([f'<span class="chip {tone}">{said}</span> ' for tone, said in chips])
    if cell.get("chip"):
        return f'<span class="chip {escaped(cell.get("tone") or "plain")}">{text}</span>'
    return f'<a href="{escaped(cell["url"])}">{text}</a>' if cell.get("url") else text


def clock_chip(state: str, text: str, reason: str, words: Words) -> str:
    """As components/clock_chip.html draws it on a case's page; everything given is escaped already."""
    if state == "overdue":
        return f'<span class="chip tile">{words.overdue} · {text}</span>'
    if state == "today":
        return f'<span class="chip tile">{text or words.today}</span>'
    if state == "soon":
        return f'<span class="chip sand">{text}</span>'
    if state == "paused":
        title, more = f' title="{reason}"' if reason else "", f" · {text}" if text else ""
        return f'<span class="chip plain"{title}>{words.paused}{more}</span>'
    return f'<span class="nowrap">{text}</span>'

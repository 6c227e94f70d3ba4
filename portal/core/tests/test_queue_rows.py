import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.core.templatetags.queue_tags import queue_rows

TABLE, CHIP = "components/queue_table.html", "components/clock_chip.html"


def rows_with(**cell):
    return [{"pk": 7, "url": "/case/7/?list=a&b=1", "number": "QD-<7>", "cells": [cell]}]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("state", ["overdue", "today", "soon", "running", "paused"])
@pytest.mark.parametrize(("text", "reason"), [("25 Nov", ""), ("", ""), ("25 Nov", 'she said "wait"')])
def test_a_clock_reads_the_same_in_a_row_and_on_the_page(language, state, text, reason):
    with translation.override(language):
        chip = render_to_string(CHIP, {"state": state, "text": text, "reason": reason}).strip()
        assert f"<td>{chip}</td>" in queue_rows(rows_with(text=text, clock=state, reason=reason)).replace(
            ' class=""', ""
        )


@pytest.mark.parametrize(
    "cell",
    [
        {"text": "<b>"},
        {"text": "<b>", "cut": True},
        {"text": "<b>", "url": '/"><b>'},
        {"text": "<b>", "chip": True, "tone": '"><b>'},
        {"chips": [{"text": "<b>", "tone": '"><b>'}]},
        {"text": "<b>", "clock": "paused", "reason": '"><b>'},
        {"text": "<b>", "clock": "soon"},
    ],
)
def test_nothing_in_a_row_is_read_as_markup(cell):
    html = queue_rows(rows_with(**cell), True)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert 'href="/case/7/?list=a&amp;b=1">QD-&lt;7&gt;</a>' in html


def test_a_row_can_be_chosen_where_the_table_says_so():
    with translation.override("en"):
        rows = [row | {"selected": True} for row in rows_with(text=1200, numeric=True)]
        chosen = render_to_string(TABLE, {"rows": rows, "columns": [], "selectable": True})
        assert '<tr class="selected"><td><input type="checkbox" name="chosen" value="7" checked' in chosen
        assert 'aria-label="Choose QD-&lt;7&gt;"' in chosen
        assert '<td class="num">1200</td>' in chosen
        assert "checkbox" not in render_to_string(TABLE, {"rows": rows, "columns": []})

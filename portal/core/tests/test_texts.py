"""Every text of the interface has its Chinese, and the finder misses none."""

import re
from functools import cache

import polib
import pytest

from portal.core import texts
from portal.core.tests.project import ROOT

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
CODE = """
_("one")
gettext_lazy("two " "halves")
ngettext("%(n)s file", "%(n)s files", n)
pgettext_lazy("month", "May")
_(variable)
messages.gettext("three")
"""
TEMPLATE = """{% load i18n %}<p title="{% translate "A (bracketed) text" %}">{{ _("Shown") }}</p>
{% include "x.html" with title=_("Passed") %}
{% blocktranslate trimmed count n=files %}
  %(x)s {{ n }} file
{% plural %}
  {{ n }} files
{% endblocktranslate %}
{% translate "May" context "month" %}"""


@cache
def found():
    return texts.find(ROOT)


@cache
def catalogue():
    return {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(CATALOGUE))}


def chinese(entry):
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def test_code_is_read():
    read = [(text.context, text.msgid, text.plural) for text in texts.in_code(CODE, "x.py")]
    assert sorted(read) == [
        ("", "%(n)s file", "%(n)s files"),
        ("", "one", ""),
        ("", "three", ""),
        ("", "two halves", ""),
        ("month", "May", ""),
    ]


def test_what_translates_has_a_name_that_the_finder_knows():
    """Under any other name its texts would stay English."""
    renamed = re.compile(r"^from django\.utils\.translation import .* as (?!_$).*", re.MULTILINE)
    apps = [ROOT / name for name in ("portal", "policies", "enterprises", "talent")]
    files = {path.relative_to(ROOT): path.read_text() for app in apps for path in app.rglob("*.py")}
    assert len(files) > 100
    assert {path: found for path, text in files.items() if (found := renamed.findall(text))} == {}


def test_templates_are_read():
    read = [(text.context, text.msgid, text.plural) for text in texts.in_template(TEMPLATE, "x.html")]
    assert sorted(read) == [
        ("", "%%(x)s %(n)s file", "%(n)s files"),
        ("", "A (bracketed) text", ""),
        ("", "Passed", ""),
        ("", "Shown", ""),
        ("month", "May", ""),
    ]


def test_a_text_put_together_at_run_time_is_refused():
    with pytest.raises(texts.TextError, match=r"x\.py:1: "):
        list(texts.in_code('_(f"{count} files")', "x.py"))


def test_an_update_keeps_translations_and_drops_what_is_unused(tmp_path):
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    old, new, gone = texts.Text("old"), texts.Text("new"), texts.Text("gone")
    texts.update(path, {text.key: text for text in (old, gone)})
    file = polib.pofile(str(path))
    file.find("old").msgstr = "旧"
    file.append(polib.POEntry(msgid="a library’s", msgstr="库", tcomment=texts.LIBRARY))
    file.save()
    done = texts.update(path, {text.key: text for text in (old, new)})
    assert (done.added, done.dropped, done.untranslated) == (["new"], ["gone"], ["new"])
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} == {
        "a library’s": "库",
        "new": "",
        "old": "旧",
    }


def test_compiling_skips_what_is_up_to_date(tmp_path):
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    text = texts.Text("one")
    texts.update(path, {text.key: text})
    assert texts.compile_all(tmp_path) == [path]
    assert texts.compile_all(tmp_path) == []
    assert texts.compile_all(tmp_path, force=True) == [path]


def test_the_catalogue_holds_the_texts_of_the_code_and_no_others():
    ours = {key for key, entry in catalogue().items() if entry.tcomment != texts.LIBRARY}
    assert {"missing": sorted(found().keys() - catalogue().keys()), "unused": sorted(ours - found().keys())} == {
        "missing": [],
        "unused": [],
    }, "run `make texts`"


def test_every_text_has_its_chinese():
    without = [entry.msgid for entry in catalogue().values() if not chinese(entry).strip()]
    assert "\n".join(without) == ""


def test_both_languages_leave_the_same_places_open():
    different = {
        entry.msgid: chinese(entry)
        for entry in catalogue().values()
        if chinese(entry)
        and texts.placeholders(entry.msgid_plural or entry.msgid) != texts.placeholders(chinese(entry))
    }
    assert different == {}

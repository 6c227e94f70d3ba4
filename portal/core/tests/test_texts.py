"""Every text of the interface has its Chinese, those of the talent pages their Korean and Japanese too."""

import re
from functools import cache

import polib
import pytest
from django.utils import translation

from portal.core import texts
from portal.core.tests.project import ROOT

LOCALE = ROOT / "locale"
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


LANGUAGES = ("zh_Hans", *texts.WIDE_LANGUAGES)


@cache
def found(language="zh_Hans"):
    everything = texts.find(ROOT)
    return texts.wide(everything) if language in texts.WIDE_LANGUAGES else everything


@cache
def catalogue(language="zh_Hans"):
    file = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    return {(entry.msgctxt or "", entry.msgid): entry for entry in file}


def translated(entry):
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(language):
    entries, needed = catalogue(language), found(language)
    ours = {key for key, entry in entries.items() if entry.tcomment != texts.LIBRARY}
    assert {"missing": sorted(needed.keys() - entries.keys()), "unused": sorted(ours - needed.keys())} == {
        "missing": [],
        "unused": [],
    }, "run `make texts`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    without = [entry.msgid for entry in catalogue(language).values() if not translated(entry).strip()]
    assert "\n".join(without) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_leave_the_same_places_open(language):
    different = {
        entry.msgid: translated(entry)
        for entry in catalogue(language).values()
        if translated(entry)
        and texts.placeholders(entry.msgid_plural or entry.msgid) != texts.placeholders(translated(entry))
    }
    assert different == {}


@pytest.mark.parametrize(("language", "letters"), [("ko", r"[\uac00-\ud7a3]"), ("ja", r"[\u3040-\u30ff]")])
def test_korean_and_japanese_are_what_they_say(language, letters):
    """No sentence was left in Chinese or English: it has letters that only its own language has."""
    # What a value takes the place of is no text of a language.
    said = {translated(entry): re.sub(r"%\(\w+\)s", "", translated(entry)) for entry in catalogue(language).values()}
    long = [text for text in said.values() if len(text) > 20]
    assert len(long) > 40
    assert [text for text in long if not re.search(letters, text)] == []


def test_pages_and_frame_of_foreign_talent_are_read_in_four_languages():
    needed = {file for text in found("ko").values() for file in text.files}
    assert {"templates/base.html", "templates/404.html", "templates/components/footer.html"} <= needed
    assert {"templates/talent/home.html", "talent/views/pages.py", "talent/enums.py"} <= needed
    assert not [file for file in found("ko") if file in ("talent/admin.py", "templates/policies/library.html")]


# Half-width signs beside Chinese.
HALF = re.compile("[一-鿿”’）】》][,;:?!]|[,;:?!][一-鿿“]|[一-鿿]\\(|\\)[一-鿿]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|{{.*?}}|{%.*?%}")
# A list as data is written with half-width signs.
AS_DATA = {"A list of [key, date]; what is over is dropped.", "A list of {“zh”: …, “en”: …}."}


def test_chinese_is_punctuated_in_chinese():
    """GB/T 15834: a comma, colon or bracket beside Chinese is as wide as a character."""
    texts_shown = {msgid: PLACEHOLDER.sub("\ue000", translated(entry)) for (_c, msgid), entry in catalogue().items()}
    assert len(texts_shown) > 5000
    assert {msgid: text for msgid, text in texts_shown.items() if HALF.search(text)}.keys() == AS_DATA


@pytest.mark.parametrize("text", ["支持,条件", "支持: 条件", "条件(元)", "（元）:", "“好”,"])
def test_a_half_width_sign_would_be_found(text):
    assert HALF.search(text)


def test_what_was_compiled_is_read_by_the_same_process(settings, tmp_path):
    """The first start of all compiles the texts and writes sentences in Chinese into the database afterwards."""
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="An invented sentence", msgstr="一个虚构的句子"))
    catalogue.save(str(source))

    def said() -> str:
        with translation.override("zh-hans"):
            return translation.gettext("An invented sentence")

    assert said() == "An invented sentence"
    assert texts.compile_all(tmp_path) == [source]
    assert said() == "一个虚构的句子"

"""What the talent pages say in Korean and Japanese: every fact of the shipped files, marked for voices and fonts."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.core import pagecache
from portal.core.loading import LoadError, Report, load_files
from talent.load_words import fact_models
from talent.models import Agency
from talent.models.words import told
from talent.tests.conftest import SHIPPED

WORDS = SHIPPED.with_name("words.yaml")


@pytest.fixture(autouse=True)
def _language() -> Any:
    yield
    translation.activate("zh-hans")


@pytest.fixture
def words(talent: Report) -> Report:
    pagecache.clear()
    return load_files([WORDS])


def test_every_fact_is_translated_and_loading_again_changes_nothing(words: Report) -> None:
    lacking = [
        (row, text.name, language)
        for model in fact_models()
        for row in model.objects.all()
        for text in told(model)
        for language in ("ko", "ja")
        if text.in_language(row, "zh") and not text.in_language(row, language)
    ]
    assert lacking == []
    assert load_files([WORDS]).changed == {}


@pytest.mark.parametrize("page", ["", "path/", "visas/", "classes/", "points/"])
def test_korean_pages_hold_no_word_of_another_language_that_is_not_marked(
    words: Report, client: Client, page: str
) -> None:
    source = client.get(f"/ko/talent/{page}").content.decode()
    main = source.split("<main")[1].split("</main>")[0]
    assert 'lang="en"' not in main
    plain = re.sub(r'<(\w+)[^>]* lang="[^"]*"[^>]*>[^<]*</\1>', "", main)
    # Three Korean words carry their Chinese letters in brackets, as Korean does.
    assert set(re.findall(r"[\u4e00-\u9fff]+", re.sub(r"<[^>]+>", " ", plain))) <= {"縣", "省", "技師"}


def test_a_fact_whose_chinese_changed_says_so_in_every_other_language(words: Report) -> None:
    agency = Agency.objects.get(code="PSB")
    agency.does_zh = "签证"
    for language, outdated in (("zh-hans", False), ("en", True), ("ko", True), ("ja", True)):
        with translation.override(language):
            assert agency.does.outdated is outdated, language
            assert not agency.name.outdated


def test_a_text_that_stands_twice_is_refused(db: None, tmp_path: Any) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("words:\n  - {zh: 一, ko: 일, ja: 一つ}\n  - {zh: 一, ko: 하나, ja: 一つ}\n", encoding="utf-8")
    with pytest.raises(LoadError, match=r"words\.yaml:3: this Chinese text stands here twice"):
        load_files([file])

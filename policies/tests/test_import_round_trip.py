"""What the desk exports, it can import: every list, as Excel and as CSV in either encoding, in either language."""

import io
import random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from policies.enums import ImportNoun
from policies.imports.noun import Noun
from policies.imports.nouns import NOUNS, noun_of
from policies.models import Base, Indicator, Measure, NegativeListEntry, Policy
from policies.tests.imported import brought, exported, imported, keeper, told
from portal.core.imports.headings import plain, spellings
from portal.core.sheets import armed, disarmed

MODELS = {"policy": Policy, "measure": Measure, "indicator": Indicator, "negativelistentry": NegativeListEntry,
          "base": Base}  # fmt: skip


@pytest.fixture
def desk(city: None, client: Client) -> Client:
    client.force_login(keeper())
    return client


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "gb18030"])
@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_an_exported_list_comes_back_unchanged(desk: Client, noun: str, kind: str, language: str) -> None:
    rows = MODELS[noun].objects.count()
    assert rows > 0
    content = exported(desk, noun, kind, language=language)
    job = brought(keeper("other"), content, noun)
    assert (told(job), job.refusal) == ([], {})
    assert (job.same_count, job.new_count, job.changed_count) == (rows, 0, 0)


def test_every_column_of_an_export_can_be_imported() -> None:
    assert set(NOUNS) == set(ImportNoun.values)
    for noun in NOUNS.values():
        assert set(noun.resource.fields) == set(noun.headings)
        own = set(noun.headings) - noun.parts
        assert {noun.model._meta.get_field(name).name for name in own} == own


@pytest.mark.parametrize("noun", NOUNS.values(), ids=sorted(NOUNS, key=list(NOUNS).index))
def test_no_two_headings_of_a_list_are_the_same(noun: Noun) -> None:
    for number in range(2):
        written = [plain(spellings(heading)[number]) for heading in noun.headings.values()]
        assert len(set(written)) == len(written)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gb18030"])
def test_texts_that_look_like_formulas_survive_the_way_out_and_back(desk: Client, kind: str) -> None:
    texts = ["=1+1", "'=1+1", "''+2", "+86 532", "-", "@SUM(A1)", "＝2", "'引号", "第一行\n第二行", 'a,b;"c"', "𠮷"]
    Indicator.objects.all().delete()
    given = {"title_zh": "数", "title_en": "n", "geo": "QD", "value": -3, "unit": "%"}
    Indicator.objects.bulk_create(Indicator(code=f"c{number}", note=text, **given) for number, text in enumerate(texts))
    content = exported(desk, "indicator", kind)
    job = brought(keeper("other"), content)
    assert (told(job), job.same_count) == ([], len(texts))
    Indicator.objects.all().delete()
    imported(keeper("third"), content)
    kept = list(Indicator.objects.order_by("pk").values_list("note", flat=True))
    assert kept == texts


def test_no_export_holds_a_formula(desk: Client) -> None:
    rng = random.Random(20261123)
    heads = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r", "\n", "  =", "'=", "''@"]
    tails = ["cmd|' /C calc'!A0", "1+1", "SUM(A1:A9)", "数", ""]
    texts = [rng.choice(heads) + rng.choice(tails) for _number in range(10_000)]
    assert not [text for text in texts if disarmed(text).lstrip("\t\r\n ")[:1] in "=+-@＝＋－＠" and disarmed(text)]
    assert [armed(disarmed(text)) for text in texts] == texts
    Indicator.objects.all().delete()
    given = {"title_zh": "数", "title_en": "n", "geo": "QD", "value": 1, "unit": "%"}
    Indicator.objects.bulk_create(
        Indicator(code=f"c{number}", note=text, **given) for number, text in enumerate(texts[:2000])
    )
    sheet = load_workbook(io.BytesIO(exported(desk, "indicator", "xlsx"))).active
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "d", "b"}


def one_more(noun: str, number: int) -> None:
    """Another row of the list, with everything that hangs on it."""
    source: Any = MODELS[noun].objects.order_by("pk").first()
    linked = {name: list(getattr(source, name).all()) for name in noun_of(noun).headings if is_linked(noun, name)}
    source.pk = None
    changes = {"code": f"X{number}", "slug": f"x{number}", "article": 900 + number, "text_zh": f"文{number}",
               "number": 500 + number, "document_number": None, "year": 1960 + number}  # fmt: skip
    for name, value in changes.items():
        if hasattr(source, name):
            setattr(source, name, value)
    source._state.adding = True
    source.save()
    for name, rows in linked.items():
        getattr(source, name).set(rows)


def is_linked(noun: str, name: str) -> bool:
    return name not in noun_of(noun).parts and noun_of(noun).is_linked(name)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_an_export_asks_as_often_for_thirty_rows_more(desk: Client, noun: str, kind: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            exported(desk, noun, kind)
        return len(queries)

    count()
    few = count()
    for number in range(30):
        one_more(noun, number)
    assert count() == few


def test_the_filters_of_the_list_hold_for_the_file(desk: Client) -> None:
    level = Policy.objects.values_list("level", flat=True).first()
    content = exported(desk, "policy", "csv", f"?level__exact={level}").decode("utf-8-sig")
    codes = Policy.objects.filter(level=level).values_list("code", flat=True)
    others = Policy.objects.exclude(level=level).values_list("code", flat=True)
    assert [code for code in codes if f'"{code}"' not in content] == []
    lines = content.splitlines()
    assert [code for code in others if any(line.startswith(f'"{code}"') for line in lines)] == []

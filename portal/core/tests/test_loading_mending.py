"""What YAML misreads in hand-written files: texts cut at a comma, and the key `no`."""

import pytest

from portal.core.loading import Document, LoadError


def read(text: str) -> dict:
    return Document("x.yaml", text).data


WHOLE = [
    ("{en: Exchange, visit, study tour}", "Exchange, visit, study tour"),
    ("{en: Exchange, visit , x: 1}", "Exchange, visit"),
    ("{zh: 业, en: Agriculture, animal husbandry and fishery}", "Agriculture, animal husbandry and fishery"),
    ("{en: 未设立公司的,不得派员,所签文书无效, x: 1}", "未设立公司的,不得派员,所签文书无效"),
    ("{en: 电子社保卡(证卡融合,自2024-12-01), x: 1}", "电子社保卡(证卡融合,自2024-12-01)"),
    ("{en: within 15 d of entry (S, 2017 flow), then 5-10 wd}", "within 15 d of entry (S, 2017 flow), then 5-10 wd"),
    ("{en: 外国人来华工作, 外国人来华工作\"一件事\" lead}", "外国人来华工作, 外国人来华工作\"一件事\" lead"),
    ("{en: Exchange, \"visit\", 'study' }", "Exchange, \"visit\", 'study'"),
    # What reads as a number, a date or a truth value is as much a part of a text.
    ("{en: for example USD 500,000 in all (S)}", "for example USD 500,000 in all (S)"),
    ("{en: USD 1,500,000}", "USD 1,500,000"),
    ("{en: 500,000}", "500,000"),
    ("{en: USD 500, 10 or 20}", "USD 500, 10 or 20"),
    ("{en: 2024-01-01, 2025-01-01}", "2024-01-01, 2025-01-01"),
    ("{en: No, thanks}", "No, thanks"),
    ("{en: well, no}", "well, no"),
    # Over the end of a line, as far as the braces reach.
    ("{zh: 访,\n  x: 1, en: Exchange,\n  visit, study\n  tour\n  }", "Exchange, visit, study tour"),
    ("{zh: 访, en: Exchange, # no: 1\n  visit # x: y\n  , x: 1}", "Exchange, visit"),
    ("{zh: 访, en: 交流,\n  访问}", "交流,访问"),
    ("{zh: 访, en: Exchange\n  , visit}", "Exchange, visit"),
    ("{zh: 访,\n  en: Exchange, visit,\n  x: 1}", "Exchange, visit"),
    ("[a, {en: Exchange, visit}]", "Exchange, visit"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), WHOLE, ids=[meant for _written, meant in WHOLE])
def test_a_text_that_a_comma_cut_is_whole_again_and_nothing_else_changes(written, meant):
    table = read(f"a: {written}\n")["a"]
    table = table[1] if isinstance(table, list) else table
    assert table["en"] == meant
    assert set(table) <= {"zh", "en", "x"}
    assert table.get("x", 1) == 1


def test_what_stands_in_quotation_marks_or_in_a_list_is_left_alone():
    text = "a: {en: 'Exchange, visit', list: [Exchange, visit], n: 5}\n"
    assert read(text) == {"a": {"en": "Exchange, visit", "list": ["Exchange", "visit"], "n": 5}}


@pytest.mark.parametrize(
    "written", ["note:", "note: ", "note :", "note: # nothing\n ", "note: ~", "'note':", "? note\n :"]
)
def test_a_key_that_was_written_empty_stays_a_key(written):
    assert read(f"a: {{en: x, {written}}}\n") == {"a": {"en": "x", "note": None}}
    assert read(f"a: {{en: x, {written}, b: 1}}\n") == {"a": {"en": "x", "note": None, "b": 1}}


def test_without_braces_there_are_no_cut_texts():
    assert read("en: Exchange, visit,\n  study tour\nnote:\nlast: x\n") == {
        "en": "Exchange, visit, study tour", "note": None, "last": "x",
    }  # fmt: skip
    assert read("a:\n  en: Exchange\n  ? visit\n  last: x\n") == {"a": {"en": "Exchange", "visit": None, "last": "x"}}


NO_PARTS = [
    ("a:\n  - {code: x, zh, en: y}\n  - {zh: 甲}\n", 2, "zh"),
    ("a:\n  - {code: x, en:y}\n  - {en: z}\n", 2, "en:y"),
    ("a:\n  - {code: x, en：y}\n  - {en: z}\n", 2, "en：y"),
    ("a: {en: Exchange, en}\n", 1, "en"),
    ("a: {visit, en: Exchange}\n", 1, "visit"),
    ("a: {en: [Exchange], visit}\n", 1, "visit"),
    ("a: {en: {b: Exchange}, visit}\n", 1, "visit"),
    ("a: {en: 'Exchange', visit}\n", 1, "visit"),
    ("a: {en: , visit}\n", 1, "visit"),
    ("a: {en: Exchange, [visit]}\n", 1, "[visit]"),
    # A key on a line of its own among others: a slip of the pen as likely as a part of the text.
    ("a: {zh: 访,\n  en: Exchange,\n  terminal,\n  x: 1}\n", 3, "terminal"),
]


@pytest.mark.parametrize(("text", "line", "part"), NO_PARTS, ids=[part for _text, _line, part in NO_PARTS])
def test_what_may_as_well_be_a_forgotten_colon_is_refused_with_its_line(text, line, part):
    with pytest.raises(LoadError) as caught:
        read(text)
    assert caught.value.line == line
    assert f"“{part}” has no colon; give it a value, or put the text it belongs to in quot" in caught.value.reason


def test_the_keys_no_yes_on_and_off_are_words_and_the_values_are_truth_values():
    assert read("no: 1\na: [{no: 2, yes: no}, {on: {off: yes}}]\nb: {no: null}\n") == {
        "no": 1, "a": [{"no": 2, "yes": False}, {"on": {"off": True}}], "b": {"no": None},
    }  # fmt: skip
    assert read("a: {2026: x, no: y}\n") == {"a": {2026: "x", "no": "y"}}


def test_mended_things_stand_on_their_lines_and_not_twice():
    document = Document(
        "x.yaml", "a:\n  - {no: 1, en: Exchange,\n    visit, visit,\n    x: 1}\n  - {no: 2, en: tax, customs, y: 3}\n"
    )
    assert document.data["a"][0]["en"] == "Exchange, visit, visit"
    places = [("a", 0, "no"), ("a", 0, "en"), ("a", 0, "x"), ("a", 1, "no"), ("a", 1, "y"), ("a", 1, "customs")]
    assert [document.line(place) for place in places] == [2, 2, 4, 5, 5, 5]
    for text, line in [("a: {en: x,\n  no: 1, 'no': 2}\n", 2), ("a: {en: x, y,\n  en: z}\n", 2)]:
        with pytest.raises(LoadError, match="stands here twice") as caught:
            read(text)
        assert caught.value.line == line

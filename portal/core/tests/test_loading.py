"""The loader of data files: one wrong line, named, and nothing is loaded."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from portal.accounts.models import District
from portal.core import loading
from portal.core.loading import Document, LoadError, Report, load_files, loader, upsert


@pytest.fixture(autouse=True)
def _a_shape_of_our_own():
    """Files with `parishes` at their top: districts by their code."""
    before = list(loading._loaders)

    @loader("parishes", keys={"parishes", "source"})
    def load_parishes(document: Document) -> Report:
        report = Report()
        document.only((), {"parishes", "source", "notes"})
        for number, _row in enumerate(document.need(("parishes",), list)):
            path = ("parishes", number)
            code, name = document.need((*path, "code"), str), document.need((*path, "name"), str)
            upsert(report, District, {"code": code}, {"name_zh": name}, (document, path))
        return report

    yield
    loading._loaders[:] = before


def document(text: str) -> Document:
    return Document("x.yaml", text)


def refused(text: str) -> tuple[int, str]:
    """Line and reason with which a text is refused."""
    with pytest.raises(LoadError) as caught:
        document(text)
    assert caught.value.message == f"x.yaml:{caught.value.line}: {caught.value.reason}"
    return caught.value.line, caught.value.reason


def files(folder: Path, *texts: str | bytes) -> list[Path]:
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        paths.append(path)
    return paths


GOOD = "source: here\nparishes:\n  - {code: P1, name: 一区}\n  - {code: P2, name: 二区}\n"


# --- what can't be read -----------------------------------------------------------------------------


UNREADABLE = [
    ("a: 1\nb: 2\na: 3\n", 3, "“a” stands here twice"),
    ("a:\n  - x: 1\n    y: 2\n    x: 3\n", 4, "“x” stands here twice"),
    ("a: {b: 1, b: 2}", 1, "“b” stands here twice"),
    ("a: 1\nb: [1, 2\nc: 3\n", 3, "not readable as YAML"),
    ("a: 1\n\tb: 2\n", 2, "not readable as YAML"),
    ("a: 1\nb: 'x\n", 3, "not readable as YAML"),
    ("a: 1\nday: 2026-02-31\n", 2, "not readable as YAML: day is out of range for month"),
    (
        "a: 1\nb: !!python/object/apply:os.system [x]\n",
        2,
        "not readable as YAML: could not determine a constructor",
    ),
    ("a: 1\n? [1, 2]\n: 3\n", 2, "not readable as YAML: found unhashable key"),
    ("a: &x [1]\nb: *x\n", 2, "not readable as YAML: an alias"),
    ("a: &x\n  - *x\n", 2, "not readable as YAML: an alias"),
    ("a: 1\nb: x\0y\n", 2, "the character U+0000 can’t stand in YAML"),
    ("a: 1\n---\nb: 2\n", 2, "not readable as YAML: but found another document"),
    ("[" * 2000, 1, "not readable as YAML: nested too deeply"),
    ("", 1, "the file must be a table"),
    ("# nothing yet\n", 1, "the file must be a table"),
    ("- 1\n- 2\n", 1, "the file must be a table"),
    ("text", 1, "the file must be a table"),
]


@pytest.mark.parametrize(("text", "line", "reason"), UNREADABLE, ids=[reason for _text, _line, reason in UNREADABLE])
def test_what_cannot_be_read_is_named_with_its_line(text, line, reason):
    found_line, found_reason = refused(text)
    assert found_line == line
    assert found_reason.startswith(reason)


def test_aliases_that_unfold_to_more_than_memory_are_not_unfolded():
    rows = "\n".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 30))
    assert refused(f"x0: &x0 [1]\n{rows}\n")[0] == 2


# --- where things stand -----------------------------------------------------------------------------


TREE = """\
# a comment
source: here
parishes:
  - code: P1
    name:
      zh: 一区
  - {code: P2, name: {zh: 二区}}
notes: |
  first
  second
last: 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("source",), 2),
        (("parishes",), 4),
        (("parishes", 0), 4),
        (("parishes", 0, "name", "zh"), 6),
        (("parishes", 1, "name", "zh"), 7),
        (("last",), 11),
        (("parishes", 0, "name", "en"), 6),
        (("parishes", 1, "missing", "deeper", 3), 7),
        (("nowhere",), 2),
    ],
)
def test_a_path_has_a_line_and_a_missing_one_that_of_what_is_above(path, line):
    assert document(TREE).line(path) == line


def test_need_gives_the_value_or_says_what_is_missing_and_where():
    tree = document(TREE)
    assert tree.need(("parishes", 1, "name", "zh"), str) == "二区"
    for path, kind, line, reason in [
        (("parishes", 1, "name", "en"), str, 7, "“en” is missing"),
        (("parishes", 5), dict, 4, "“5” is missing"),
        (("source", "deeper"), str, 2, "“deeper” is missing"),
        (("last",), str, 11, "“last” must be of type str, not int"),
        (("source",), (int, list), 2, "“source” must be of type int or list, not str"),
    ]:
        with pytest.raises(LoadError) as caught:
            tree.need(path, kind)
        assert (caught.value.line, caught.value.reason) == (line, reason)


def test_an_unknown_key_is_a_slip_of_the_pen():
    tree = document(TREE)
    tree.only(("parishes", 0), {"code", "name"})
    with pytest.raises(LoadError) as caught:
        tree.only((), {"source", "parishes", "notes"})
    assert (caught.value.line, caught.value.reason) == (11, "unknown key “last”; known are notes, parishes, source")


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_counts_as_kept(tmp_path):
    [path] = files(tmp_path, GOOD)
    assert load_files([path]).created == {"district": 2}
    again = load_files([path])
    assert (again.created, again.changed, again.kept) == ({}, {}, {"district": 2})
    path.write_text(GOOD.replace("二区", "新二区"), encoding="utf-8")
    third = load_files([path])
    assert (third.created, third.changed, third.kept) == ({}, {"district": 1}, {"district": 1})
    assert set(District.objects.values_list("code", "name_zh")) == {("P1", "一区"), ("P2", "新二区")}


@pytest.mark.django_db
def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    assert load_files(files(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())).created == {"district": 2}


BAD_FILES = [
    (GOOD.encode("gb18030"), 1, "the file is not UTF-8; save it as UTF-8"),
    (GOOD.encode("utf-16"), 1, "the file is not UTF-8; save it as UTF-8"),
    ("unheard: of\n", 1, "no known kind of file."),
    ("parishes: []\n", 1, "no known kind of file."),
    (GOOD + "surce: there\n", 5, "unknown key “surce”"),
    (GOOD + "  - {code: P3}\n", 5, "“name” is missing"),
    (GOOD + "  - {code: P3, name: 7}\n", 5, "“name” must be of type str, not int"),
    (GOOD + "  - {code: P3, name: ''}\n", 5, "name_zh: "),
    (GOOD + "  - {code: " + "9" * 5000 + ", name: x}\n", 5, "not readable as YAML"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("bad", "line", "reason"), BAD_FILES, ids=[reason for _bad, _line, reason in BAD_FILES])
def test_one_bad_file_and_none_is_loaded(tmp_path, bad, line, reason):
    paths = files(tmp_path, GOOD, bad)
    with pytest.raises(LoadError) as caught:
        load_files(paths)
    assert (caught.value.file, caught.value.line) == (str(paths[1]), line)
    assert caught.value.reason.startswith(reason)
    assert District.objects.count() == 0


@pytest.mark.django_db
def test_a_file_that_is_not_there_and_a_folder_are_named(tmp_path):
    [good] = files(tmp_path, GOOD)
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(LoadError) as caught:
            load_files([good, path])
        assert caught.value.message.startswith(f"{path}:1: the file can’t be read: ")
    assert District.objects.count() == 0


@pytest.mark.django_db
def test_an_unknown_kind_of_file_is_told_which_kinds_there_are(tmp_path):
    with pytest.raises(LoadError) as caught:
        load_files(files(tmp_path, "unheard: of\n"))
    assert "parishes: parishes, source" in caught.value.reason


@pytest.mark.django_db
def test_the_command_says_it_in_one_line(tmp_path):
    [good, bad] = files(tmp_path, GOOD, "a: 1\na: 2\n")
    with pytest.raises(CommandError) as caught:
        call_command("load_plan", str(good), str(bad))
    assert str(caught.value) == f"{bad}:2: “a” stands here twice"
    assert District.objects.count() == 0


@pytest.mark.django_db
def test_an_error_without_a_place_names_its_file(tmp_path):
    @loader("parishes without places", keys={"parishes", "blind"})
    def load_blindly(document: Document) -> Report:
        report = Report()
        upsert(report, District, {"code": "P1"}, {"name_zh": ""})
        return report

    paths = files(tmp_path, GOOD, "parishes: []\nblind: true\n")
    with pytest.raises(LoadError) as caught:
        load_files(paths)
    assert (caught.value.file, caught.value.line) == (str(paths[1]), 1)
    assert District.objects.count() == 0


@pytest.mark.django_db
def test_without_a_place_in_a_file_the_models_own_error_comes_through():
    with pytest.raises(ValidationError):
        upsert(Report(), District, {"code": "P1"}, {"name_zh": ""})


def test_reports_add_up():
    first, second = Report({"a": 1}, {}, {"b": 2}), Report({"a": 2, "c": 1}, {"d": 1}, {})
    first.add(second)
    assert first == Report({"a": 3, "c": 1}, {"d": 1}, {"b": 2})

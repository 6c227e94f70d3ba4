"""The library as it ships, and its loader: marked as invented, complete in its kinds, refused by line when wrong."""

import re
from datetime import date
from pathlib import Path

import pytest

from policies.enums import Audience, PolicyKind, PolicyLevel, PolicyState
from policies.models import Change, Clause, Contact, FocusArea, Policy, Revision
from policies.tests.conftest import DATA
from portal.core.loading import LoadError, load_files
from portal.core.management.commands.load_plan import shipped_files

pytestmark = pytest.mark.django_db
NAMES = ("library", "library_city", "library_districts")
# What the library's documents point to.
FIRST = [path for path in shipped_files() if path.stem in {"divisions", "rules", "plan", "policies", *NAMES}]
OFFICES = re.compile(r"\d{3,4}-\d{7,8}|1[3-9]\d{9}|@")


@pytest.fixture
def library(today) -> list[Policy]:
    load_files(FIRST)
    return list(Policy.objects.filter(code__startswith="EX-"))


def rows() -> dict[str, list]:
    models = (Policy, Clause, Contact, Revision, Change)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_the_shipped_library_is_invented_and_says_so(library) -> None:
    assert len(library) >= 24
    assert [one.code for one in library if not (one.is_demo and "示例" in one.title_zh)] == []
    written = "".join((DATA / f"{name}.yaml").read_text(encoding="utf-8") for name in NAMES)
    assert OFFICES.findall(written) == []
    assert [one.document_number for one in library if one.document_number and "示" not in one.document_number] == []


def test_the_shipped_library_has_every_level_kind_state_and_audience(library) -> None:
    everything = Policy.objects.all()
    assert {one.level for one in library} == set(PolicyLevel.values)
    assert {one.kind for one in everything} == set(PolicyKind.values)
    assert {one.state_on() for one in library} == set(PolicyState)
    assert {code for one in library for code in one.audiences} == set(Audience.values)
    assert {area.code for one in library for area in one.areas.all()} == set(
        FocusArea.objects.values_list("code", flat=True)
    )
    replaced = Policy.objects.get(code="EX-LS-2023")
    assert [one.code for one in replaced.superseded_by.all()] == ["EX-LS-2025"]
    assert Policy.objects.get(code="EX-QD-WAREHOUSE-2024").state == PolicyState.IN_FORCE  # it lapsed by its date
    assert Clause.objects.filter(policy__code="EX-QD-STAT-2025", text_en="").count() == 4
    assert set(Clause.objects.filter(stale=True).values_list("policy__code", flat=True)) == {"EX-QD-DATA-2025"}


def test_loading_again_changes_nothing(library) -> None:
    before = rows()
    report = load_files(FIRST)
    assert (report.created, report.changed) == ({}, {})
    assert rows() == before


def test_a_document_that_was_changed_before_comes_with_its_versions(library) -> None:
    versions = Revision.objects.filter(policy__code="EX-SN-2026").order_by("version")
    assert [(one.version, one.published_at.date()) for one in versions] == [
        (1, date(2026, 1, 16)), (2, date(2026, 4, 10)), (3, date(2026, 10, 9)),
    ]  # fmt: skip
    first, second, third = (one.content for one in versions)
    assert [clause["number"] for clause in first["clauses"]] == ["1", "2", "3", "4"]
    assert first["fields"]["audiences"] == ["enterprise", "operator"]
    assert "一千万元" in second["clauses"][1]["text_zh"]
    assert "五百万元" in third["clauses"][1]["text_zh"]
    policy = Policy.objects.get(code="EX-SN-2026")
    assert (policy.version, policy.clauses.count()) == (3, 3)
    assert list(policy.changes.order_by("at").values_list("kind", flat=True)) == ["new", "amended", "amended"]


# --- what a file leaves open, and what it changes -----------------------------------------------------

ONE = """
policies:
- code: DOC
  zh: 通知
  kind: notice
  level: city
  audience: [enterprise]
  clauses:
  - {number: "1", zh: 第一条, en: First}
"""


def _load(folder: Path, text: str):
    file = folder / "file.yaml"
    file.write_text(text, encoding="utf-8")
    return load_files([file])


def test_what_the_file_leaves_open_stays_as_the_bureau_filled_it_in(today, tmp_path: Path) -> None:
    _load(tmp_path, ONE)
    policy = Policy.objects.get()
    Policy.objects.filter(pk=policy.pk).update(reading_zh="解读", issued_on=date(2025, 1, 2))
    Contact.objects.create(policy=policy, name_zh="某处")
    _load(tmp_path, ONE)
    policy.refresh_from_db()
    assert (policy.reading_zh, policy.issued_on, policy.contacts.count()) == ("解读", date(2025, 1, 2), 1)


def test_a_changed_file_leaves_a_version_and_its_sentence_is_told(today, tmp_path: Path) -> None:
    _load(tmp_path, ONE)
    changed = ONE.replace("第一条", "第一条，已改")
    _load(tmp_path, changed)
    assert list(Revision.objects.order_by("version").values_list("version", "policy__version")) == [(1, 2), (2, 2)]
    assert Change.objects.filter(kind="amended").count() == 0
    sentence = "  versions:\n  - {on: 2026-11-20, zh: 再改。, en: Again.}\n"
    _load(tmp_path, changed.replace("已改", "再改") + sentence)
    assert list(Change.objects.filter(kind="amended").values_list("sentence_zh", "revision__version")) == [
        ("再改。", 3)
    ]


def test_a_document_that_is_not_published_leaves_no_version(today, tmp_path: Path) -> None:
    _load(tmp_path, ONE + "  published: false\n")
    assert (Policy.objects.count(), Revision.objects.count(), Change.objects.count()) == (1, 0, 0)


FAULTS = [
    ("audience: [enterprise]", "audience: [anybody]", "“anybody” is no audience"),
    ("audience: [enterprise]", "categories: [LUCK]", "no tradecategory with the code “LUCK”"),
    ("audience: [enterprise]", 'districts: ["999999"]', "no district with the code “999999”"),
    ("audience: [enterprise]", "contacts: [{phone: x}]", "“name_zh” is missing"),
    ("audience: [enterprise]", "contacts: [{name_zh: 处, email: nobody}]", "mail"),
    ("audience: [enterprise]", "issued_on: 2026年2月30日", "YYYY-MM-DD"),
    ("audience: [enterprise]", "document_number: 青商字2025-1", "青政办字〔2025〕21号"),
    ("audience: [enterprise]", "reader: [enterprise]", "unknown key “reader”"),
    ("audience: [enterprise]", "versions: [{on: 2026-01-01, zh: 一, en: One, before: {zh: 旧}}]", "before"),
    ('{number: "1", zh: 第一条, en: First}', '{number: "1", zh: "", en: First}', "“zh” is empty"),
]


@pytest.mark.parametrize(("old", "new", "reason"), FAULTS)
def test_a_faulty_document_is_named_by_its_line_and_nothing_is_saved(today, tmp_path, old, new, reason) -> None:
    line = ONE[: ONE.index(old)].count("\n") + 1
    with pytest.raises(LoadError, match=reason) as caught:
        _load(tmp_path, ONE.replace(old, new))
    assert (Path(caught.value.file).name, caught.value.line) == ("file.yaml", line), str(caught.value)
    assert not any(rows().values())

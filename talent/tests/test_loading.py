"""Loading talent.yaml: all or nothing, twice as once, and every mistake with its line."""

from pathlib import Path

import pytest
import yaml

from portal.core.loading import LoadError, Report, load_files
from talent.models import (
    Agency,
    EntryWithoutVisa,
    Hotline,
    Paper,
    PathStep,
    Penalty,
    PermitClass,
    PermitRoute,
    PointsTable,
    Referral,
    ResidenceRoute,
    StepFee,
    StepLimit,
    StepPaper,
    VisaType,
)
from talent.tests.conftest import SHIPPED

# As the file arrives from elsewhere: flow entries whose unquoted commas cut a text in two.
PLAIN = """\
permit_classes:
  A: {zh: 人才, en: Talent, routes: [{code: A3, zh: 岗位, en: Fits encouraged, market-oriented posts}]}
procedure:
  - {no: 8, who: employer, zh: 申领, en: Claim, docs: [P01, 营业执照],
     limit: within 15 d of entry (S, 2017 flow), then 5-10 wd}
  - {no: 9, who: applicant, zh: 电子社保卡(证卡融合,自2024-12-01), en: Register the card, source: S}
permit_documents:
  - {code: P01, zh: 申请表, en: Application form, rule: Chinese text, signed and sealed}
permanent_residence:
  basis: 出境入境管理法 art. 47-49 (L)
  routes:
    - {code: PR-INV, zh: 投资类, en: Investor - 3 years; for example USD 500,000 in all (S)}
hotlines: [{no: "12345", zh: 热线, en: Hotline}]
"""


def load(folder: Path, text: str) -> Report:
    file = folder / "talent.yaml"
    file.write_text(text, encoding="utf-8")
    return load_files([file])


def test_the_shipped_file_is_loaded_whole(talent: Report) -> None:
    counts = {
        model: model.objects.count()
        for model in (
            PermitClass,
            PermitRoute,
            PathStep,
            VisaType,
            EntryWithoutVisa,
            Agency,
            Hotline,
            Referral,
            ResidenceRoute,
            Penalty,
            PointsTable,
            StepFee,
        )
    }
    assert counts == {
        PermitClass: 3,
        PermitRoute: 15,
        PathStep: 12,
        VisaType: 10,
        EntryWithoutVisa: 5,
        Agency: 7,
        Hotline: 3,
        Referral: 6,
        ResidenceRoute: 5,
        Penalty: 3,
        PointsTable: 1,
        StepFee: 3,
    }
    assert list(Paper.objects.filter(code__startswith="P").values_list("code", flat=True)) == [
        f"P{number:02}" for number in range(1, 13)
    ]


def test_every_row_says_when_it_was_checked_and_no_name_is_invented(talent: Report) -> None:
    for model in (PathStep, Paper, VisaType, EntryWithoutVisa, Agency, Hotline, StepLimit, StepFee, PermitRoute):
        assert {(str(row.checked_on), row.checked_by) for row in model.objects.all()} == {("2026-11-22", "")}, model


def test_every_text_stands_in_both_languages(talent: Report) -> None:
    halves = []
    for model in (PathStep, Paper, VisaType, EntryWithoutVisa, Agency, PermitClass, PermitRoute, StepLimit, Penalty):
        names = [f.name.removesuffix("_zh") for f in model._meta.fields if f.name.endswith("_zh")]
        for row in model.objects.all():
            for name in names:
                zh, en = getattr(row, f"{name}_zh"), getattr(row, f"{name}_en")
                if bool(zh) != bool(en) and name != "source":
                    halves.append((model.__name__, str(row), name))
    assert halves == []


def test_points_are_kept_whole(talent: Report) -> None:
    table = PointsTable.objects.get()
    raw = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["points_table"]
    assert (table.thresholds, table.factors) == (raw["thresholds"], raw["factors"])
    assert sum(factor["max"] for factor in table.factors) == 120


def test_limits_carry_number_unit_kind_and_source(talent: Report) -> None:
    rows = StepLimit.objects.filter(step__number__in=(4, 6, 10, 12)).order_by("step__number", "order")
    assert [
        (row.step.number, row.subject, row.least, row.most, row.unit, row.anchor, row.kind, row.source_kinds)
        for row in rows.select_related("step")
    ] == [
        (4, "A", None, 5, "workday", "", "", "S"),
        (4, "B", None, 10, "workday", "", "", "S"),
        (4, "C", None, 10, "workday", "", "", "S"),
        (6, "", None, 24, "hour", "", "legal", "L"),
        (10, "", None, 30, "day", "entry", "legal", "L"),
        (10, "decision", None, 15, "day", "", "legal", "L"),
        (12, "residence_renewal", 30, None, "day", "expiry", "legal", "L"),
        (12, "residence_change", None, 10, "day", "change", "legal", "L"),
        (12, "permit_renewal", 30, 90, "day", "expiry", "", "S"),
        (12, "cancellation", None, 10, "workday", "contract_end", "", "GK"),
    ]


def test_loading_twice_changes_nothing(talent: Report) -> None:
    again = load_files([SHIPPED])
    assert (again.created, again.changed) == ({}, {})
    assert again.kept == talent.created


@pytest.mark.django_db
def test_a_file_without_the_extra_keys(tmp_path: Path) -> None:
    load(tmp_path, PLAIN)
    step = PathStep.objects.with_parts().get(number=8)
    assert (step.place_zh, step.checked_on, step.checked_by, list(step.agencies.all())) == ("", None, "", [])
    assert [(limit.most, limit.source_kinds, limit.source_en) for limit in step.limits.all()] == [
        (15, "S", "2017 flow"),
        (10, "", ""),
    ]
    assert [entry.paper.name_zh for entry in step.step_papers.all()] == ["申请表", "营业执照"]
    assert Hotline.objects.get().number == "12345"


def test_what_the_bureau_supplied_outlives_a_file_that_is_silent(talent: Report, tmp_path: Path) -> None:
    hotline = Hotline.objects.get(number="12345")
    hotline.hours_zh = "全天"
    hotline.save()
    load(tmp_path, PLAIN)
    hotline.refresh_from_db()
    step = PathStep.objects.get(number=8)
    assert (hotline.hours_zh, hotline.name_zh) == ("全天", "热线")
    assert step.place_zh.startswith("青岛市民中心")
    assert [entry.paper.code for entry in step.step_papers.all()] == ["P01", "E01"]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("who: employer", "who: company", 4, "“company” is not known here"),
        ("docs: [P01,", "docs: [P77,", 4, "no paper “P77” stands in this file"),
        ("no: 9", "no: 8", 6, "step 8 stands here twice"),
        ("en: Register the card", "title: Register the card", 6, "unknown key “title”"),
        (", en: Register the card", "", 6, "“en” is missing"),
        ("{no: 9, who", "{who", 6, "“no” is missing"),
        ("no: 9", "no: nine", 6, "must be of type int"),
        ("source: S}", "agency: XYZ}", 6, "no authority “XYZ” stands in this file"),
        ("source: S}", "limit: {D: 5 wd}}", 6, "“D” is not known here"),
        ("source: S}", "fees_cny: {forever: 5}}", 6, "“forever” is not known here"),
        ("source: S}", "kind: soon}", 6, "“soon” is not known here"),
        ("hotlines:", "hotlnes:", 13, "unknown key “hotlnes”"),
        ("hotlines:", "checked_on: someday\nhotlines:", 13, "“checked_on” must be of type date"),
        ("hotlines:", "not_our_job: [{code: x, zh: 事, en: It, agency: NO1}]\nhotlines:", 13, "no authority “NO1”"),
        ("hotlines:", "sources: {hotlines: {kinds: X}}\nhotlines:", 13, "must be letters of sources"),
        ("hotlines:", "points_table: {thresholds: {A: 85, B: 60}, factors: []}\nhotlines:", 13, "factors"),
        ("hotlines:", "points_table: {thresholds: {A: 85}, factors: []}\nhotlines:", 13, "“B” is missing"),
        (
            "hotlines:",
            "points_table:\n  thresholds: {A: 85, B: 60}\n  factors:\n"
            "    - {code: x, zh: 甲, en: x, max: 5, bands: [{lt: 5, pts: 6}]}\nhotlines:",
            16,
            "6 points are more than the maximum of 5",
        ),
        ("zh: 申请表", f"zh: {'长' * 201}", 8, "name_zh"),
    ],
)
@pytest.mark.django_db
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in PLAIN
    text = PLAIN.replace(old, new, 1)
    with pytest.raises(LoadError) as caught:
        load(tmp_path, text)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "talent.yaml"), line)
    assert reason in caught.value.reason
    assert (PathStep.objects.count(), Paper.objects.count(), PermitClass.objects.count()) == (0, 0, 0)


def test_a_mistake_leaves_what_was_there(talent: Report, tmp_path: Path) -> None:
    before = list(PathStep.objects.values())
    text = SHIPPED.read_text(encoding="utf-8").replace("Claim the work permit after entry", "Changed")
    with pytest.raises(LoadError):
        load(tmp_path, text.replace("who: both", "who: nobody"))
    assert list(PathStep.objects.values()) == before
    assert StepPaper.objects.exists()

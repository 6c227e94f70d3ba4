"""Charts: round axes, every figure drawn or named as missing, nothing inline, and files that are safe to open."""

import csv
import io
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from policies.charts.published import PUBLISHED, chart_of
from policies.figures import Figures
from policies.models import Indicator, Target
from policies.remarks import Remarks
from portal.core.charts import Chart, Goal, Item, Mark, Shape, draw
from portal.core.charts.lettering import width, wrapped
from portal.core.charts.scale import place, round_steps
from portal.core.charts.tables import csv_file

SVG = "{http://www.w3.org/2000/svg}"
SOME = (Item("Laoshan", Decimal("96.7"), "96.7"), Item("Jimo", Decimal("29.3"), "29.3"), Item("Laixi", None))


def chart(*items: Item, **values) -> Chart:
    given = {"slug": "one", "shape": Shape.BARS, "title": "Trade <by> district", "unit": "CNY 100 million"}
    return Chart(**given | {"label_heading": "District", "items": items or SOME, "source": "The bureau"} | values)


def drawing(one: Chart, alone: bool = False) -> ElementTree.Element:
    with translation.override("en"):
        return ElementTree.fromstring(draw(one, alone=alone))


def words(picture: ElementTree.Element) -> list[str]:
    return [part.text or "" for part in picture.iter(f"{SVG}text")]


def bars(picture: ElementTree.Element) -> list[tuple[float, float]]:
    """Left edge and length of each bar; the ground of a file is none."""
    found = [part for part in picture.iter(f"{SVG}rect") if part.get("class")]
    return [(float(part.get("x", "0")), float(part.get("width", "0"))) for part in found]


# --- axes and letters -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        (["828.5", "745"], ["0", "250", "500", "750", "1000"]),
        (["62.6", "37.4"], ["0", "20", "40", "60", "80"]),
        (["0.37", "0.26"], ["0", "0.1", "0.2", "0.3", "0.4"]),
        (["4.99", "7.13"], ["0", "2", "4", "6", "8"]),
        (["700"], ["0", "200", "400", "600", "800"]),
        (["20.1", "-1.2"], ["-10", "0", "10", "20", "30"]),
        (["-3", "-8"], ["-8", "-6", "-4", "-2", "0"]),
        (["0"], ["0", "1"]),
        ([], ["0", "1"]),
        (["999999999999"], ["0", "250000000000", "500000000000", "750000000000", "1000000000000"]),
    ],
)
def test_an_axis_has_round_steps_that_enclose_zero_and_every_value(values: list[str], marks: list[str]) -> None:
    assert round_steps(Decimal(value) for value in values) == [Decimal(mark) for mark in marks]


def test_a_value_lies_where_its_share_of_the_axis_is() -> None:
    marks = round_steps([Decimal(80)])
    assert place(Decimal(40), marks, 10, 200) == 110


def test_long_names_break_between_words_and_between_chinese_characters() -> None:
    title = "Growth of telecom, computer and information services imports"
    lines = wrapped(title, 200, 14)
    assert " ".join(lines) == title
    assert all(width(line, 14) <= 200 for line in lines)
    chinese = wrapped("电信、计算机和信息服务进口增幅", 100, 14)
    assert "".join(chinese) == "电信、计算机和信息服务进口增幅"
    assert all(width(line, 14) <= 100 for line in chinese)
    assert wrapped("增速（分年度）", 90, 14) == ["增速（分年", "度）"]
    assert wrapped("Donaudampfschifffahrt", 10, 14) == ["Donaudampfschifffahrt"]


# --- the picture ----------------------------------------------------------------------------------


def test_every_figure_is_drawn_or_named_as_missing() -> None:
    picture = drawing(chart())
    assert len(bars(picture)) == 2
    assert {"Laoshan", "96.7", "Jimo", "29.3", "Laixi", "not yet supplied", "Unit: CNY 100 million"} <= set(
        words(picture)
    )


def test_bars_are_as_long_as_their_values_and_negative_ones_lie_on_the_other_side() -> None:
    (_left, longer), (_same, shorter) = bars(drawing(chart()))
    assert longer / shorter == pytest.approx(96.7 / 29.3, rel=0.01)
    rise, fall = bars(drawing(chart(Item("a", Decimal(10), "10"), Item("b", Decimal(-5), "-5"))))
    assert rise[0] == pytest.approx(fall[0] + fall[1], abs=0.2)


def test_everything_stays_within_the_picture() -> None:
    long = Item("Scale of the artificial-intelligence industry", Decimal(1200), "about 1,200", Mark.DERIVED)
    for one in (chart(long, *SOME), chart(*_years(), shape=Shape.LINE)):
        picture = drawing(one, alone=True)
        _x, _y, wide, high = (float(part) for part in picture.get("viewBox", "").split())
        for part in picture.iter(f"{SVG}text"):
            x, y, long_as = float(part.get("x", 0)), float(part.get("y", 0)), width(part.text or "", 14)
            left = {"middle": x - long_as / 2, "end": x - long_as}.get(part.get("text-anchor", ""), x)
            assert left >= -1, part.text
            assert left + long_as <= wide + 12, part.text
            assert 0 < y < high, part.text


def _years() -> list[Item]:
    return [
        Item("2024", Decimal("483.9"), "483.9", year=2024),
        Item("2027", Decimal(700), "700 or more", Mark.TARGET, 2027),
    ]


def test_a_report_and_a_target_are_two_points_and_no_line_joins_them() -> None:
    goal = Goal(Decimal(700), "target: 700")
    picture = drawing(chart(*_years(), shape=Shape.LINE, goal=goal))
    assert len(list(picture.iter(f"{SVG}circle"))) == 1
    assert len(list(picture.iter(f"{SVG}path"))) == 1
    assert [part for part in picture.iter(f"{SVG}line") if part.get("class") == "chart-line"] == []
    assert len([part for part in picture.iter(f"{SVG}line") if part.get("class") == "chart-goal"]) == 2
    joined = drawing(chart(*(Item(str(y), Decimal(y), str(y), year=y) for y in (2020, 2023)), shape=Shape.LINE))
    assert len([part for part in joined.iter(f"{SVG}line") if part.get("class") == "chart-line"]) == 1


def test_the_line_to_be_reached_runs_through_no_value() -> None:
    items = (Item("2025", Decimal("561.3"), "561.3", Mark.DEMO, 2025), _years()[1])
    picture = drawing(chart(*items, shape=Shape.LINE, goal=Goal(Decimal(700), "target")))
    level = [float(p.get("y1", 0)) for p in picture.iter(f"{SVG}line") if p.get("class") == "chart-goal"][-1]
    for part in picture.iter(f"{SVG}text"):
        if part.text in {"561.3", "demo"}:
            assert not float(part.get("y", 0)) - 14 < level < float(part.get("y", 0))


def test_no_kind_of_figure_is_told_by_its_colour_alone() -> None:
    marks = [Mark.PUBLISHED, Mark.TARGET, Mark.DERIVED, Mark.PRELIMINARY, Mark.QUOTED, Mark.DEMO]
    picture = drawing(chart(*(Item(mark.value, Decimal(5), "5", mark) for mark in marks)))
    said = {"5", "5 (target)", "5 (derived)", "5 (preliminary)", "5 (quoted)", "5 (demo)"}
    assert said <= set(words(picture))
    same = drawing(chart(*(Item(name, Decimal(5), "5", Mark.PRELIMINARY) for name in "ab")))
    assert "All figures: preliminary" in " ".join(words(same))
    assert "5 (preliminary)" not in words(same)


def test_the_picture_is_described_in_words_and_escapes_what_it_shows() -> None:
    picture = drawing(chart(Item("<script>alert(1)</script>", Decimal(1), "1"), slug="two"))
    assert [part.tag for part in picture][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert picture.find(f"{SVG}title").text == "Trade <by> district"
    assert "<script>alert(1)</script>: 1" in picture.find(f"{SVG}desc").text
    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "two-title two-desc")
    assert not list(picture.iter(f"{SVG}script"))


def test_a_picture_carries_no_style_attribute_and_a_file_its_title_source_and_ground() -> None:
    one = chart(is_demo=True, remarks=("January to June together",))
    inside, alone = draw(one), draw(one, alone=True)
    assert "style=" not in inside + alone
    assert "<style" not in inside + alone
    shown = words(drawing(one, alone=True))
    assert {"Trade <by> district", "Demo data, invented; no statistics", "Source: The bureau"} <= set(shown)
    assert "January to June together" in shown
    assert "Source: The bureau" not in words(drawing(one))
    assert drawing(one, alone=True).find(f"{SVG}rect").get("fill") == "#ffffff"


# --- the table as a file --------------------------------------------------------------------------


def table(one: Chart) -> list[list[str]]:
    with translation.override("en"):
        return list(csv.reader(io.StringIO(csv_file(one).decode("utf-8-sig"))))


def test_the_file_holds_the_numbers_of_the_picture_as_numbers() -> None:
    rows = table(chart(*SOME, Item("Falling", Decimal("-1.2000"), "-1.2"), Item("Round", Decimal("700"), "700")))
    assert rows[0] == ["District", "Value", "Unit", "As published", "Kind", "Remark", "Source"]
    assert [row[1] for row in rows[1:]] == ["96.7", "29.3", "", "-1.2", "700"]
    assert [row[4] for row in rows[1:]][2] == "Not yet supplied"


def test_no_cell_of_the_file_is_a_formula() -> None:
    rows = table(chart(Item("=HYPERLINK(0)", Decimal(1), "+1", remark="@x"), source="-cmd"))
    assert rows[1] == ["'=HYPERLINK(0)", "1", "CNY 100 million", "'+1", "Reported figure", "'@x", "'-cmd"]


# --- what is published ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_chart_of_the_published_figures_can_be_drawn_and_downloaded(city, client: Client, language: str) -> None:
    for slug in PUBLISHED:
        address = f"/{language}/policies/plan/charts/{slug}"
        picture, data = client.get(f"{address}.svg"), client.get(f"{address}.csv")
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
        assert picture["Content-Disposition"] == f'attachment; filename="{slug}.svg"'
        assert ElementTree.fromstring(picture.content).tag == f"{SVG}svg"
        assert (data.status_code, data["Content-Type"]) == (200, "text/csv; charset=utf-8")
        assert data["Content-Disposition"] == f'attachment; filename="{slug}.csv"'
        assert data.content.startswith(b"\xef\xbb\xbf")


def test_a_file_that_was_asked_for_once_costs_no_query_and_an_unknown_one_is_not_found(city, client: Client) -> None:
    client.get("/en/policies/plan/charts/volume.svg")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/en/policies/plan/charts/volume.svg").cookies == {}
    assert len(captured) == 0
    for slug in ("nothing", "progress-nothing", "districts-market-entities-1999-12", "districts-"):
        assert client.get(f"/en/policies/plan/charts/{slug}.svg").status_code == 404
        assert client.get(f"/en/policies/plan/charts/{slug}.csv").status_code == 404


def charts_of_the_city() -> list[Chart]:
    figures = Figures.load()
    remarks = Remarks(figures, Target.objects.all())
    return [one for slug in PUBLISHED if (one := chart_of(slug, figures, remarks))]


def test_no_chart_shows_two_scopes_as_one_series(city) -> None:
    """518.6 is what was delivered of all digital trade in 2023; 483.9 is another scope: never in one picture."""
    with translation.override("en"):
        found = charts_of_the_city()
    with_483 = {one.slug for one in found if any(item.value == Decimal("483.9") for item in one.items)}
    with_518 = {one.slug for one in found if "518.6" in f"{one.description}{one.items}"}
    assert (with_483, with_518) == ({"volume"}, {"structure"})
    drawn = {one.slug: [item.value for item in one.items] for one in found}
    assert drawn["structure"] == [Decimal("62.6"), Decimal("37.4")]


def test_what_is_derived_or_quoted_is_called_so(city) -> None:
    with translation.override("en"):
        found = {one.slug: one for one in charts_of_the_city()}
    assert [(item.label, item.mark) for item in found["total"].items] == [
        ("2022", Mark.DERIVED), ("2023", Mark.PUBLISHED),
    ]  # fmt: skip
    assert [(item.text, item.mark) for item in found["world-growth"].items] == [
        ("10.7", Mark.QUOTED), ("5.6", Mark.PUBLISHED), ("5.57", Mark.PUBLISHED),
    ]  # fmt: skip
    assert [item.text for item in found["volume"].items] == ["483.9", "700 or more"]
    assert [item.mark for item in found["china-share"].items] == [Mark.TARGET, Mark.TARGET]


def test_a_chart_whose_figure_is_missing_is_left_out(city, client: Client) -> None:
    Indicator.objects.filter(code__in=["ordered_share", "world_digital_exports"]).delete()
    assert {one.slug for one in charts_of_the_city()} == set(PUBLISHED) - {
        "structure", "world-exports", "world-growth",
    }  # fmt: skip
    assert client.get("/en/policies/plan/charts/structure.svg").status_code == 404
    assert client.get("/en/policies/plan/figures/").status_code == 200

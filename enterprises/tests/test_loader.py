"""The calls that come with a file of measures, and how an operator's file takes the demo's place."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from enterprises.demo.windows import OFFSETS, move_windows
from enterprises.models import Call
from portal.core import clock
from portal.core.loading import LoadError, load_files
from portal.core.management.commands.load_plan import shipped_files

pytestmark = pytest.mark.django_db
MEASURES = Path(settings.ROOT) / "policies" / "data" / "measures.yaml"


@pytest.fixture
def demo():
    load_files(shipped_files())
    move_windows()


def own_file(folder: Path, *changes: tuple[str, str]) -> Path:
    text = MEASURES.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    file = folder / "measures.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_on_any_day_there_is_a_call_of_each_kind(demo):
    for days in (0, 1, 45, 400):
        with clock.at(clock.now() + timedelta(days=days)):
            move_windows()
            states = [call.state.value for call in Call.objects.all()]
            assert {"upcoming", "open", "closing", "closed"} == set(states), days
            assert any(
                call.is_open(clock.now()) and call.last_day - clock.today() < timedelta(7)
                for call in Call.objects.all()
            )


def test_every_demo_measure_has_its_place_in_the_calendar(demo):
    assert set(Call.objects.values_list("measure__code", flat=True)) == set(OFFSETS)


def test_loading_again_leaves_the_moved_windows_alone(demo):
    before = list(Call.objects.order_by("pk").values())
    report = load_files(shipped_files())
    assert (report.created, report.changed) == ({}, {})
    assert list(Call.objects.order_by("pk").values()) == before


def test_a_file_that_is_no_demo_takes_its_place(demo, tmp_path):
    load_files([own_file(tmp_path, ("demo: true", "demo: false"))])
    call = Call.objects.get(measure__code="ENT-01")
    assert (call.is_demo, call.opens_on, call.last_day) == (False, date(2026, 11, 9), date(2026, 12, 18))
    assert move_windows() == 0


def test_a_budget_below_what_is_committed_is_refused_with_its_line(demo, tmp_path):
    Call.objects.filter(measure__code="ENT-01").update(committed_fen=2_000_000_00)
    file = own_file(tmp_path, ("budget_cny: 3000000\n  anchor: Fujian", "budget_cny: 1000000\n  anchor: Fujian"))
    line = (
        file.read_text(encoding="utf-8")
        .split("\n")
        .index("  anchor: Fujian guide lists CMMI, ISO 27001, ISO 20000 and similar as eligible (S)")
    )
    with pytest.raises(LoadError, match="already committed") as refused:
        load_files([file])
    assert refused.value.line == line
    assert Call.objects.get(measure__code="ENT-01").budget_fen == 3_000_000_00

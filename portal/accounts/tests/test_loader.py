from pathlib import Path

import pytest
from django.conf import settings

from portal.accounts.models import District, Unit
from portal.core.loading import LoadError, load_files

pytestmark = pytest.mark.django_db
SHIPPED = Path(settings.ROOT) / "portal" / "accounts" / "data" / "divisions.yaml"


def test_districts_zones_and_their_authorities():
    load_files([SHIPPED])
    districts = District.objects.filter(is_zone=False, is_retired=False).exclude(code="370200")
    assert districts.count() == 10
    assert District.objects.get(code="QD-FTZ").within.code == "370211"
    assert set(Unit.objects.exclude(division_code="").values_list("division_code", flat=True)) == set(
        districts.values_list("code", flat=True)
    )


def test_loading_twice_changes_nothing():
    load_files([SHIPPED])
    again = load_files([SHIPPED])
    assert (again.created, again.changed) == ({}, {})


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ('code: "370212"', 'code: "37021"', 7, "six digits"),
        ("zh: 崂山区, ", "", 7, "“zh” is missing"),
        ('in: "370211", source: S (9.12', 'in: "999999", source: S (9.12', 22, "no district “999999”"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(tmp_path, before, after, line, reason):
    text = SHIPPED.read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / "divisions.yaml"
    file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(LoadError, match=reason) as refused:
        load_files([file])
    assert refused.value.line == line
    assert not District.objects.exists()

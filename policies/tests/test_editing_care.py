"""Content care: what is stale, empty, standing still or about to lapse is listed, with the way to mend it."""

from datetime import timedelta

import pytest
from django.utils import translation

from policies.editing.care import care
from policies.enums import PolicyKind, PolicyState
from policies.models import AreaTask, Change, Contact, FocusArea, Policy
from policies.tests.edits import a_policy
from portal.core import clock

pytestmark = pytest.mark.django_db


def found() -> dict[str, list[str]]:
    """Titles of the sections, with what their rows say; of the documents only those of these tests."""
    with translation.override("en"):
        return {one.title: [row["text"] for row in one.rows] for one in care()["sections"]}


@pytest.fixture
def area(db) -> FocusArea:
    area = FocusArea.objects.create(code="A", number=1, title_zh="一", title_en="One", short_zh="一", short_en="One")
    Contact.objects.create(area=area, name_zh="处室")
    return area


def whole(area: FocusArea, code: str = "QD-WHOLE", **columns: object) -> Policy:
    """A document that lacks nothing."""
    policy = a_policy(code, reading_zh="简单说。", title_en=code, **columns)
    policy.areas.add(area)
    return policy


def test_a_whole_document_is_nowhere(area) -> None:
    whole(area)
    assert found() == {"Focus areas with an empty column": ["One"]}


def test_every_gap_has_its_section(area) -> None:
    whole(area)
    Policy.objects.filter(pk=whole(area, "STALE").pk).update(stale=["title_en"])
    whole(area, "STALE-CLAUSE").clauses.filter(number="1").update(stale=True)
    whole(area, "NO-TEXT").clauses.all().delete()
    whole(area, "NO-ENGLISH").clauses.filter(number="1").update(text_en="")
    Policy.objects.filter(pk=whole(area, "NO-READING").pk).update(reading_zh="")
    whole(area, "NO-CONTACT").areas.clear()
    today = clock.today()
    whole(area, "SOON", expires_on=today + timedelta(days=60))
    whole(area, "LATER", expires_on=today + timedelta(days=61))
    whole(area, "OVER", expires_on=today - timedelta(days=1)).clauses.all().delete()
    whole(area, "REPEALED", state=PolicyState.REPEALED).clauses.all().delete()
    whole(area, "HIDDEN", published=False).clauses.all().delete()
    assert found() == {
        "English older than its Chinese": ["STALE", "STALE-CLAUSE"],
        "Documents without text": ["NO-TEXT"],
        "Documents without English": ["NO-ENGLISH"],
        "Documents without a contact": ["NO-CONTACT"],
        "Documents without a plain reading": ["NO-READING"],
        "Focus areas with an empty column": ["One"],
        "Documents that lapse soon": ["SOON"],
    }


def test_an_area_that_has_everything_is_not_listed(area) -> None:
    from enterprises.tests.factories import MeasureFactory

    MeasureFactory(area=area, policy=whole(area))
    AreaTask.objects.create(area=area, title_zh="任务", title_en="Task")
    assert found() == {}


def test_a_kind_that_stands_still_is_listed_until_something_changes(area) -> None:
    long_ago = clock.now() - timedelta(days=200)
    policy = whole(area, kind=PolicyKind.LAW, published_at=long_ago)
    whole(area, "NEW", kind=PolicyKind.NOTICE)
    assert found()["Columns that stand still"] == ["Law or regulation"]
    Change.objects.create(policy=policy, kind="amended", sentence_zh="改了。")
    assert "Columns that stand still" not in found()


def test_long_lists_show_the_first_and_count_all(area) -> None:
    for number in range(12):
        whole(area, f"N-{number}").clauses.all().delete()
    section = next(one for one in care()["sections"] if len(one.rows) == 10)
    assert section.count == 12

"""Rows that are put into a test are those that were made, value for value."""

import pytest
from django.apps import apps
from django.db import transaction

from portal.accounts.models import Unit, User
from portal.audit.actions import record
from portal.core.tests.kept_rows import KeptRows

pytestmark = pytest.mark.django_db
TEXT = 'Line\nof 商务局, a\ttab, a \\ and a "quote"'


def make() -> str:
    unit = Unit.objects.create(code="QD-COM", kind="bureau", name_zh=TEXT, name_en="")
    user = User.objects.create_user("li@example.test", name="李红")
    user.posts.create(unit=unit, role="admin")
    record(scope="case:1", verb="noted", actor=user, data={"of": [TEXT, None, 1.5, True]})
    return "made"


def contents() -> dict[str, list[tuple]]:
    return {model._meta.label: sorted(model._base_manager.values_list()) for model in apps.get_models()}


def test_they_are_what_was_made_in_this_test_and_in_the_next() -> None:
    clean, seen = contents(), []

    def look() -> str:
        answer = make()
        seen.append(contents())
        return answer

    kept = KeptRows(look)
    for _test in range(2):
        with transaction.atomic():
            assert kept.put() == "made"
            assert contents() == seen[0]
            transaction.set_rollback(True)
        assert contents() == clean
    assert len(seen) == 1
    changed = {label for label, found in seen[0].items() if found != clean[label]}
    assert changed == {"accounts.Unit", "accounts.User", "accounts.Post", "audit.Entry", "audit.Head"}


def test_a_row_of_the_test_itself_stays_out() -> None:
    User.objects.create_user("wang@example.test", name="王宁")
    kept = KeptRows(make)
    kept.put()
    assert set(User.objects.values_list("email", flat=True)) == {"li@example.test", "wang@example.test"}


def test_whoever_changes_a_row_of_the_test_is_told() -> None:
    Unit.objects.create(code="QD-COM", kind="bureau", name_zh="x", name_en="")
    kept = KeptRows(lambda: Unit.objects.update(name_zh="y"))
    with pytest.raises(AssertionError, match="accounts_unit: rows of the test itself were changed"):
        kept.put()

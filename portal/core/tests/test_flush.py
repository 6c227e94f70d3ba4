"""What the tests' own `flush` leaves behind is what Django's leaves."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import call_command, load_command_class
from django.core.management.commands import flush
from django.db import connection

from portal.accounts.models import Unit, User
from portal.audit.actions import record
from portal.audit.models import Entry
from portal.core.tests.emptying.management.commands.flush import Command

pytestmark = pytest.mark.django_db(transaction=True)
HOW = {"verbosity": 0, "interactive": False, "reset_sequences": False}


def fill() -> None:
    user = User.objects.create_user("li@example.test", name="李红")
    user.user_permissions.add(*Permission.objects.all()[:3])
    user.posts.create(
        unit=Unit.objects.create(code="QD-COM", kind="bureau", name_zh="商务局", name_en="Bureau"), role="admin"
    )
    record(scope="case:1", verb="noted", actor=user)


def rows() -> dict[str, int]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: count for model in models if (count := model._base_manager.count())}


def test_the_tests_call_it() -> None:
    assert isinstance(load_command_class("portal.core.tests.emptying", "flush"), Command)


def test_nothing_is_left_but_what_django_makes_anew() -> None:
    fill()
    call_command(flush.Command(), **HOW)
    made_anew = rows()
    fill()
    assert rows().keys() - made_anew.keys() >= {"accounts.User", "accounts.Post", "audit.Entry", "audit.Head"}
    call_command("flush", **HOW)
    assert rows() == made_anew
    assert made_anew.keys() == {"contenttypes.ContentType", "auth.Permission"}


def test_a_permission_that_a_test_took_away_comes_back() -> None:
    before = rows()
    Permission.objects.filter(codename="add_user").delete()
    call_command("flush", **HOW)
    assert rows() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone has sequences of their own")
def test_numbers_go_on_unless_they_are_asked_back() -> None:
    fill()
    last = Entry.objects.get().pk
    call_command("flush", **HOW)
    fill()
    assert Entry.objects.get().pk > last
    call_command("flush", **HOW | {"reset_sequences": True})
    fill()
    assert Entry.objects.get().pk == 1

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db


def permissions(user) -> dict[str, bool]:
    request = RequestFactory().get("/")
    request.user = user
    return admin.site.get_model_admin(Entry).get_model_perms(request)


def test_supervision_and_the_superuser_may_read_and_nobody_may_write(official: User, supervisor: User) -> None:
    entry = record(scope="case:1", verb="submitted", actor=official)
    superuser = User.objects.create_superuser("root@example.test")
    gone = User.objects.create_superuser("gone@example.test", is_active=False)
    seen = {
        user: (permissions(user)["view"], list(Entry.objects.visible_to(user)))
        for user in (official, supervisor, superuser, gone, AnonymousUser())
    }
    assert list(seen.values()) == [(False, []), (True, [entry]), (True, [entry]), (False, []), (False, [])]
    for user in seen:
        assert {permissions(user)[kind] for kind in ("add", "change", "delete")} == {False}

"""Django's `flush`, which on PostgreSQL truncates hundreds of tables and makes every permission anew: half a second
after each test that commits. This one leaves the same behind and touches only what holds rows."""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush
from django.db import connections, transaction

Names = set[tuple[str, ...]]


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        using = options["database"]
        more = ("interactive", "reset_sequences", "allow_cascade", "inhibit_post_migrate")
        # The stealth option that is True unless it is given.
        asks_for_more = any(options.get(name, name == "reset_sequences") for name in more)
        if asks_for_more or not _may_skip_triggers(using) or not _vocabulary_stands(using):
            super().handle(**options)
        else:
            _empty(using)


def _may_skip_triggers(using: str) -> bool:
    """Whether this is PostgreSQL with a superuser: the log of changes refuses a DELETE, and has to."""
    if connections[using].vendor != "postgresql":
        return False
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


def _vocabulary_stands(using: str) -> bool:
    """Whether content types and permissions are what Django would make anew; then they may stay."""
    types = set(ContentType.objects.using(using).values_list("app_label", "model"))
    names = ("content_type__app_label", "content_type__model", "codename")
    return (types, set(Permission.objects.using(using).values_list(*names))) == _made_after_migrations()


@cache
def _made_after_migrations() -> tuple[Names, Names]:
    every = [model._meta for config in apps.get_app_configs() if config.models_module for model in config.get_models()]
    types: Names = {(one.app_label, one.model_name or "") for one in every}
    permissions: Names = set()
    for one in every:
        own = [get_permission_codename(action, one) for action in one.default_permissions]
        for codename in (*own, *(name for name, _title in one.permissions)):
            permissions.add((one.app_label, one.model_name or "", codename))
    return types, permissions


def _empty(using: str) -> None:
    connection = connections[using]
    stay = {ContentType._meta.db_table, Permission._meta.db_table}
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - stay
    with transaction.atomic(using=using), connection.cursor() as cursor:
        # A table without a page has no row.
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relnamespace = current_schema()::regnamespace "
            "AND pg_relation_size(oid) > 0",
            [sorted(tables)],
        )
        filled = [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
        # No trigger fires, so the order of the tables is nobody's business.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(";".join(f"DELETE FROM {name}" for name in filled) or "SELECT 1")

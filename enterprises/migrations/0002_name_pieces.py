"""The pieces of each enterprise's names, computed and indexed by PostgreSQL. SQLite: see enterprises/name_index.py."""

from django.db import migrations

MAKE = (
    """
    CREATE FUNCTION enterprises_name_pieces(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT translate(substr(name, place, size),
            'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')), '{}')
        FROM generate_series(1, length(name)) AS place, generate_series(1, 2) AS size
    $$
    """,
    """
    ALTER TABLE enterprises_enterprise ADD COLUMN name_pieces text[]
        GENERATED ALWAYS AS (enterprises_name_pieces(name || chr(10) || name_en)) STORED
    """,
    "CREATE INDEX enterprise_by_part_of_name ON enterprises_enterprise USING gin (name_pieces)",
)
UNDO = (
    "DROP INDEX enterprise_by_part_of_name",
    "ALTER TABLE enterprises_enterprise DROP COLUMN name_pieces",
    "DROP FUNCTION enterprises_name_pieces(text)",
)


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in MAKE:
            schema_editor.execute(statement)


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in UNDO:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    replaces = [("enterprises", "0020_name_index")]

    dependencies = [("enterprises", "0001_funds")]

    operations = [migrations.RunPython(make, undo)]

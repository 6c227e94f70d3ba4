"""PostgreSQL itself refuses to change or delete the note of who has seen what in clear.

SQLite gets no trigger, as with the audit: there, Django empties tables after a test by DELETE.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION talent_refuse_view_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'views in clear are never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER talent_clearview_append_only BEFORE UPDATE OR DELETE ON talent_clearview
    FOR EACH ROW EXECUTE FUNCTION talent_refuse_view_change();
"""
DROP = """
DROP TRIGGER talent_clearview_append_only ON talent_clearview;
DROP FUNCTION talent_refuse_view_change();
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("talent", "0002_people")]

    operations = [migrations.RunPython(create, drop)]

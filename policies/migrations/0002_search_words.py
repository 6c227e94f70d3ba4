"""The words of the search index, in whatever the database has for words."""

from django.db import migrations

POSTGRESQL = (
    "ALTER TABLE policies_searchentry ADD COLUMN tokens tsvector NOT NULL DEFAULT ''::tsvector",
    "CREATE INDEX searchentry_tokens ON policies_searchentry USING gin (tokens)",
)
# Every token arrives ready-made, with spaces between: the tokenizer only splits at them.
SQLITE = (
    "CREATE VIRTUAL TABLE policies_searchtokens USING fts5("
    "tokens, detail=none, tokenize=\"unicode61 remove_diacritics 0 tokenchars '=_-'\")",
)
UNDO = {
    "postgresql": ("DROP INDEX searchentry_tokens", "ALTER TABLE policies_searchentry DROP COLUMN tokens"),
    "sqlite": ("DROP TABLE policies_searchtokens",),
}


def make_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[vendor]:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    replaces = [("policies", "0010_prominent_words")]

    dependencies = [("policies", "0001_library")]

    operations = [migrations.RunPython(make_index, drop_index)]

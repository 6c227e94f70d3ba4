"""The search index: its rows, and the words in whatever the database has for words."""

import django.db.models.deletion
from django.db import migrations, models

import portal.core.clock

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
    dependencies = [("policies", "0003_revisions")]

    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "words",
                    models.JSONField(
                        default=list, help_text="A list of words, the usual one first.", verbose_name="words"
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "words of the same meaning",
                "verbose_name_plural": "words of the same meaning",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField()),
                ("numbers", models.CharField(max_length=200)),
                ("lead", models.TextField()),
                ("text", models.TextField()),
                ("initials", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=10)),
                ("expires_on", models.DateField(null=True)),
                ("newest", models.DateField()),
                ("published", models.BooleanField()),
                ("published_at", models.DateTimeField()),
                ("facets", models.TextField()),
                ("card", models.JSONField(default=dict)),
                ("passages", models.JSONField(default=list)),
                (
                    "measure",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="policies.measure",
                    ),
                ),
                (
                    "policy",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="policies.policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the search index",
                "verbose_name_plural": "entries of the search index",
                "indexes": [models.Index(fields=["-newest", "-id"], name="searchentry_newest")],
            },
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure__isnull", True), ("policy__isnull", False)),
                    models.Q(("measure__isnull", False), ("policy__isnull", True)),
                    _connector="OR",
                ),
                name="searchentry_of_one_thing",
            ),
        ),
        migrations.RunPython(make_index, drop_index),
    ]

"""The words of titles and numbers stand in the search index once more, in a form of their own."""

from django.db import migrations

from policies.search.text import TITLE, tokens

BATCH = 500
ADD = {
    "postgresql": "UPDATE policies_searchentry SET tokens = tokens || array_to_tsvector(%s::text[]) WHERE id = %s",
    "sqlite": "UPDATE policies_searchtokens SET tokens = tokens || ' ' || %s WHERE rowid = %s",
}


def add_prominent_words(apps, schema_editor):
    line = schema_editor.connection
    with line.cursor() as cursor:
        cursor.execute("SELECT id, title, numbers FROM policies_searchentry ORDER BY id")
        rows = cursor.fetchall()
    for start in range(0, len(rows), BATCH):
        found = [(pk, _words(title, numbers)) for pk, title, numbers in rows[start : start + BATCH]]
        with line.cursor() as cursor:
            values = [(words if line.vendor == "postgresql" else " ".join(words), pk) for pk, words in found]
            cursor.executemany(ADD[line.vendor], values)


def _words(title, numbers):
    return sorted({TITLE + token for text in (title, numbers) for token in tokens(text)})


class Migration(migrations.Migration):
    dependencies = [("policies", "0009_policy_files")]

    # Words that nobody asks for do no harm: going back leaves them.
    operations = [migrations.RunPython(add_prominent_words, migrations.RunPython.noop)]

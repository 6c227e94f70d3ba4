"""Calls that were there before a call could be a draft are public: they stay so."""

from typing import Any

from django.db import migrations
from django.db.models import F


def publish(apps: Any, schema_editor: Any) -> None:
    calls = apps.get_model("enterprises", "Call").objects.filter(published_at=None)
    calls.filter(measure__mode="competitive").update(allocation="competitive")
    calls.update(published_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0005_machines")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]

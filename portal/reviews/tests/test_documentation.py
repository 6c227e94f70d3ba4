from pathlib import Path

from django.conf import settings

from portal.reviews.documentation import workflows


def test_the_page_on_workflows_is_true():
    written = (Path(settings.ROOT) / "docs" / "workflows.md").read_text(encoding="utf-8")
    assert written == workflows(), "stale: run manage.py write_workflows"

"""Write docs/workflows.md from the tables of steps."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.reviews.documentation import workflows


class Command(BaseCommand):
    help = "Write docs/workflows.md from the tables of steps."

    def handle(self, **options: Any) -> None:
        page = Path(settings.ROOT) / "docs" / "workflows.md"
        page.write_text(workflows(), encoding="utf-8")
        self.stdout.write(f"wrote {page.name}")

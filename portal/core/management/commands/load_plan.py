"""Load plan, divisions, measures, rules, calendar, negative list or talent facts from YAML files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.core.loading import LoadError, load_files


class Command(BaseCommand):
    help = "Load data files of the plan, all or nothing; names file, line and reason when one is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--shipped", action="store_true", help="the files that come with the portal")

    def handle(self, *, files: list[Path], shipped: bool, **options: object) -> None:
        if shipped:
            files = shipped_files() + files
        if not files:
            raise CommandError("Name at least one file, or use --shipped.")
        try:
            report = load_files(files)
        except LoadError as error:
            raise CommandError(error.message) from error
        for outcome in ("created", "changed", "kept"):
            table = getattr(report, outcome)
            if table:
                counts = ", ".join(f"{count} {name}" for name, count in sorted(table.items()))
                self.stdout.write(f"{outcome}: {counts}")


def shipped_files() -> list[Path]:
    """The portal's own data files, in the order in which they build on each other."""
    root = Path(__file__).resolve().parents[4]
    names = (
        "portal/accounts/data/divisions.yaml",
        "portal/accounts/data/departments.yaml",
        "portal/calendars/data/calendar.yaml",
        "policies/data/rules.yaml",
        "policies/data/plan.yaml",
        "policies/data/tasks.yaml",
        "policies/data/mapping.yaml",
        "policies/data/progress.yaml",
        "policies/data/synonyms.yaml",
        "policies/data/policies.yaml",
        "policies/data/library.yaml",
        "policies/data/library_city.yaml",
        "policies/data/library_districts.yaml",
        "policies/data/measures.yaml",
        "policies/data/examples.yaml",
        "policies/data/negative_list.yaml",
        "talent/data/talent.yaml",
        "talent/data/words.yaml",
        "talent/data/guides.yaml",
        "talent/data/retention.yaml",
    )
    return [root / name for name in names]

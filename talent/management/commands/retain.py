"""What retention would delete, or the night's work by hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from talent.rights import retention


class Command(BaseCommand):
    help = "Count what retention would announce and delete; with --run also do it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--run", action="store_true", help="not only count")

    def handle(self, **options: Any) -> None:
        done = retention.run(dry=not options["run"])
        word = "run" if options["run"] else "dry run"
        self.stdout.write(f"{word}: announced {done.announced}, deleted {done.deleted}, held by a case {done.held}")

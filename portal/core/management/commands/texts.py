"""Compile the interface texts; with --update, first bring the catalogue up to code and templates."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.core.texts import TextError, compile_all, find, update


class Command(BaseCommand):
    help = "Compile the interface texts. --update first collects them from code and templates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--update", action="store_true", help="collect the texts into locale/zh_Hans first")

    def handle(self, **options: object) -> None:
        locale = Path(settings.LOCALE_PATHS[0])
        if options["update"]:
            self._update(locale / "zh_Hans" / "LC_MESSAGES" / "django.po")
        compiled = compile_all(locale)
        self.stdout.write(f"compiled: {', '.join(path.parts[-3] for path in compiled) or 'nothing was newer'}")

    def _update(self, catalogue: Path) -> None:
        try:
            done = update(catalogue, find(settings.ROOT))
        except TextError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{len(done.added)} added, {len(done.dropped)} dropped")
        for msgid in done.untranslated:
            self.stdout.write(f"without Chinese: {msgid}")

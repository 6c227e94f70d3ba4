"""Compile the interface texts; with --update, first bring the catalogue up to code and templates."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.core.texts import WIDE_LANGUAGES, TextError, compile_all, find, update, wide


class Command(BaseCommand):
    help = "Compile the interface texts. --update first collects them from code and templates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--update", action="store_true", help="collect the texts into the catalogues first")

    def handle(self, **options: object) -> None:
        locale = Path(settings.LOCALE_PATHS[0])
        if options["update"]:
            self._update(locale)
        compiled = compile_all(locale)
        self.stdout.write(f"compiled: {', '.join(path.parts[-3] for path in compiled) or 'nothing was newer'}")

    def _update(self, locale: Path) -> None:
        try:
            texts = find(settings.ROOT)
        except TextError as error:
            raise CommandError(error.message) from error
        for language in ("zh_Hans", *WIDE_LANGUAGES):
            own = wide(texts) if language in WIDE_LANGUAGES else texts
            done = update(locale / language / "LC_MESSAGES" / "django.po", own)
            self.stdout.write(f"{language}: {len(done.added)} added, {len(done.dropped)} dropped")
            for msgid in done.untranslated:
                self.stdout.write(f"{language} lacks: {msgid}")

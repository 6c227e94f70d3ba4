from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit import actions
from portal.audit.models import Entry


class Command(BaseCommand):
    help = (
        "Proves that no audit entry was altered, deleted, moved or cut off. Exits with 1 and names the entry otherwise."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scope", help="only this chain, for example case:17")

    def handle(self, *args: Any, scope: str | None = None, **options: Any) -> None:
        found = actions.verify(scope)
        if found:
            raise CommandError("\n".join(["The audit book is broken:", *(f"  {each}" for each in found)]))
        entries = Entry.objects.all() if scope is None else Entry.objects.of(scope)
        self.stdout.write(f"The audit book holds: {entries.count()} entries, no break.")

"""Seal the sealed columns with the first key of FIELD_KEYS: run after a new key was put in front."""

from django.core.management.base import BaseCommand

from enterprises.accounts_of import reseal
from enterprises.money.payees import reseal_lines


class Command(BaseCommand):
    help = "Seal account numbers with the newest key of FIELD_KEYS. Safe to run at any time, and twice."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"sealed anew: {reseal() + reseal_lines()} account numbers")

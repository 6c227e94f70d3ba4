"""Seal everything with the first key of FIELD_KEYS: run after a new key was put in front."""

from django.core.management.base import BaseCommand

from portal.core import keystore
from portal.core.resealing import reseal_all


class Command(BaseCommand):
    help = "Seal columns and the key store with the newest key of FIELD_KEYS. Safe to run at any time, and twice."

    def handle(self, **options: object) -> None:
        for what, count in (reseal_all() | {"keys of persons and papers": keystore.rewrap()}).items():
            self.stdout.write(f"sealed anew: {count} {what}")

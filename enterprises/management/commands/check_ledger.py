"""Compare what every call has committed and paid with the entries of the ledger."""

from django.core.management.base import BaseCommand, CommandError

from enterprises.models import Call
from enterprises.money.ledger import differences


class Command(BaseCommand):
    help = "Proves that every call's committed and paid money is the sum of its entries. Exits with 1 otherwise."

    def handle(self, *args: object, **options: object) -> None:
        found = differences()
        if found:
            raise CommandError("\n".join(["The ledger does not agree:", *(f"  {one}" for one in found)]))
        self.stdout.write(f"The ledger agrees: {Call.objects.count()} calls.")

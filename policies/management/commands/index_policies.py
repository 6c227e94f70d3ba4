"""Write the search index anew, as after a change of its code."""

from django.core.management.base import BaseCommand

from policies.search import reindex_all


class Command(BaseCommand):
    help = "Write the search index of policies and measures anew."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{reindex_all()} documents and measures are in the index.")

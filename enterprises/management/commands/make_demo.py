"""Make the demo: accounts, enterprises, applications in every state; move the windows to today."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from enterprises.demo.accounts import make_accounts
from enterprises.demo.applications import make_applications
from enterprises.demo.calls import make_more_calls, write_calls
from enterprises.demo.clocks import take_some, touch_clocks
from enterprises.demo.desk_words import make_desk_words
from enterprises.demo.enterprises import make_enterprises
from enterprises.demo.experts import make_experts
from enterprises.demo.grants import make_grants
from enterprises.demo.money import make_money
from enterprises.demo.more import make_more
from enterprises.demo.notices import make_notice
from enterprises.demo.org import make_files
from enterprises.demo.reviews import make_reviews
from enterprises.demo.windows import move_windows
from enterprises.models import Application
from portal.notifications.enums import MailState
from portal.notifications.models import Message


class Command(BaseCommand):
    help = "Make the demo data, all of it invented. Running it again only moves the windows to today."

    def handle(self, **options: object) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("These settings allow no demo.")
        with transaction.atomic():
            moved = move_windows()
            people = make_accounts()
            made = []
            if not Application.objects.filter(is_demo=True).exists():
                enterprises = make_enterprises(people)
                make_experts(people, enterprises)
                write_calls(people)
                made = make_applications(people, enterprises)
                make_notice(people, enterprises)
                touch_clocks(people, made)
                take_some(people, made)
                make_more_calls(people)
                make_files(enterprises, people)
                make_desk_words(people, made)
                make_money(people)
                make_grants(people, enterprises)
                make_reviews(people, enterprises)
            more = make_more(people)
            if made or more:
                # What the demo's people were told long ago is in their inbox; nobody waits for those mails.
                Message.objects.filter(recipient__is_demo=True).update(mail_state=MailState.NONE, next_attempt_at=None)
        new = f"{len(made)} new applications, {more} new cases"
        self.stdout.write(f"demo: {len(people)} accounts, {new}, {moved} windows moved")

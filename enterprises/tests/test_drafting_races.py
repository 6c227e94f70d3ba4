"""Two connections on one draft at one moment. On PostgreSQL, because SQLite has one writer at a time anyway."""

import threading

import pytest
from django.db import connection, connections, transaction

from enterprises.drafting import WRITTEN, save_section
from enterprises.exceptions import Collision
from enterprises.models import Application
from enterprises.tests.factories import draft
from portal.accounts.models import User

postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")


def race(people: int, act) -> list[Exception | None]:
    barrier, met = threading.Barrier(people), [None] * people

    def run(place: int) -> None:
        try:
            barrier.wait()
            act(place)
        except Exception as error:
            met[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return met


@postgres
@pytest.mark.django_db(transaction=True)
class TestRaces:
    SECTIONS = (("contact", "contact_name"), ("project", "project_title"), ("bank", "bank_name"))

    def test_three_people_in_three_sections_lose_nothing(self):
        application = draft()
        for turn in range(8):

            def act(place: int, turn: int = turn) -> None:
                mine = Application.objects.get(pk=application.pk)
                slug, name = self.SECTIONS[place]
                user = User.objects.get(pk=application.applicant_id)
                save_section(mine, slug, user=user, answers={name: f"turn {turn}"}, seen=turn, done=True)

            assert race(3, act) == [None] * 3
            stored = Application.objects.get(pk=application.pk).answers
            assert [stored[name] for _slug, name in self.SECTIONS] == [f"turn {turn}"] * 3

    def test_of_four_in_one_section_one_saves_and_three_are_told(self):
        application = draft()

        def act(place: int) -> None:
            mine, user = Application.objects.get(pk=application.pk), User.objects.get(pk=application.applicant_id)
            answers = {"project_title": f"by {place}"}
            save_section(mine, "project", user=user, answers=answers, seen=0, done=True)

        met = race(4, act)
        winner = met.index(None)
        assert [type(error) for error in met if error] == [Collision] * 3
        assert Application.objects.get(pk=application.pk).answers["project_title"] == f"by {winner}"
        assert application.section_marks.get(section="project").revision == 1

    def test_without_the_lock_a_save_is_lost(self):
        """The counterpart: both read before either writes, as they would if nothing made one of them wait."""
        application, both_read = draft(), threading.Barrier(2)

        def act(place: int) -> None:
            name = self.SECTIONS[place][1]
            with transaction.atomic():
                mine = Application.objects.get(pk=application.pk)
                both_read.wait()
                mine.answers = mine.answers | {name: "new"}
                values = {column: getattr(mine, column) for column in WRITTEN}
                Application.objects.filter(pk=mine.pk).update(**values)

        assert race(2, act) == [None, None]
        stored = Application.objects.get(pk=application.pk).answers
        assert [stored[name] for _slug, name in self.SECTIONS[:2]].count("new") == 1

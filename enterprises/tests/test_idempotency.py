"""A request that is repeated with its key is done once and answered alike, whatever happened in between."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Barrier

import pytest
from django.db import connection, connections

from enterprises.api.applications import ApplicationViewSet
from enterprises.enums import State
from enterprises.machines import once
from enterprises.models import Application, IdempotencyKey, Paper
from enterprises.tasks import sweep_idempotency_keys
from enterprises.tests.factories import CallFactory, application_in, draft, needs_paper, pdf
from enterprises.tests.machines import Software, software_of, token_for
from portal.core import clock

DECLARED = {"declaration": True}
postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: nothing runs beside it")


def with_paper():
    call = CallFactory()
    needs_paper(call.measure)
    return draft(call=call)


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_stored_answer_comes_back_byte_for_byte(self):
        application = draft()
        found = software_of(application)
        first = found.ask("post", f"{application.number}/submission/", DECLARED, key="a-1")
        again = found.ask("post", f"{application.number}/submission/", DECLARED, key="a-1")
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.content == again.content
        assert first["Content-Type"] == again["Content-Type"] == "application/json"
        assert application.transitions.count() == 1
        # What it would be without the key:
        assert found.ask("post", f"{application.number}/submission/", DECLARED).status_code == 409

    def test_every_address_that_writes_takes_the_key(self):
        application = with_paper()
        found, number = software_of(application), application.number
        begin = {"call": application.call.code, "enterprise": application.enterprise.credit_code}
        section = f"{number}/sections/project/"
        paper = Paper.objects.get()
        requests = {
            "create": lambda: found.ask("post", "", begin, key="1"),
            "section": lambda: found.ask("patch", section, {"revision": 0, "answers": {"project_title": "X"}}, key="2"),
            "files": lambda: found.send(f"{number}/files/", {"code": "D05", "file": pdf()}, key="3"),
            "remove_file": lambda: found.ask("delete", f"{number}/files/{paper.pk}/", key="4"),
            "submission": lambda: found.ask("post", f"{number}/submission/", DECLARED, key="5"),
            "take": lambda: found.ask("post", f"{number}/take/", {"step": "withdraw"}, key="6"),
        }
        writing = {action.__name__ for action in ApplicationViewSet.get_extra_actions()} - {"form", "messages"}
        assert set(requests) == writing | {"create"}
        for name, request in requests.items():
            first, rows = request(), IdempotencyKey.objects.count()
            again = request()
            assert first.status_code in {200, 201, 204}, (name, first.content)
            assert (first.status_code, first.content) == (again.status_code, again.content), name
            assert rows == IdempotencyKey.objects.count()
        assert IdempotencyKey.objects.count() == len(requests)
        assert Paper.objects.count() == 2

    def test_the_same_file_in_another_envelope_is_the_same_request(self):
        """A program that tries again writes another boundary."""
        application = with_paper()
        found, path = software_of(application), f"{application.number}/files/"
        first = found.send(path, {"code": "D05", "file": pdf()}, key="a")
        body = b"--other\r\n" + b'Content-Disposition: form-data; name="file"; filename="contract.pdf"\r\n'
        body += b"Content-Type: application/pdf\r\n\r\n" + pdf().read()
        body += b'\r\n--other\r\nContent-Disposition: form-data; name="code"\r\n\r\nD05\r\n--other--\r\n'
        again = found.ask("post", path, key="a", data=body, content_type="multipart/form-data; boundary=other")
        assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)

    @pytest.mark.parametrize("change", ["body", "address", "file"])
    def test_another_request_with_the_key_is_refused(self, change):
        application = with_paper()
        found, number = software_of(application), application.number
        found.send(f"{number}/files/", {"code": "D05", "file": pdf()}, key="a")
        other = {
            "body": lambda: found.send(f"{number}/files/", {"code": "D05", "file": pdf("b.pdf")}, key="a"),
            "address": lambda: found.ask("post", f"{number}/submission/", DECLARED, key="a"),
            "file": lambda: found.send(f"{number}/files/", {"code": "D05", "file": changed()}, key="a"),
        }[change]()
        assert other.status_code == 422
        assert "used for another request" in other.json()["detail"]
        assert Paper.objects.count() == 2

    def test_a_refused_request_frees_its_key(self):
        """Nothing was done, so that the sender may mend it and take the same key."""
        application = draft()
        found = software_of(application)
        path = f"{application.number}/sections/project/"
        wrong = found.ask("patch", path, {"revision": 0, "answers": {"bogus": 1}}, key="a")
        assert (wrong.status_code, IdempotencyKey.objects.count()) == (422, 0)
        right = found.ask("patch", path, {"revision": 0, "answers": {"project_title": "X"}}, key="a")
        assert right.status_code == 200

    def test_while_the_first_runs_the_second_waits_and_a_dead_ones_key_is_free_after_its_lease(self):
        application = draft()
        found, path = software_of(application), f"{application.number}/submission/"
        found.ask("post", path, DECLARED, key="a")
        stored = IdempotencyKey.objects.get()
        # As a process leaves it that was killed in the middle: claimed, with no answer.
        application = draft(enterprise=application.enterprise, applicant=application.applicant)
        path = f"{application.number}/submission/"
        until = clock.now() + once.LEASE
        IdempotencyKey.objects.update(
            request_sha256=digest_of_submission(path), status=None, answer="", leased_until=until
        )
        running = found.ask("post", path, DECLARED, key="a")
        assert (running.status_code, running["Retry-After"]) == (409, "1")
        assert found.ask("post", path, {"declaration": "true"}, key="a").status_code == 422
        with clock.at(until + timedelta(seconds=1)):
            assert found.ask("post", path, DECLARED, key="a").status_code == 201
        assert IdempotencyKey.objects.get().pk == stored.pk

    def test_who_lost_the_claim_while_it_was_slow_commits_nothing(self):
        application = draft()
        found = software_of(application)
        path = f"{application.number}/sections/project/"

        def taken_over(*_args, **_more):
            IdempotencyKey.objects.update(leased_until=clock.now() + timedelta(hours=1))

        with connection.execute_wrapper(after_update_of("enterprises_application", taken_over)):
            answer = found.ask("patch", path, {"revision": 0, "answers": {"project_title": "Slow"}}, key="a")
        assert answer.status_code == 409
        application.refresh_from_db()
        assert application.answers["project_title"] != "Slow"

    @pytest.mark.parametrize("key", ["x" * 81, "with blank", "\u00e9"])
    def test_what_is_no_key(self, key):
        application = draft()
        answer = software_of(application).ask("post", f"{application.number}/take/", {"step": "withdraw"}, key=key)
        assert answer.status_code == 422

    def test_two_enterprises_of_one_person_may_use_the_same_key(self):
        one = draft()
        two = draft(applicant=one.applicant)
        answers = [
            Software(token_for(row.applicant, row.enterprise)).ask(
                "post", f"{row.number}/take/", {"step": "withdraw"}, key="1"
            )
            for row in (one, two)
        ]
        assert [answer.status_code for answer in answers] == [200, 200]

    def test_answers_are_kept_for_a_day_at_least_and_then_swept(self):
        application = application_in(State.DRAFT)
        software_of(application).ask("post", f"{application.number}/take/", {"step": "withdraw"}, key="a")
        now = clock.now()
        for hours, left in ((25, 1), (49, 0)):
            with clock.at(now + timedelta(hours=hours)):
                sweep_idempotency_keys()
            assert IdempotencyKey.objects.count() == left


def changed():
    file = pdf()
    file.file.seek(0, 2)
    file.file.write(b"\n")
    file.size += 1
    file.seek(0)
    return file


def digest_of_submission(path):
    """The fingerprint that a submission to this address has."""
    whole = ["POST", f"/api/v1/applications/{path}", DECLARED]
    return sha256(json.dumps(whole, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def after_update_of(table, act):
    def wrapper(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith(f'UPDATE "{table}"'):
            act()
        return result

    return wrapper


# --- at the same moment ------------------------------------------------------------------------------


def at_once(requests):
    """All start at the same moment, each with a database connection of its own."""
    barrier = Barrier(len(requests))

    def run(request):
        barrier.wait()
        try:
            return request()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(run, requests))


def until_answered(request):
    """As a program does: while the first still runs, ask again."""
    while True:
        answer = request()
        if answer.status_code != 409:
            return answer


@postgres
@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_eight_identical_submissions_are_one(self):
        application = draft()
        found, path = software_of(application), f"{application.number}/submission/"
        answers = at_once([lambda: until_answered(lambda: found.ask("post", path, DECLARED, key="a"))] * 8)
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
        assert (application.transitions.count(), application.snapshots.count()) == (1, 1)

    def test_eight_identical_beginnings_are_one_draft(self):
        first = draft()
        call = CallFactory()
        found = software_of(first)
        body = {"call": call.code, "enterprise": first.enterprise.credit_code}
        answers = at_once([lambda: until_answered(lambda: found.ask("post", "", body, key="a"))] * 8)
        assert len({answer.content for answer in answers}) == 1
        assert Application.objects.filter(call=call).count() == 1

    def test_eight_identical_files_are_one_and_without_the_key_eight(self):
        application = with_paper()
        found, path = software_of(application), f"{application.number}/files/"

        def give(key=""):
            return found.send(path, {"code": "D05", "file": pdf()}, key=key)

        before = Paper.objects.count()
        answers = at_once([lambda: until_answered(lambda: give("a"))] * 8)
        assert (len({answer.content for answer in answers}), Paper.objects.count() - before) == (1, 1)
        # The control: nothing else but the key makes them one.
        at_once([give] * 8)
        assert Paper.objects.count() - before == 9

"""Dry run first; all or nothing; only what was shown; never twice; found again after its worker was killed."""

import json
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import translation

from policies.imports import jobs, leases
from policies.imports.applying import apply
from policies.imports.batches import unpacked
from policies.imports.nouns import noun_of
from policies.imports.shown import notes, problems, refusal
from policies.models import ImportBatch, ImportJob, ImportPiece, Indicator
from policies.tests.imported import brought, csv_file, figure, imported, keeper, told, values, xlsx_file
from portal.accounts.models import User
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.imports.problems import FileRefused
from portal.core.leases import MOST_ATTEMPTS, LostLease

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MANY = 1200


@pytest.fixture
def person(db: None) -> User:
    return keeper()


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [("enterprise", "Enterprises", "企业"), ("indicator", "Indicators", "指标"), ("gone", "gone", "gone")],
)
def test_a_job_is_named_by_its_list_also_by_one_of_another_app(code: str, english: str, chinese: str) -> None:
    job = ImportJob(noun=code, file_name="a.csv")
    assert str(job) == f"{english}: a.csv"
    with translation.override("zh-hans"):
        assert str(job) == f"{chinese}: a.csv"


def many(count: int = MANY, **cells: str) -> bytes:
    return csv_file([figure(Indicator=f"x{number // 100}", Year=str(1950 + number % 100), **cells)
                     for number in range(count)])  # fmt: skip


def begun(person: User, content: bytes) -> ImportJob:
    """A job that no worker has touched yet."""
    return jobs.begin(noun_of("indicator"), person, name="file.csv", pieces=[content], encoding="")


def again(job: ImportJob) -> ImportJob:
    return ImportJob.objects.get(pk=job.pk)


# --- the dry run -------------------------------------------------------------------------------------


def test_a_dry_run_changes_nothing_and_says_what_would(person: User) -> None:
    imported(person, csv_file([figure(), figure(Year="2024")]))
    job = brought(person, csv_file([figure(), figure(Year="2024", Value="1", Note="neu"), figure(Year="2023")]))
    assert values() == {("dt_total", 2025): "900", ("dt_total", 2024): "900"}
    assert (job.phase, job.new_count, job.changed_count, job.same_count) == ("checked", 1, 1, 1)
    batch = unpacked(job.batches.get())
    assert [row for row, _values in batch.new] == [4]
    ((row, _pk, new, olds),) = batch.changed
    changed = {job.columns[int(place)]: (old, new[int(place)]) for place, old in olds.items()}
    assert (row, changed) == (3, {"value": ("900.0000", "1.0000"), "note": ("", "neu")})


def test_a_refused_file_leaves_nothing_behind(person: User) -> None:
    for content in (b"", b"\x89PNG", b"a,b\n" + b"1,2\n" * 200_002):
        with pytest.raises(FileRefused):
            begun(person, content)
    assert (ImportJob.objects.count(), ImportPiece.objects.count()) == (0, 0)


def test_an_import_writes_all_of_it_in_the_words_of_the_audit(person: User) -> None:
    job = imported(person, csv_file([figure(), figure(Year="2024")]))
    assert (job.phase, job.applied_by, set(values())) == ("done", person, {("dt_total", 2025), ("dt_total", 2024)})
    rows, whole = Entry.objects.filter(scope=f"import:{job.pk}").order_by("sequence")
    batch = job.batches.get()
    assert (rows.verb, rows.data) == (
        "import-rows", {"rows": [2, 3], "new": 2, "changed": 0, "sha256": batch.sha256},
    )  # fmt: skip
    assert (whole.verb, whole.actor, whole.data["fingerprint"], whole.data["file_sha256"]) == (
        "import", person, job.fingerprint, job.sha256,
    )  # fmt: skip
    assert verify(f"import:{job.pk}") == []


def test_the_kept_differences_cannot_be_changed_unseen(person: User) -> None:
    job = imported(person, csv_file([figure()]))
    other = brought(person, csv_file([figure(Value="1")]))
    ImportBatch.objects.filter(job=job).update(data=other.batches.get().data)
    with pytest.raises(ValueError, match="altered"):
        unpacked(job.batches.get())


def test_a_file_with_one_error_imports_nothing(person: User) -> None:
    job = brought(person, csv_file([figure(), figure(Year="2024", Value="?")]))
    assert (job.may_be_applied, job.new_count, job.problem_count) == (False, 1, 1)
    with pytest.raises(PortalError):
        jobs.approve(job, job.fingerprint)
    assert values() == {}


def test_what_was_said_already_is_not_imported(person: User) -> None:
    imported(person, csv_file([figure()]))
    job = brought(person, xlsx_file([figure()]))
    assert (job.same_count, job.may_be_applied) == (1, False)


# --- only what was shown -----------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["changed", "deleted", "came", "unchanged one"])
def test_a_change_of_the_list_in_between_means_a_new_comparison(person: User, change: str) -> None:
    imported(person, csv_file([figure(), figure(Year="2024")]))
    job = brought(person, csv_file([figure(Value="1"), figure(Year="2024"), figure(Year="2023")]))
    row = Indicator.objects.get(year=2025)
    if change == "changed":
        Indicator.objects.filter(pk=row.pk).update(note="meanwhile")
        Indicator.objects.filter(pk=row.pk).update(value=5)
    elif change == "deleted":
        row.delete()
    elif change == "came":
        Indicator.objects.create(code="dt_total", geo="QD", year=2023, value=7, unit="x", title_zh="x", title_en="x")
    else:
        Indicator.objects.filter(year=2024).update(value=6)
    before = values()
    seen = job.fingerprint
    job = jobs.approve(job, seen)
    assert (job.phase, values()) == ("checked", before)
    assert job.fingerprint != seen
    assert notes(job) == [
        "The list was changed after the file was compared with it. Nothing was imported; see the new comparison."
    ]
    assert not Entry.objects.filter(scope=f"import:{job.pk}").exists()
    assert jobs.approve(job, job.fingerprint).phase == "done"
    assert {year for _code, year in values()} == {2023, 2024, 2025}


def test_a_page_that_shows_an_older_comparison_imports_nothing(person: User) -> None:
    job = brought(person, csv_file([figure()]))
    with pytest.raises(PortalError, match="not the newest"):
        jobs.approve(job, "0" * 64)
    assert values() == {}


def test_a_second_press_of_the_button_imports_nothing_again(person: User) -> None:
    job = brought(person, csv_file([figure()]))
    stale = again(job)
    jobs.approve(job, job.fingerprint)
    with pytest.raises(PortalError):
        jobs.approve(stale, stale.fingerprint)
    assert Entry.objects.filter(scope=f"import:{job.pk}", verb="import").count() == 1


# --- workers -----------------------------------------------------------------------------------------


def test_up_to_five_hundred_rows_are_done_at_once_and_more_wait_for_a_worker(person: User) -> None:
    assert begun(person, many(500)).phase == "checked"
    job = begun(person, many(501))
    assert (job.phase, again(job).rows_done) == ("waiting", 0)
    assert jobs.work() == 1
    job = again(job)
    assert (job.phase, job.rows_done, job.rows_total) == ("checked", 501, 501)
    job = jobs.approve(job, job.fingerprint)
    assert (job.phase, Indicator.objects.count()) == ("applying", 0)
    assert jobs.work() == 1
    assert (again(job).phase, Indicator.objects.count(), jobs.work()) == ("done", 501, 0)


def test_what_a_worker_refuses_is_said_on_the_job(person: User) -> None:
    rows = [figure(Year=str(1950 + number % 100), Indicator=f"x{number // 100}") for number in range(600)]
    content = bytearray(xlsx_file(rows))
    job = begun(person, bytes(content))
    assert job.phase == "waiting"
    ImportPiece.objects.filter(job=job).delete()
    jobs.work()
    assert (again(job).phase, refusal(again(job))) == (
        "failed", "The file is empty. Save it again and upload it once more.",
    )  # fmt: skip


@pytest.mark.parametrize("stage", ["reading", "applying"])
def test_a_killed_worker_s_job_is_found_again_when_its_lease_is_over(person: User, stage: str) -> None:
    job = begun(person, many(600))
    if stage == "applying":
        jobs.work()
        job = jobs.approve(again(job), again(job).fingerprint)
    lease = leases.claim(job.pk)
    assert lease is not None
    if stage == "reading":
        # It had begun: half a dry run lies about.
        lease.write(phase="reading", rows_done=100)
        ImportBatch.objects.create(job=job, number=0, first_row=2, last_row=3, sha256="x", data=b"")
    assert jobs.work() == 0
    with clock.at(clock.now() + leases.LEASE + timedelta(seconds=1)):
        assert jobs.work() == 1
    done = again(job)
    if stage == "reading":
        assert (done.phase, done.new_count, done.batches.count()) == ("checked", 600, 1)
    else:
        assert (done.phase, Indicator.objects.count()) == ("done", 600)


def test_the_slow_first_worker_cannot_import_a_second_time(person: User) -> None:
    """It lost its lease in the midst of the work, and another one did the work; nothing of it may be written."""
    job = brought(person, many(600))
    job = jobs.approve(job, job.fingerprint)
    slow = leases.claim(job.pk)
    assert slow is not None
    with clock.at(clock.now() + leases.LEASE + timedelta(seconds=1)):
        jobs.work()
    # As it was before: were it not for the lease, everything would be written.
    Indicator.objects.all().delete()
    with pytest.raises(LostLease):
        apply(noun_of("indicator"), slow.row, slow)
    assert Indicator.objects.count() == 0


def test_a_job_that_takes_its_worker_down_again_and_again_is_given_up(person: User) -> None:
    job = begun(person, many(600))
    moment = clock.now()
    for _time in range(MOST_ATTEMPTS):
        with clock.at(moment):
            assert leases.claim(job.pk)
        moment += leases.LEASE + timedelta(seconds=1)
    with clock.at(moment):
        jobs.work()
    assert again(job).phase == "failed"
    assert refusal(again(job)).startswith("The import was broken off several times")


def test_files_go_after_seven_days_and_what_was_imported_is_kept(person: User) -> None:
    done = imported(person, csv_file([figure()]))
    open_still = brought(person, csv_file([figure(Value="1")]))
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        assert jobs.tidy() == 0
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert jobs.tidy() == 2
        young = brought(person, csv_file([figure(Value="2")]))
        assert jobs.tidy() == 0
    assert ImportPiece.objects.exclude(job=young).count() == 0
    assert (again(done).phase, again(done).batches.count()) == ("done", 1)
    assert (again(open_still).phase, again(open_still).batches.count()) == ("failed", 0)


def test_celery_knows_the_tasks_and_when_they_are_due() -> None:
    code = (
        "import json, django; django.setup();"
        "from portal.celery import app; app.finalize(); app.loader.import_default_modules();"
        "print(json.dumps([[name for name in app.tasks if 'imports' in name],"
        " sorted(one['task'] for one in app.conf.beat_schedule.values() if 'imports' in one['task'])]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    known, due = json.loads(done.stdout.splitlines()[-1])
    assert sorted(known) == due == ["policies.imports.tasks.tidy", "policies.imports.tasks.work"]


def test_the_sentences_of_a_job_are_in_the_reader_s_language(person: User) -> None:
    job = brought(person, csv_file([figure(Value="?")]))
    english = told(job)[0][2]
    with translation.override("zh-hans"):
        (one,) = problems(noun_of("indicator"), job)
    assert one["heading"] == "数值"
    assert english == "“?” is no number; write it like 1234.5"


def test_the_chinese_and_full_comparison_of_many_rows(person: User) -> None:
    job = imported(person, many())
    assert (job.phase, Indicator.objects.count(), job.batches.count()) == ("done", MANY, 1)
    job = imported(person, many(Value="5", Note="=neu"))
    assert (job.changed_count, set(Indicator.objects.values_list("note", flat=True))) == (MANY, {"=neu"})


# --- two at once -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks (PostgreSQL)")
def test_an_official_who_saves_meanwhile_is_not_overwritten() -> None:
    person = keeper()
    imported(person, csv_file([figure()]))
    job = brought(person, csv_file([figure(Value="1")]))
    saving, saved = threading.Event(), threading.Event()

    def save() -> None:
        try:
            with transaction.atomic():
                row = Indicator.objects.select_for_update().get()
                row.value = 777
                row.save()
                saving.set()
                # The import waits for this row by now, or will.
                saved.wait(1)
        finally:
            connections.close_all()

    official = threading.Thread(target=save)
    official.start()
    saving.wait()
    job = jobs.approve(job, job.fingerprint)
    official.join()
    assert (job.phase, set(values().values())) == ("checked", {"777"})
